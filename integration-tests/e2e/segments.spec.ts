/** A filter that is needed again gets a name: kept at the list of members, written to from there and from the composer. */
import type { Page } from "playwright-core"

import { type AdminWindow, barriers, BOOT, held, openAdmin, storyOf, withShop } from "../support/browser"
import { standingUntil } from "../support/standing"
import { pickTemplate } from "../support/template-choice"

const place = withShop()
let admin: AdminWindow
let page: Page

const standing = standingUntil(afterAll)
beforeAll(async () => {
  place.shop.smtp.reset()
  admin = standing.add(await openAdmin(place), (one) => one.close())
  page = admin.page
}, BOOT)

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
const dialog = () => page.getByRole("dialog")
const bar = () => page.getByTestId("segments")
const said = (words: string) => page.getByText(words, { exact: true }).first().waitFor()

async function choose(field: string, name: string): Promise<void> {
  await page.locator(field).click()
  await page.getByRole("option", { name, exact: true }).click()
}

async function confirmed(name: string): Promise<void> {
  await page.getByRole("alertdialog").getByRole("button", { name, exact: true }).click()
}

describe("a segment", () => {
  const step = storyOf("segments", () => admin)

  step("is made of what the list of members shows, and has a name of its own", async () => {
    await admin.open('/mail-delivery-members?consent=["opted_in"]&has_account="true"')
    await bar().getByRole("button", { name: "Save as segment" }).click()
    await dialog().getByText("Mail consent: Opted in").waitFor()
    await dialog().getByLabel("Name").fill("卸売 WHOLESALE")
    await dialog().getByRole("button", { name: "Save" }).click()
    await dialog().getByText("There is a segment “卸売 WHOLESALE” already. Choose another name.").waitFor()
  })

  step("cannot be typed into while it is stored, and goes on where the caret was", async () => {
    const name = dialog().getByLabel("Name")
    await name.fill("卸売 wholesale")
    const answer = await held(page, /\/admin\/mail\/segments$/)
    await name.press("Home")
    await page.keyboard.press("Enter")
    await page.keyboard.press("X")
    await page.locator("[inert] #segment-name").waitFor()
    await page.keyboard.press("Y")
    expect(await name.inputValue()).toBe("卸売 wholesale")
    answer()
    await dialog().getByText("There is a segment “卸売 WHOLESALE” already. Choose another name.").waitFor()
    await page.keyboard.press("Z")
    expect(await name.inputValue()).toBe("Z卸売 wholesale")

    await name.fill("Readers")
    await dialog().getByRole("button", { name: "Save" }).click()
    await said("The segment is saved.")
    await page.waitForURL(/segment=mseg_/)
    await page
      .getByTestId("segment-count")
      .filter({ hasText: /^\d+ members belong to it\.$/ })
      .waitFor()
    expect(await barriers(page, "[data-testid=segments]")).toEqual([])
  })

  step("is left when the list shows something else, and follows it when it is told to", async () => {
    const url = new URL(page.url())
    url.searchParams.delete("has_account")
    await page.goto(url.href)
    await bar().getByText("The list shows other filters than the segment's.").waitFor()
    await bar().getByRole("button", { name: "Update segment" }).click()
    await confirmed("Update segment")
    await said("The segment is changed.")
    await bar().getByText("The list shows other filters than the segment's.").waitFor({ state: "detached" })
  })

  step("is called otherwise", async () => {
    await bar().getByRole("button", { name: "Rename" }).click()
    await dialog().getByLabel("Name").fill("Subscribers")
    await dialog().getByRole("button", { name: "Save" }).click()
    await said("The segment has another name.")
    await bar().getByText("Subscribers").first().waitFor()
  })

  step("is chosen from the list of all, and its filters stand in the list", async () => {
    await choose("#segment", "常連のお客様 Regulars")
    await page.getByTestId("more-conditions").filter({ hasText: "Number of orders: 2 or more" }).waitFor()
    await page.locator("tbody tr").first().waitFor()
  })

  step("is written to from there", async () => {
    await page.getByRole("button", { name: /Send mail to all found/ }).click()
    await page.getByTestId("segment").getByText("Segment: 常連のお客様 Regulars").waitFor()
    await page.getByTestId("sendable").waitFor()
    expect(await barriers(page, "[data-testid=segment]")).toEqual([])
  })

  step("is changed for another one in the composer", async () => {
    await choose("#audience-segment", "Subscribers")
    await page.getByTestId("segment").getByText("Segment: Subscribers").waitFor()
    await button("Continue").click()
    await pickTemplate(page, "秋の新作 Autumn news")
    await button("Review").click()
    await page.getByText(/^Segment: Subscribers/).waitFor()
    await button("Send").click()
    await page.waitForURL(/mail-delivery\/mailings\//)
    await said("Segment: Subscribers")
  })

  step("is deleted after a question, and the mailing keeps its name and filter", async () => {
    const mailing = page.url()
    await admin.open("/mail-delivery-members")
    await choose("#segment", "Subscribers")
    await bar().getByRole("button", { name: "Delete" }).click()
    await confirmed("Delete")
    await said("The segment is deleted.")
    await page.goto(mailing)
    await said("Segment: Subscribers")
    await said("Mail consent: Opted in")
  })

  step("is missed by a draft that was for it, which says so until it is for others", async () => {
    const { api } = place.shop
    const { segment } = await api.post<{ segment: { id: string } }>("/segments", {
      name: "Passing",
      filter: { has_account: true },
    })
    const content = { subject: "News", body: "Hello", format: "text", include_signature: true }
    const audience = { segment_id: segment.id }
    const { mailing } = await api.post<{ mailing: { id: string } }>("/mailings", {
      kind: "member",
      content,
      audience,
    })
    await admin.open("/mail-delivery-members")
    await choose("#segment", "Passing")
    await bar().getByRole("button", { name: "Delete" }).click()
    await confirmed("Delete")
    await said("The segment is deleted.")

    await admin.open(`/mail-delivery/compose?mailing=${mailing.id}`)
    await page.getByTestId("segment").getByText("A segment that has been deleted").waitFor()
    await page.getByRole("tab", { name: "Confirm" }).click()
    await page.getByTestId("blockers").getByText("The segment “Passing” has been deleted.").waitFor()

    await page.getByRole("tab", { name: "Recipients" }).click()
    await button("Choose by filter instead").click()
    await page.getByTestId("sendable").waitFor()
    await page.getByRole("tab", { name: "Confirm" }).click()
    await page.getByTestId("consequence").waitFor()
  })
})

it("is called セグメント in Japanese", async () => {
  const japanese = await openAdmin(place, { language: "ja" })
  await japanese.open("/mail-delivery-members")
  await japanese.page.getByTestId("segments").getByText("セグメントを選択").waitFor()
  await japanese.close()
})
