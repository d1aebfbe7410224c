/** Writing about orders, shipments and quotes in the browser: each recipient gets the data of their own. */
import { rm, truncate, writeFile } from "node:fs/promises"
import path from "node:path"

import type { Page } from "playwright-core"
import PostalMime from "postal-mime"

import { ROOT } from "../../tools/medusa"
import { type AdminWindow, held, openAdmin, storyOf, withShop } from "../support/browser"
import { pickTemplate } from "../support/template-choice"

const place = withShop()
let admin: AdminWindow
let page: Page

const NOTICE = { name: "年末年始のご案内.txt", bytes: Buffer.from("年末年始は休業します。".repeat(90)) }

const rows = () => page.locator("tbody tr")
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })

/** Ticks the first so many rows. @returns the numbers in them, such as `#17`. */
async function tickFirst(count: number): Promise<string[]> {
  // The column of ticks joins the table when the person's rights are known: before that, the second cell is another.
  await rows().first().getByRole("checkbox").waitFor()
  const numbers: string[] = []
  for (let i = 0; i < count; i++) {
    numbers.push((await rows().nth(i).locator("td").nth(1).innerText()).trim())
    await rows().nth(i).getByRole("checkbox").click()
  }
  return numbers
}

/** What arrived, as a mail program shows it. */
function arrived() {
  return Promise.all(
    place.shop.smtp.received.map(async ({ bytes, to }) => {
      const { subject = "", text = "", attachments } = await PostalMime.parse(bytes)
      const files = attachments.map(({ filename, content }) => [
        filename,
        Buffer.from(content as ArrayBuffer).toString(),
      ])
      return { to: to[0] ?? "", subject, text, files }
    })
  )
}

describe("a mail about three orders", () => {
  const step = storyOf("order-mail", () => admin)
  let numbers: string[]
  let recipients: string[]

  step("begins with ticks in the list of orders", async () => {
    admin = await openAdmin(place)
    page = admin.page
    await admin.open("/orders")
    await page.getByRole("link", { name: "Choose orders to write to" }).click()
    const byNumber = page.getByRole("columnheader", { name: "Number" }).getByRole("button")
    const first = page
      .locator("tbody tr")
      .first()
      .getByText(/^#\d+$/)
    const newest = await first.innerText()
    await byNumber.click()
    await page.waitForURL(/order=number/)
    await first.filter({ hasNotText: new RegExp(`^${newest}$`) }).waitFor()
    const lowest = await first.innerText()
    await byNumber.press("Enter")
    await page.waitForURL(/order=-number/)
    // Not the newest, perhaps: of two orders of one evening the later one may have the lower number.
    await first.filter({ hasNotText: new RegExp(`^${lowest}$`) }).waitFor()
    numbers = await tickFirst(3)
    await button(/^Send mail/).click()
  })

  step("opens on what is to be written, one step after its recipients", async () => {
    await page.getByRole("heading", { name: "Content – step 2 of 3" }).waitFor()
    await button("Back").click()
    await page.getByTestId("order-recipient").nth(2).waitFor()
    await page.getByText("3 mails, one per document").first().waitFor()
    await button("Continue").click()
  })

  step("takes files, and says which are too large", async () => {
    const input = page.locator('input[type="file"]')
    const files = page.getByRole("list", { name: "Files" })
    await input.setInputFiles([
      { name: NOTICE.name, mimeType: "text/plain", buffer: NOTICE.bytes },
      { name: "wrong.txt", mimeType: "text/plain", buffer: Buffer.from("wrong") },
    ])
    await files.getByText("wrong.txt").waitFor()
    await button("Remove wrong.txt").click()
    await files.getByText("wrong.txt").waitFor({ state: "detached" })
    // From the disk, as a person takes it: bytes from here would go through the browser's control connection.
    const large = path.join(ROOT, ".test", "large.bin")
    await writeFile(large, "")
    await truncate(large, 26 * 1024 * 1024)
    await input.setInputFiles(large)
    await page.getByText("large.bin was not added: the files of one mail may have 25 MB together.").waitFor()
    await rm(large)
    await files.getByText(`${NOTICE.name} 2.9 KB`).waitFor()
  })

  step("shows each finished mail with its number and recipient before it is sent", async () => {
    await pickTemplate(page, "ご注文の確認 Your order")
    await button("Review").click()
    recipients = []
    for (const [index, number] of numbers.entries()) {
      await page
        .getByTestId("document-recipient")
        .filter({ hasText: new RegExp(`^${number} `) })
        .waitFor()
      await page
        .getByTestId("mail-text")
        .filter({ hasText: number.slice(1) })
        .waitFor()
      recipients.push((await page.getByTestId("document-recipient").innerText()).split(" · ").at(-1)!)
      if (index < numbers.length - 1) {
        await button("Next").click()
      }
    }
  })

  step("left as a draft, it is gone on with from the history", async () => {
    await page.getByText("Draft saved").waitFor()
    await admin.open("/mail-delivery")
    await page.getByRole("cell", { name: /ご注文の確認/ }).click()
    await button("Review").click()
    await page.getByTestId("order-recipient").nth(2).waitFor()
    await page.getByRole("list", { name: "Files" }).getByText(NOTICE.name).waitFor()
  })

  step("says whom it comes from, and may have an address for answers of its own", async () => {
    const sender = page.getByTestId("sender")
    await sender.getByText("support@kita-kitchen.example").waitFor()
    await button("Change for this mailing").click()
    await page.getByLabel("Replies go to").fill("answers")
    await page.keyboard.press("Tab")
    await page.getByText("This is not one e-mail address, such as shop@example.com.").waitFor()
    await page.getByLabel("Replies go to").fill("answers@kita-kitchen.example")
    await page.keyboard.press("Tab")
    await sender.getByText("answers@kita-kitchen.example").waitFor()
    await page.getByText("Draft saved").waitFor()
  })

  step("arrives once per order, each with the data of its own", async () => {
    const sent = await held(page, /\/admin\/mail\/mailings\/[^/]+\/send$/)
    await button("Send").click()
    // What would be written until it is on its way would not be in it.
    await page.locator("[inert]", { has: page.getByLabel("Replies go to") }).waitFor()
    sent()
    await page.waitForURL(/mail-delivery\/mailings\//)
    await page.getByText("All mails have been sent.").waitFor()

    const answers = "\r\nReply-To: <answers@kita-kitchen.example>\r\n"
    expect(place.shop.smtp.received.filter(({ bytes }) => bytes.includes(answers))).toHaveLength(3)
    const mails = await arrived()
    expect(mails.map(({ to }) => to).sort()).toEqual([...recipients].sort())
    for (const [index, number] of numbers.entries()) {
      const its = mails.filter(({ text }) =>
        new RegExp(`^(ご注文番号：|Number: )${number.slice(1)}$`, "m").test(text)
      )
      expect(its.map(({ to }) => to)).toEqual([recipients[index]])
      expect(its[0]!.files).toEqual([[NOTICE.name, NOTICE.bytes.toString()]])
    }
  })

  step("stands in the history of each order, as it was sent", async () => {
    for (const number of numbers) {
      await admin.open("/orders")
      await page.getByRole("cell", { name: number, exact: true }).click()
      await page.getByRole("button", { name: /Order mail/ }).click()
      const drawer = page.getByRole("dialog")
      await drawer
        .getByTestId("mail-text")
        .filter({ hasText: number.slice(1) })
        .waitFor()
    }
  })

  step("is sent again as it was, after a question", async () => {
    const before = place.shop.smtp.received.length
    await page.getByRole("dialog").getByRole("button", { name: "Send again" }).click()
    await page.getByRole("alertdialog").getByRole("button", { name: "Send again" }).click()
    await page.getByText("The mail is being sent again.").waitFor()
    await place.shop.smtp.waitFor(() => place.shop.smtp.received.length > before, 20_000)
    const again = (await arrived()).at(-1)
    expect((await arrived()).slice(0, before)).toContainEqual(again)
    await page.getByRole("button", { name: /Sent again/ }).waitFor()
    await admin.close()
  })
})

describe("出荷と見積のメール", () => {
  const step = storyOf("order-mail-ja", () => admin)

  step("出荷の一覧から、送り状番号の入ったメールが届く", async () => {
    admin = await openAdmin(place, { language: "ja" })
    page = admin.page
    place.shop.smtp.reset()
    await admin.open("/mail-delivery-orders")
    await page.getByRole("tab", { name: "出荷" }).click()
    // The orders stay in sight until the shipments are here.
    await page
      .getByText(/^#\d+・出荷\d+$/)
      .first()
      .waitFor()
    const [number] = await tickFirst(1)
    await send("Your parcel is on its way", number!)

    const [mail] = await arrived()
    const order = /#(\d+)/.exec(number!)![1]!
    expect(mail!.subject).toContain("your parcel is on its way")
    expect(mail!.text).toContain(order)
    expect(mail!.text).toMatch(/お問い合わせ番号|Tracking number/)
  })

  step("見積の一覧から、見積と書かれたメールが届く", async () => {
    place.shop.smtp.reset()
    await admin.open("/mail-delivery-orders?source=draft_order")
    const [number] = await tickFirst(1)
    await send("ご注文の確認 Your order", number!)

    const [mail] = await arrived()
    expect(mail!.text).toMatch(/見積|Quote/)
    await admin.close()
  })

  async function send(template: string, number: string): Promise<void> {
    await button(/^チェックした宛先に送信/).click()
    await pickTemplate(page, template)
    await button("確認画面へ").click()
    await page.getByTestId("order-recipient").filter({ hasText: number }).waitFor()
    await button("送信").click()
    await page.waitForURL(/mail-delivery\/mailings\//)
    await page.getByText("メール送信を完了いたしました").first().waitFor()
    expect(place.shop.smtp.received).toHaveLength(1)
  }
})
