/** Writing to members, from the customer list to the flag on a bad address, as a merchant does it in the browser. */
import { readFile } from "node:fs/promises"

import type { Page } from "playwright-core"
import PostalMime from "postal-mime"

import { type AdminWindow, barriers, BOOT, held, openAdmin, storyOf, withShop } from "../support/browser"
import { MERCHANT } from "../support/demo-shop"
import { chosenTemplate, pickTemplate } from "../support/template-choice"

const place = withShop()
let admin: AdminWindow
let page: Page

beforeAll(async () => {
  admin = await openAdmin(place)
  page = admin.page
}, BOOT)

const step = storyOf("member-mail", () => admin)
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
const tick = (email: string) => page.locator("tbody tr", { hasText: email }).getByRole("checkbox").first()
const TEMPLATE = "秋の新作 Autumn news"
/** Those who are to get the mails of these stories. */
const HANAKO = "hanako.yamada@example.jp"
/** What is asked for after the page of the list. */
const LAST_ORDERS = /\/members\/last-orders/

/** How many stand in the history. */
async function drafts(): Promise<number> {
  return (await place.shop.api.get<{ count: number }>("/mailings?state=draft")).count
}

/** One member who can be written to. */
async function somebody(): Promise<object> {
  const { members } = await place.shop.api.get<{ members: { customer_id: string }[] }>(
    "/members?consent=opted_in&invalid=false&limit=1"
  )
  return { customer_ids: [members[0]!.customer_id] }
}

const EVERYBODY = { filter: {} }

async function draft(subject: string, audience?: object): Promise<string> {
  const { mailing } = await place.shop.api.post<{ mailing: { id: string } }>("/mailings", {
    kind: "member",
    content: { subject, body: "Hello", format: "text", include_signature: false },
    audience: audience ?? (await somebody()),
  })
  return mailing.id
}

async function stateOf(id: string): Promise<object> {
  return (await place.shop.api.get<{ mailing: object }>(`/mailings/${id}`)).mailing
}

/** From the composer's last step, which is the question. */
async function pressSend(name = "Send"): Promise<void> {
  await button(name).click()
  await page.waitForURL(/mail-delivery\/mailings\//)
}

describe("the bar under the customer list", () => {
  step("counts what the list shows, and follows its search", async () => {
    await admin.open("/customers")
    const counts = page.getByTestId("list-bar-counts")
    await counts.filter({ hasText: /^\d+ can be sent to · \d+ left out/ }).waitFor()
    // Below 20 rows, and yet in sight.
    const bar = (await page.getByTestId("list-bar").boundingBox())!
    expect(bar.y + bar.height).toBeLessThanOrEqual(page.viewportSize()!.height)

    await page.getByPlaceholder("Search").first().fill("hanako.yamada@")

    await counts.filter({ hasText: "1 can be sent to · 1 left out" }).waitFor()
    await button("Send mail to all found (1 can get it)").waitFor()
  })
})

describe("opening the composer", () => {
  const opening = storyOf("opening-the-composer", () => admin)
  const openForHanako = async () => {
    await admin.open("/customers?q=hanako.yamada@")
    await button("Send mail to all found (1 can get it)").click()
    await page.getByTestId("sendable").filter({ hasText: "1 mail will be sent" }).waitFor()
  }

  opening("from a list and leaving it again leaves no draft behind, until something is written", async () => {
    const before = await drafts()
    await openForHanako()
    expect(await page.getByText("Draft saved").count()).toBe(0)
    await page.keyboard.press("Escape")
    await page.waitForURL(/mail-delivery$/)
    expect(await drafts()).toBe(before)

    await openForHanako()
    await button("Continue").click()
    await page.locator("#subject").fill("Only begun")
    await page.getByText("Draft saved").waitFor()
    expect(await drafts()).toBe(before + 1)
  })
})

describe("the list of members", () => {
  const row = () => page.locator("tbody tr").first()
  /** Ticks come first, then address, consent, account. */
  const lastOrder = () => row().getByRole("cell").nth(4)

  step("can be read and ticked before it is known when its people last ordered", async () => {
    const letGo = await held(page, LAST_ORDERS)
    await admin.open("/mail-delivery-members?order=-last_order_at")
    const ticked = row().getByRole("checkbox")
    await ticked.click()
    expect(await lastOrder().innerText()).toBe("Loading")

    letGo()
    await lastOrder()
      .filter({ hasText: /^\w+ \d+, \d{4}$/ })
      .waitFor()
    // The row is still the same: what was ticked, and where the keyboard is.
    expect(await ticked.isChecked()).toBe(true)
    expect(await ticked.evaluate((one) => one === document.activeElement)).toBe(true)
    await button("Untick").click()
  })

  step("shows who never ordered, and does not take for it what could not be loaded", async () => {
    const { members } = await place.shop.api.get<{ members: { email: string }[] }>(
      "/members?never_ordered=true&has_account=true&limit=1&order=email"
    )
    const [{ email }] = members as [{ email: string }]
    await admin.open(`/mail-delivery-members?q=${encodeURIComponent(email)}`)
    await lastOrder().filter({ hasText: /^–$/ }).waitFor()

    await page.route(LAST_ORDERS, (route) => route.fulfill({ status: 500, json: {} }))
    await admin.open(`/mail-delivery-members?q=${encodeURIComponent(email)}`)
    await lastOrder().filter({ hasText: "Could not be loaded" }).waitFor()
    await row().getByText(email, { exact: true }).waitFor()
    await page.unroute(LAST_ORDERS)
  })

  step("leads to the customer behind each row", async () => {
    await admin.open(`/mail-delivery-members?q=${HANAKO}`)
    await page.getByText(HANAKO, { exact: true }).click()
    await page.waitForURL(/customers\/cus_/)
    await page.getByRole("heading", { name: HANAKO }).first().waitFor()
    await page.getByTestId("customer-mail").getByText("Opted in").waitFor()
  })
})

describe("a mailing to ticked members", () => {
  let others: string[]

  step("begins with ticks that survive a search", async () => {
    await admin.open("/customers")
    await page.getByRole("link", { name: "Choose members" }).click()
    await page.waitForURL(/mail-delivery-members/)
    await admin.open("/mail-delivery-members?consent=opted_in&invalid=false")
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

  step("what is written while a template is being read is not replaced without a question", async () => {
    await button("Continue").click()
    const read = await held(page, /\/templates\/[^/]+$/)
    await pickTemplate(page, TEMPLATE)
    await page.locator("#subject").fill("Written meanwhile")
    read()
    const question = page.getByRole("alertdialog")
    await question.getByText("Replace what is written?").waitFor()
    await question.getByRole("button", { name: "Cancel" }).click()
    await question.waitFor({ state: "hidden" })
    expect(await page.locator("#subject").inputValue()).toBe("Written meanwhile")
    await page.locator("#subject").fill("")
    await button("Back").click()
  })

  step("is written from a template, with a variable, and shown as a recipient gets it", async () => {
    await button("Continue").click()
    // The step begins at its top, where it says which one it is.
    const heading = page.getByRole("heading", { name: "Content – step 2 of 3" })
    await heading.waitFor()
    // The focus comes when the step has been drawn.
    await page.locator(":focus", { hasText: "Content – step 2 of 3" }).waitFor()
    await pickTemplate(page, TEMPLATE)
    await chosenTemplate(page, TEMPLATE).waitFor()
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
    // In a window with less room than a mail takes on a admin it is drawn smaller, and not cut off.
    const drawn = page.locator("iframe[title=Preview]")
    const wide = page.viewportSize()!
    await page.setViewportSize({ ...wide, width: 1280 })
    await drawn.locator("xpath=self::*[contains(@style, 'scale(0.')]").waitFor()
    const [cut, room] = [await drawn.boundingBox(), await drawn.locator("xpath=..").boundingBox()]
    expect(cut!.width).toBeCloseTo(room!.width, 0)
    await page.setViewportSize(wide)
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

  step("goes out without another question, and says who could not be reached", async () => {
    place.shop.smtp.reset()
    place.shop.smtp.script({ at: "rcpt", to: HANAKO, reply: "550 5.1.1 No such user here" })
    await pressSend()

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

  step("each figure leads to the list of exactly those, and so does each reason", async () => {
    const rows = page.locator("tbody tr")
    const listed = async (count: number) => {
      await page.waitForFunction((wanted) => document.querySelectorAll("tbody tr").length === wanted, count)
      return (await rows.locator("td:first-child").allInnerTexts()).join()
    }
    await page.getByRole("link", { name: "Sent", exact: true }).click()
    expect(await listed(2)).not.toContain(HANAKO)
    await page.getByRole("link", { name: "Failed", exact: true }).click()
    expect(await listed(1)).toContain(HANAKO)
    await page.getByRole("link", { name: "Recipients", exact: true }).click()
    await listed(3)
    await page.getByTestId("reasons-failed").getByRole("link", { name: "The address does not exist" }).click()
    expect(await listed(1)).toContain(HANAKO)
  })

  step("flags the bad address, which stays flagged after a reload", async () => {
    await button("Update").click()
    await page
      .getByText(/1 address is flagged invalid/)
      .first()
      .waitFor()

    await admin.open(`/mail-delivery-members?q=${HANAKO}`)
    await page.locator("tbody").getByText("Invalid address").first().waitFor()
  })

  step("stands on the page of all failures, where what is flagged can be hidden", async () => {
    await admin.open("/mail-delivery/failures")
    const failure = page.getByTestId("failures").locator("li", { hasText: HANAKO })
    await failure.getByText("flagged invalid").waitFor()
    await failure.getByText("No such user here").waitFor()
    await page.getByLabel("Hide flagged addresses").click()
    await page.getByText("Nothing left to decide").waitFor()
    await page.getByLabel("Hide flagged addresses").click()
    await failure.getByRole("link", { name: /^News for/ }).click()
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
    await admin.open("/mail-delivery")
    const chart = page.getByTestId("month-chart")
    await chart.getByText("To members: 2", { exact: true }).waitFor()
    expect(await chart.locator("tbody td").first().textContent()).toBe("2")
  })

  step("shows every recipient's outcome and the mail as it was sent", async () => {
    await admin.open("/mail-delivery")
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
    await page.getByRole("button", { name: /^Address is flagged invalid/ }).click()
    const people = page.getByTestId("people")
    await people.getByText(HANAKO).waitFor()
    expect(await people.getByRole("listitem").count()).toBe(1)
    expect(await people.getByRole("link").first().getAttribute("href")).toMatch(/customers\/cus_/)
    await page.keyboard.press("Escape")
    await people.waitFor({ state: "detached" })
    await button("Show them").click()
    await people.getByRole("listitem").nth(1).waitFor()
    expect(await people.getByRole("listitem").count()).toBe(2)
    await people.getByRole("searchbox").fill("nobody of this name")
    await people.getByText("Nothing found").waitFor()
  })
})

describe("a slip after Send", () => {
  const slip = storyOf("slip", () => admin)
  let id: string

  const review = async () => {
    await button("Continue").click()
    await button("Review").click()
  }

  slip("is not made by a double click on the button before it", async () => {
    id = await draft("A double click")
    await admin.open(`/mail-delivery/compose?mailing=${id}`)
    await button("Continue").click()
    await page.getByTestId("mail-subject").filter({ hasText: "A double click" }).waitFor()
    await button("Review").dblclick()
    await page.getByRole("heading", { name: "Confirm – step 3 of 3" }).waitFor()
    await page.locator("button:enabled", { hasText: /^Send$/ }).waitFor()
    expect(await stateOf(id)).toMatchObject({ state: "draft" })
  })

  slip("is taken back while the page counts down, with the keyboard, and nothing has left", async () => {
    place.shop.smtp.reset()
    await place.shop.api.post("/settings", { grace_seconds: 30 })
    id = await draft("A slip")
    await admin.open(`/mail-delivery/compose?mailing=${id}`)
    await review()
    await page.getByText(/Sending begins 30 seconds later; until then you can undo it/).waitFor()
    await pressSend()

    const grace = page.getByTestId("grace")
    await grace
      .getByText(/^Sending starts in 2\d seconds/)
      .first()
      .waitFor()
    await grace.getByRole("status").filter({ hasText: "Sending starts in" }).waitFor()
    expect(await stateOf(id)).toMatchObject({ state: "scheduled", counts: { total: 0 } })
    await button("Undo").focus()
    await page.keyboard.press("Enter")

    await page.waitForURL(new RegExp(`compose.mailing=${id}`))
    expect(await stateOf(id)).toMatchObject({
      state: "draft",
      grace_until: null,
      content: { subject: "A slip" },
    })
    expect(place.shop.smtp.received).toEqual([])
  })

  slip(
    "is corrected and sent anew, and the page goes over from counting to the progress by itself",
    async () => {
      await place.shop.api.post("/settings", { grace_seconds: 3 })
      await admin.open(`/mail-delivery/compose?mailing=${id}`)
      await review()
      await pressSend()
      await page.getByTestId("grace").waitFor()
      await page.getByText("All mails have been sent.").waitFor()
      expect(await page.getByTestId("grace").count()).toBe(0)
      expect(place.shop.smtp.received).toHaveLength(1)
    }
  )

  slip("is stopped by Pause at once, without a question, and cancelled with what did not leave", async () => {
    place.shop.smtp.script({ at: "greeting", reply: "421 4.3.2 Come back later" })
    place.shop.smtp.hangUp()
    id = await draft("Stopped")
    await place.shop.api.post(`/mailings/${id}/send`, { grace: 0 })
    await admin.open(`/mail-delivery/mailings/${id}`)
    await button("Pause").click()
    await button("Resume").waitFor()
    expect(await page.getByRole("alertdialog").count()).toBe(0)
    expect(await stateOf(id)).toMatchObject({ state: "paused" })

    await button("More actions").click()
    await page.getByRole("menuitem", { name: "Cancel mailing" }).click()
    const question = page.getByRole("alertdialog")
    await question.getByText("1 waiting mail will not be sent.").waitFor()
    await question.getByRole("button", { name: "Cancel mailing" }).click()
    await page.getByTestId("cancelled-notice").filter({ hasText: "1 mail was not sent." }).waitFor()
    await page.getByText("0% done").first().waitFor()
    place.shop.smtp.reset()
  })
})

describe("an important notice", () => {
  const notice = storyOf("important-notice", () => admin)

  notice(
    "asks once more how many get it against their wish, and is not sent without the answer",
    async () => {
      place.shop.smtp.reset()
      await place.shop.api.post("/settings", { grace_seconds: 0 })
      const { members } = await place.shop.api.get<{ members: { customer_id: string }[] }>(
        "/members?consent=opted_out&invalid=false&limit=1"
      )
      const { mailing } = await place.shop.api.post<{ mailing: { id: string } }>("/mailings", {
        kind: "member",
        content: { subject: "A recall", body: "Send it back", format: "text", include_signature: false },
        audience: { customer_ids: [members[0]!.customer_id] },
        purpose: "notice",
        purpose_reason: "A recall",
      })
      await admin.open(`/mail-delivery/compose?mailing=${mailing.id}`)
      await button("Continue").click()
      await button("Review").click()
      await button("Send").click()
      const question = page.getByRole("alertdialog")
      await question.getByText("1 mail, 1 to members who opted out.", { exact: false }).waitFor()
      await question.getByRole("button", { name: "Cancel" }).click()
      await question.waitFor({ state: "detached" })
      expect(await stateOf(mailing.id)).toMatchObject({ state: "draft" })

      await button("Send").click()
      await question.getByRole("button", { name: "Send", exact: true }).click()
      await page.getByText("All mails have been sent.").waitFor()
      expect(place.shop.smtp.received).toHaveLength(1)
    }
  )
})

describe("a scheduled mailing", () => {
  const year = new Date().getFullYear() + 1
  let traveller: AdminWindow
  const travels = storyOf("traveller", () => traveller)
  let id: string

  travels(
    "is put at an hour of the shop's clocks, in words and with its zone, wherever who does it sits",
    async () => {
      traveller = await openAdmin(place, { timezone: "America/New_York" })
      page = traveller.page
      id = await draft("On the first of December", EVERYBODY)
      await traveller.open(`/mail-delivery/compose?mailing=${id}&at=${year}-11-30T15:30:00Z`)
      await button("Continue").click()
      await button("Review").click()
      const words = page.getByTestId("chosen-time")
      await words
        .filter({ hasText: new RegExp(`December 1, ${year} at 12:30.AM \\(Asia/Tokyo\\)`) })
        .waitFor()
      await page.getByText("By the shop's clocks: Asia/Tokyo").waitFor()
      await page
        .getByTestId("quota-then")
        .filter({ hasText: `December ${year}` })
        .waitFor()

      await page.getByRole("spinbutton", { name: /hour/i }).press("ArrowUp")
      await words.filter({ hasText: /at 1:30.AM/ }).waitFor()
      await pressSend("Schedule")
      expect(await stateOf(id)).toMatchObject({
        state: "scheduled",
        scheduled_at: `${year}-11-30T16:30:00.000Z`,
        grace_until: null,
      })
      await page
        .getByText(new RegExp(`December 1, ${year} at 1:30.AM \\(Asia/Tokyo\\)`))
        .first()
        .waitFor()
      await page.getByText("Nothing is reserved for them before").waitFor()
    }
  )

  travels("says how many would get it as of now, and why others would not", async () => {
    const count = await place.shop.api.post<{ sendable: { count: number }; unsendable: { count: number } }>(
      "/audience",
      { audience: EVERYBODY }
    )
    const card = page.getByTestId("would-get-it")
    await card.getByText(/^As of .+ Recipients are put together when the mailing starts/).waitFor()
    await card.getByText(`${count.sendable.count} mails will be sent`, { exact: true }).waitFor()
    await card.getByText(`${count.unsendable.count} are left out`, { exact: true }).waitFor()
    await card.getByText("Never opted in", { exact: true }).waitFor()
    expect(await barriers(page, "[data-testid=would-get-it]")).toEqual([])
  })

  travels("says nothing of it that it does not know, and asks again when it is told to", async () => {
    const card = page.getByTestId("would-get-it")
    const counted = /\/admin\/mail\/audience$/
    const answer = await held(page, counted, 10)
    await page.reload()
    await card.getByText(/^Recipients are put together/).waitFor()
    expect(await card.getByTestId("sendable").count()).toBe(0)
    answer()
    await card.getByTestId("sendable").waitFor()

    await page.route(counted, (route) => route.fulfill({ status: 500, json: { message: "No." } }))
    await page.reload()
    await card.getByRole("alert").waitFor()
    await page.unroute(counted)
    await card.getByRole("button", { name: "Try again" }).click()
    await card.getByTestId("sendable").waitFor()
  })

  travels("is cancelled with words of its own, and its hour does not come", async () => {
    await button("More actions").click()
    await page.getByRole("menuitem", { name: "Cancel mailing" }).click()
    const question = page.getByRole("alertdialog")
    await question.getByText("It will not be sent.").waitFor()
    await question.getByRole("button", { name: "Cancel mailing" }).click()
    await page
      .getByTestId("cancelled-notice")
      .filter({ hasText: "The mailing was cancelled before it began. Nothing was sent." })
      .waitFor()
    expect(await page.getByText(String(year)).count()).toBe(0)
    expect(await page.getByText(/% done/).count()).toBe(0)
    await traveller.close()
  })
})
