/** Writing to members, from the customer list to the flag on a bad address, as a merchant does it in the browser. */
import { readFile } from "node:fs/promises"

import type { Page } from "playwright-core"
import PostalMime from "postal-mime"

import { BOOT, type Desk, sitDown, storyOf, withShop } from "../support/browser"
import { MERCHANT } from "../support/demo-shop"

const place = withShop()
let desk: Desk
let page: Page

beforeAll(async () => {
  desk = await sitDown(place)
  page = desk.page
}, BOOT)

const step = storyOf("member-mail", () => desk)
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
const tick = (email: string) => page.locator("tbody tr", { hasText: email }).getByRole("checkbox").first()
/** Those who are to get the mails of these stories. */
const HANAKO = "hanako.yamada@example.jp"

describe("the bar under the customer list", () => {
  step("counts what the list shows, and follows its search", async () => {
    await desk.open("/customers")
    const counts = page.getByTestId("list-bar-counts")
    await counts.filter({ hasText: "120 listed" }).waitFor()

    await page.getByPlaceholder("Search").first().fill("hanako.yamada@")

    await counts.filter({ hasText: "2 listed, 1 can be sent to" }).waitFor()
    await button("Send mail to all found (1 can get it)").waitFor()
  })
})

describe("the list of members", () => {
  step("leads to the customer behind each row", async () => {
    await desk.open(`/mail-delivery-members?q=${HANAKO}`)
    await page.getByText(HANAKO, { exact: true }).click()
    await page.waitForURL(/customers\/cus_/)
    await page.getByRole("heading", { name: HANAKO }).first().waitFor()
    await page.getByTestId("customer-mail").getByText("Opted in").waitFor()
  })
})

describe("a mailing to ticked members", () => {
  let others: string[]

  step("begins with ticks that survive a search", async () => {
    await desk.open("/customers")
    await page.getByRole("link", { name: "Choose members" }).click()
    await page.waitForURL(/mail-delivery-members/)
    await desk.open("/mail-delivery-members?consent=opted_in&invalid=false")
    await page.locator("tbody tr").first().waitFor()
    const emails = (await page.locator("tbody tr td:nth-child(2) span:first-child").allInnerTexts()).filter(
      (email) => /@example\.(com|net|org|jp)$/.test(email) && email.toLowerCase() !== HANAKO
    )
    others = emails.slice(0, 2)
    for (const email of others) {
      await tick(email).click()
    }
    await page.getByPlaceholder("Search").first().fill(HANAKO)
    await tick(HANAKO).click()
    await page.getByText("3 ticked").waitFor()
    await page.keyboard.press("s")
    await page.getByText("3 chosen customers").waitFor()
    await page.getByTestId("sendable").filter({ hasText: "3 mails will be sent" }).waitFor()
  })

  step("is written from a template, with a variable, and shown as a recipient gets it", async () => {
    await button("Continue").click()
    await page.locator("#template").click()
    await page.getByRole("option", { name: "秋の新作 Autumn news" }).click()
    await page.locator("#subject").fill("News for ")
    await page.locator("#subject").press("End")
    await button("Insert variable").first().click()
    await page
      .getByRole("menuitem", { name: /E-mail/ })
      .first()
      .click()
    await page.locator("#subject:focus").waitFor()
    await page.keyboard.type("!")

    const reader = page.getByRole("combobox", { name: "Show as this recipient" })
    await reader.click()
    await reader.pressSequentially("hanako")
    await page
      .getByRole("option", { name: new RegExp(HANAKO, "i") })
      .first()
      .click()

    await page
      .getByTestId("mail-subject")
      .filter({ hasText: `News for ${HANAKO}!` })
      .waitFor()
    const frame = page.frameLocator("iframe[title=Preview]")
    await frame.getByText("秋の新作が届きました").waitFor()
  })

  step("names an unknown variable at its place and cannot be sent with it", async () => {
    const body = page.locator("#body")
    await body.fill("Dear {{ member.nmae }}")
    await page
      .getByText(/Unknown variable/)
      .first()
      .waitFor()
    await page
      .getByText(/member\.name/)
      .first()
      .waitFor()

    await button("Review").click()
    await page.getByTestId("blockers").filter({ hasText: "The content has errors" }).waitFor()
    expect(await button("Send").isDisabled()).toBe(true)

    await button("Back").click()
    await body.fill("<p>Dear {{ member.name }}</p>")
    await page.getByTestId("mail-subject").waitFor()
  })

  step("is tested first, with a mail to oneself that is no part of the mailing", async () => {
    await button("Review").click()
    await button("Send test mail").click()
    await place.shop.smtp.waitFor(() => place.shop.smtp.received.length === 1, 20_000)

    const [test] = place.shop.smtp.received
    expect(test!.to).toEqual([MERCHANT.email])
    // The mark is in the shop's language, whoever tries the mail.
    expect((await PostalMime.parse(test!.bytes)).subject).toBe(`【テスト】News for ${HANAKO}!`)
  })

  step("asks once more, goes out, and says who could not be reached", async () => {
    place.shop.smtp.reset()
    place.shop.smtp.script({ at: "rcpt", to: HANAKO, reply: "550 5.1.1 No such user here" })
    await button("Send").click()
    const question = page.getByRole("alertdialog")
    await question.getByText("Send 3 mails now?").waitFor()
    await question.getByRole("button", { name: "Send", exact: true }).click()
    await page.waitForURL(/mail-delivery\/mailings\//)

    await page
      .getByTestId("done-notice")
      .filter({ hasText: "2 mails have been sent. 1 mail could not be delivered." })
      .waitFor()
    await page.getByText("100% done").first().waitFor()
    expect(await page.getByTestId("count-sent").innerText()).toBe("2")
    expect(await page.getByTestId("count-failed").innerText()).toBe("1")
    expect(place.shop.smtp.received.map(({ to }) => to[0]).sort()).toEqual([...others].sort())

    const failures = page.getByTestId("failures")
    await failures.getByText("The address does not exist").waitFor()
    await failures.getByText("No such user here").waitFor()
    expect(await failures.getByRole("checkbox").getAttribute("data-state")).toBe("checked")
  })

  step("flags the bad address, which stays flagged after a reload", async () => {
    await button("Update").click()
    await page
      .getByText(/1 address is flagged invalid/)
      .first()
      .waitFor()

    await desk.open(`/mail-delivery-members?q=${HANAKO}`)
    await page.locator("tbody").getByText("Invalid address").first().waitFor()
  })

  step("stands on the page of all failures, where what is flagged can be hidden", async () => {
    await desk.open("/mail-delivery/failures")
    const failure = page.getByTestId("failures").locator("li", { hasText: HANAKO })
    await failure.getByText("flagged invalid").waitFor()
    await failure.getByText("No such user here").waitFor()
    await page.getByLabel("Hide flagged addresses").click()
    await page.getByText("Nothing left to decide").waitFor()
    await page.getByLabel("Hide flagged addresses").click()
    await failure.getByRole("link").click()
    await page.waitForURL(/mail-delivery\/mailings\//)
    await page.getByTestId("failures").getByText("flagged invalid").waitFor()
  })

  step("comes as a file for a spreadsheet", async () => {
    const started = page.waitForEvent("download")
    await button("Download CSV").click()
    const lines = (await readFile(await (await started).path(), "utf8")).trim().split("\r\n")
    expect(lines).toHaveLength(4)
    expect(lines.find((line) => line.includes(HANAKO))).toContain("failed")
  })

  step("is counted on the day on which it went out", async () => {
    await desk.open("/mail-delivery")
    const chart = page.getByTestId("month-chart")
    await chart.getByText("To members: 2", { exact: true }).waitFor()
    expect(await chart.locator("tbody td").first().textContent()).toBe("2")
  })

  step("shows every recipient's outcome and the mail as it was sent", async () => {
    await desk.open("/mail-delivery")
    await page
      .getByRole("cell", { name: /^News for/ })
      .first()
      .click()
    await page.locator("tbody tr", { hasText: others[0] }).click()
    const drawer = page.getByRole("dialog")
    await drawer.getByText(`News for ${others[0]}`).first().waitFor()
    await page.keyboard.press("Escape")
  })

  step("used again leaves the flagged address out, and says why", async () => {
    await button("More actions").click()
    await page.getByRole("menuitem", { name: "Use again" }).click()
    await page.waitForURL(/compose/)
    await page.getByTestId("sendable").filter({ hasText: "2 mails will be sent" }).waitFor()
    await page.getByText("Address is flagged invalid").waitFor()
  })
})
