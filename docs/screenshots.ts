/**
 * `npm run screenshots`: takes the README's pictures anew, of the real pages over the demo's shop, into
 * `docs/images`. Needs a Chromium, as the browser tests do.
 */
import path from "node:path"

import type { Page } from "playwright-core"

import { AUTUMN } from "../demo/seed/templates"
import { findChromium } from "../integration-tests/run/chromium"
import { openAdmin, openBrowser } from "../integration-tests/support/browser"
import { type Shop, startShop } from "../integration-tests/support/demo-shop"
import { ROOT } from "../tools/medusa"
import { postgresEnvironment, throwAwayFolder, withPostgres } from "../tools/postgres"

const WIDTH = 1280
const CONTENT = {
  subject: AUTUMN.subject,
  body: AUTUMN.body,
  format: AUTUMN.format,
  include_signature: true,
}
/** Somebody whose mailbox is gone, so that there is a failure to be seen. */
const GONE = "hanako.yamada@example.jp"

async function main(): Promise<void> {
  const chromium = findChromium()
  if (!chromium) {
    throw new Error("No Chromium found: install one, or set CHROMIUM_PATH")
  }
  process.env.CHROMIUM_PATH = chromium
  const cluster = { folder: throwAwayFolder(path.join(ROOT, ".test")), fast: true, throwAway: true }
  await withPostgres(cluster, async (postgres) => {
    Object.assign(process.env, postgresEnvironment(postgres))
    const shop = await startShop()
    const browser = await openBrowser()
    try {
      const english = await openAdmin({ browser, shop }, { width: WIDTH })
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

/** A mailing that is over, with one failure. @returns its id. */
async function send(shop: Shop): Promise<string> {
  shop.smtp.script({ at: "rcpt", to: GONE, reply: "550 5.1.1 The email account does not exist" })
  const draft = { kind: "member", content: CONTENT, audience: { filter: {} } }
  const { mailing } = await shop.api.post<{ mailing: { id: string } }>("/mailings", draft)
  await shop.api.post(`/mailings/${mailing.id}/send`, {})
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
  await take(page, "members")
  await page.keyboard.press("s")
  await page.getByTestId("sendable").waitFor()
  await page.getByRole("button", { name: "Continue" }).click()
  await page.locator("#template").click()
  await page.getByRole("option", { name: AUTUMN.name }).click()
  await page.getByTestId("mail-subject").filter({ hasText: "autumn" }).waitFor()
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
