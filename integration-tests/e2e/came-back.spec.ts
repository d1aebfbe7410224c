/** What comes back after a mailing was sent, as a merchant meets it: in its figures and lists, at each mail and customer. */
import { readFile } from "node:fs/promises"

import type { Page } from "playwright-core"

import { signatureOf } from "../../src/modules/mail/bounces/services/signed"
import { type AdminWindow, BOOT, openAdmin, storyOf, withShop } from "../support/browser"

const secret = "shared-with-the-mail-server"
const place = withShop({ env: { MAIL_EVENTS_SECRET: secret } })
let admin: AdminWindow
let page: Page
let mailing: string

interface Mail {
  id: string
  email: string
  state: string
  customer_id: string
}
let back: Mail
let spam: Mail

/** As the shop's own mail server tells it. */
async function tell(...events: object[]): Promise<void> {
  const body = Buffer.from(JSON.stringify({ events }))
  const time = String(Math.floor(Date.now() / 1_000))
  const headers = { "x-mail-timestamp": time, "x-mail-signature": signatureOf(secret, time, body) }
  const answer = await fetch(`${place.shop.url}/mail/events/signed`, { method: "POST", headers, body })
  expect(await answer.json()).toEqual({ recorded: events.length, noted: 0, known: 0, unmatched: 0 })
}

beforeAll(async () => {
  const { members } = await place.shop.api.get<{ members: { customer_id: string }[] }>(
    "/members?consent=opted_in&invalid=false&has_account=true&limit=5"
  )
  const draft = await place.shop.api.post<{ mailing: { id: string } }>("/mailings", {
    kind: "member",
    content: { subject: "News that comes back", body: "Hello", format: "text", include_signature: true },
    audience: { customer_ids: members.map(({ customer_id }) => customer_id) },
  })
  mailing = draft.mailing.id
  await place.shop.api.post(`/mailings/${mailing}/send`, {})
  await place.shop.smtp.waitFor(() => place.shop.smtp.received.length >= 5, 30_000)
  const { deliveries } = await place.shop.api.get<{ deliveries: Mail[] }>(`/mailings/${mailing}/deliveries`)
  ;[back, spam] = deliveries as [Mail, Mail]
  const diagnostic = "550 5.1.1 User unknown"
  await tell(
    { type: "bounce", delivery_id: back.id, recipient: back.email, status: "5.1.1", diagnostic },
    { type: "complaint", delivery_id: spam.id, recipient: spam.email }
  )
  admin = await openAdmin(place)
  page = admin.page
}, BOOT)

const step = storyOf("came-back", () => admin)
const listed = (count: number) =>
  page.waitForFunction((wanted) => document.querySelectorAll("tbody tr").length === wanted, count)

step(
  "a mailing says what came back and what was called spam, and each figure leads to its list",
  async () => {
    await admin.open(`/mail-delivery/mailings/${mailing}`)
    await page
      .getByTestId("done-notice")
      .filter({ hasText: "5 mails have been sent. 1 mail came back later. 1 mail was reported as spam." })
      .waitFor()
    expect(await page.getByTestId("count-bounced").innerText()).toBe("1")
    expect(await page.getByTestId("count-complained").innerText()).toBe("1")

    await page.getByRole("link", { name: "Reported as spam", exact: true }).click()
    await listed(1)
    await page.locator("tbody").getByText(spam.email).first().waitFor()
    await page.getByRole("link", { name: "Came back", exact: true }).click()
    await page.locator("tbody").getByText(back.email).first().waitFor()
    await listed(1)
  }
)

step("the mail itself shows who told it, when, in which words, and that it is certain", async () => {
  await page.locator("tbody tr", { hasText: back.email }).click()
  const returns = page.getByTestId("returns")
  await returns.getByText("Came back", { exact: true }).waitFor()
  await returns.getByText("550 5.1.1 User unknown").waitFor()
  await returns.getByText(/It is certain that this is about this mail/).waitFor()
  await returns.getByText(/from the shop's mail server/).waitFor()
  await page.keyboard.press("Escape")
})

step("the failures of all mailings go by how they became known", async () => {
  await admin.open("/mail-delivery/failures")
  const failures = page.getByTestId("failures")
  await failures.locator("li", { hasText: spam.email }).getByText("Reported as spam").waitFor()
  // There is nothing to decide about an address whose reader has the mail.
  expect(await failures.locator("li", { hasText: spam.email }).getByRole("checkbox").count()).toBe(0)

  await page.getByRole("combobox", { name: "How it became known" }).click()
  await page.getByRole("option", { name: "Came back later" }).click()
  await failures.locator("li", { hasText: spam.email }).waitFor({ state: "detached" })
  const row = failures.locator("li", { hasText: back.email })
  expect(await row.getByRole("checkbox").getAttribute("data-state")).toBe("checked")
  await page.getByRole("button", { name: "Update", exact: true }).click()
  await row.getByText("flagged invalid").waitFor()
})

step("the customer's page says why the address is flagged, and undoing it stays on record", async () => {
  await admin.open(`/customers/${back.customer_id}`)
  const mail = page.getByTestId("customer-mail")
  await mail.getByTestId("flag").getByText("550 5.1.1 User unknown").waitFor()
  await mail.getByTestId("flag").getByRole("link", { name: "News that comes back" }).waitFor()
  await mail.getByText("Came back", { exact: true }).first().waitFor()
  await mail.getByText("Gets no member mail: the address is left out, see below.").waitFor()
  const record = mail.getByTestId("flag-record")
  await record.getByText("Flagged invalid").waitFor()

  await mail.getByRole("button", { name: "Clear flag" }).click()
  await page.getByRole("alertdialog").getByRole("button", { name: "Clear flag" }).click()

  await record.getByText("Flag cleared").waitFor()
  await record.getByText("Flagged invalid").waitFor()
  await mail.getByTestId("flag").waitFor({ state: "detached" })
  await mail.getByText("Gets member mail.", { exact: true }).waitFor()
})

step("a complaint stands on the customer's page with the consent that it withdrew", async () => {
  await admin.open(`/customers/${spam.customer_id}`)
  const mail = page.getByTestId("customer-mail")
  await mail
    .getByTestId("complaint")
    .getByText(/was reported as spam on/)
    .waitFor()
  await mail
    .getByTestId("consent-record")
    .getByText(/Reported a mail as spam/)
    .waitFor()
  await mail.getByText("Opted out", { exact: true }).first().waitFor()
})

step(
  "all mail of the store is looked through by recipient, and leads to the mail, the customer and the mailing",
  async () => {
    await admin.open("/mail-delivery/log")
    const log = page.getByTestId("log")
    await log.getByText(spam.email).first().waitFor()
    await page.getByLabel("Recipient").fill(back.email)
    await log.getByText(spam.email).first().waitFor({ state: "detached" })
    const row = log.getByRole("listitem").filter({ hasText: back.email }).first()
    await row.getByText("Came back", { exact: true }).waitFor()
    const started = page.waitForEvent("download")
    await page.getByRole("button", { name: "Download CSV" }).click()
    const lines = (await readFile(await (await started).path(), "utf8")).trimEnd().split("\r\n").slice(1)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => !line.includes(back.email))).toEqual([])
    await row.getByRole("button", { name: "News that comes back" }).click()
    await page.getByTestId("returns").getByText("550 5.1.1 User unknown").waitFor()
    await page.keyboard.press("Escape")
    await row.getByRole("link", { name: "Customer" }).click()
    await page.waitForURL(new RegExp(`/customers/${back.customer_id}`))
  }
)

step("日本語の画面でも、不達と迷惑メール報告がそれぞれの件数と一覧で分かる", async () => {
  const japanese = await openAdmin(place, { language: "ja" })
  await japanese.open(`/mail-delivery/mailings/${mailing}`)
  const notice = japanese.page.getByTestId("done-notice")
  await notice
    .filter({ hasText: "1通が送信後に不達となりました。1通が迷惑メールとして報告されました。" })
    .waitFor()
  await japanese.open("/mail-delivery/failures?state=bounced")
  const failures = japanese.page.getByTestId("failures")
  await failures.getByText("不達（送信後に返送）").waitFor()
  await failures.locator("li", { hasText: back.email }).getByText("不達", { exact: true }).waitFor()
  await japanese.close()
})
