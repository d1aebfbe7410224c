/**
 * `npm run screenshots`: takes the README's pictures anew, of the real pages over the demo's shop, into
 * `docs/images`. Needs a Chromium, as the browser tests do.
 */
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import type { Page } from "playwright-core"

import { AUTUMN } from "../demo/seed/templates"
import { findChromium } from "../integration-tests/run/chromium"
import { openAdmin, openBrowser } from "../integration-tests/support/browser"
import { openDatabase } from "../integration-tests/support/database"
import { type Shop, startShop } from "../integration-tests/support/demo-shop"
import { ROOT } from "../tools/medusa"
import { postgresEnvironment, withPostgres } from "../tools/postgres"
import { fastCluster } from "../tools/postgres/fast"

const WIDTH = 1280
const CONTENT = {
  subject: AUTUMN.subject,
  body: AUTUMN.body,
  format: AUTUMN.format,
  include_signature: true,
}
const ORDER_CONTENT = { source: "order", header: "", footer: "", format: "text", include_signature: true }
/** Somebody whose mailbox is gone, so that there is a failure to be seen. */
const GONE = "hanako.yamada@example.jp"

/** What the shop has sent before in this month: so many days ago, to a segment or about orders. */
const EARLIER = [
  { daysAgo: 19, subject: "ご注文の確認 / Your order", orders: 12 },
  { daysAgo: 16, subject: "常連のお客様へ：冬の器 / For our regulars", segment: "Regulars" },
  { daysAgo: 11, subject: "ご注文の確認 / Your order", orders: 16 },
  { daysAgo: 7, subject: "年末のご注文について / Orders before the holidays", segment: "Wholesale" },
  { daysAgo: 3, subject: "ご注文の確認 / Your order", orders: 9 },
]

async function main(): Promise<void> {
  const chromium = findChromium()
  if (!chromium) {
    throw new Error("No Chromium found: install one, or set CHROMIUM_PATH")
  }
  process.env.CHROMIUM_PATH = chromium
  const cluster = fastCluster(path.join(ROOT, ".test"))
  await withPostgres(cluster, async (postgres) => {
    Object.assign(process.env, postgresEnvironment(postgres))
    let databaseUrl = ""
    const shop = await startShop({
      env: async (url) => {
        databaseUrl = url
        return {}
      },
    })
    const browser = await openBrowser()
    try {
      const english = await openAdmin({ browser, shop }, { width: WIDTH })
      await sendEarlier(shop, databaseUrl)
      const mailing = await send(shop)
      await takeEnglish(english.page, english.open, mailing)
      const japanese = await openAdmin({ browser, shop }, { width: WIDTH, language: "ja" })
      await takeJapanese(japanese.page, japanese.open)
    } finally {
      await browser.close()
      await shop.stop()
    }
  })
}

/** A month in which something has happened, and what is still to come. */
async function sendEarlier(shop: Shop, databaseUrl: string): Promise<void> {
  const { api } = shop
  const { segments } = await api.get<{ segments: { id: string; name: string }[] }>("/segments")
  const { documents } = await api.get<{ documents: { order_id: string }[] }>(
    "/documents?source=order&limit=40"
  )
  const { db, end } = openDatabase(databaseUrl)
  const toSegment = (name: string) => ({ segment_id: segments.find((one) => one.name.includes(name))!.id })
  for (const { daysAgo, subject, orders, segment } of EARLIER) {
    const id = segment
      ? await sendOne(shop, {
          kind: "member",
          content: { ...CONTENT, subject },
          audience: toSegment(segment),
        })
      : await sendOne(shop, {
          kind: "order",
          content: { ...ORDER_CONTENT, subject },
          order_ids: documents.slice(0, orders).map(({ order_id }) => order_id),
        })
    await db.query(
      `UPDATE mpmd_mailing SET created_at = created_at - $2 * interval '1 day',
              started_at = started_at - $2 * interval '1 day' WHERE id = $1`,
      [id, daysAgo]
    )
  }
  await end()
  const { mailing } = await api.post<{ mailing: { id: string } }>("/mailings", {
    kind: "member",
    content: { ...CONTENT, subject: "冬のセール / Winter sale" },
    audience: { filter: {} },
  })
  const inThreeDays = new Date(Date.now() + 3 * 86_400_000)
  inThreeDays.setUTCHours(1, 0, 0, 0)
  await api.post(`/mailings/${mailing.id}/send`, { scheduled_at: inThreeDays.toISOString() })
}

/** A mailing that is over, with one failure. @returns its id. */
async function send(shop: Shop): Promise<string> {
  shop.smtp.script({ at: "rcpt", to: GONE, reply: "550 5.1.1 The email account does not exist" })
  return sendOne(shop, { kind: "member", content: CONTENT, audience: { filter: {} } })
}

/** @returns its id, as soon as all of it has left. */
async function sendOne({ api }: Shop, draft: object): Promise<string> {
  const { mailing } = await api.post<{ mailing: { id: string } }>("/mailings", draft)
  await api.post(`/mailings/${mailing.id}/send`, {})
  const isDone = async () =>
    (await api.get<{ mailing: { state: string } }>(`/mailings/${mailing.id}`)).mailing.state === "completed"
  while (!(await isDone())) {
    await pause(200)
  }
  return mailing.id
}

type Open = (route: string) => Promise<void>

async function takeEnglish(page: Page, open: Open, mailing: string): Promise<void> {
  await open(`/mail-delivery/mailings/${mailing}`)
  await page.getByTestId("done-notice").waitFor()
  await page.getByTestId("failures").getByRole("checkbox").first().waitFor()
  await take(page, "mailing")
  await open("/mail-delivery")
  await page.getByText("Member mails in").waitFor()
  await take(page, "history")
  await open("/mail-delivery-members?consent=opted_in")
  await page.locator("tbody tr").first().waitFor()
  for (const row of [0, 2, 3]) {
    await page.locator("tbody tr").nth(row).getByRole("checkbox").click()
  }
  await page.getByText("3 ticked").waitFor()
  await page.mouse.move(0, 0)
  await take(page, "members")
  await page.keyboard.press("s")
  await page.getByTestId("sendable").waitFor()
  await page.getByRole("button", { name: "Continue" }).click()
  await page.locator("#template").click()
  await page.getByRole("option", { name: AUTUMN.name }).click()
  await page.getByTestId("mail-subject").filter({ hasText: "autumn" }).waitFor()
  await page.getByText("Draft saved").waitFor()
  await take(page, "composer")
}

async function takeJapanese(page: Page, open: Open): Promise<void> {
  await open("/mail-delivery-orders")
  for (const row of [0, 1, 2]) {
    await page.locator("tbody tr").nth(row).getByRole("checkbox").click()
  }
  await page.keyboard.press("s")
  await page.locator("#template").click()
  await page.getByRole("option", { name: /ご注文の確認/ }).click()
  await page.getByRole("button", { name: "確認画面へ" }).click()
  await page.getByTestId("order-recipient").nth(2).waitFor()
  await page.getByTestId("mail-text").waitFor()
  await take(page, "order-mail")
}

async function take(page: Page, name: string): Promise<void> {
  // Not in the middle of an animation, and without the toasts that come and go.
  await page.locator("[data-sonner-toast]").first().waitFor({ state: "detached", timeout: 10_000 })
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"))
  await page.screenshot({ path: path.join(ROOT, "docs", "images", `${name}.png`) })
  console.log(`docs/images/${name}.png`)
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
