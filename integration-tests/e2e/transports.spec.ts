/** A shop with two transports in the browser: which one sent a mail, and trying each of them, in both languages. */
import type { Page } from "playwright-core"

import { type AdminWindow, BOOT, openAdmin, storyOf, withShop } from "../support/browser"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { standingUntil } from "../support/standing"
import { shopB } from "../support/two-shops"

let serverB: SmtpServer
const standing = standingUntil(afterAll)
const place = withShop({
  env: async () => {
    serverB = standing.add(await startSmtpServer(), (server) => server.stop())
    return { MAIL_TRANSPORTS: JSON.stringify([shopB(serverB.url)]) }
  },
})

let admin: AdminWindow
let page: Page

function seated(language: "en" | "ja"): void {
  const seat = standingUntil(afterAll)
  beforeAll(async () => {
    admin = seat.add(await openAdmin(place, { language }), (one) => one.close())
    page = admin.page
  }, BOOT)
}

const ask = (subject: string, transport: string) =>
  place.shop.api.post("/single", {
    to: "hanako.yamada@example.jp",
    content: { subject, body: "Hello.", format: "text" },
    idempotency_key: subject,
    transport,
  })

describe("two transports", () => {
  const step = storyOf("transports", () => admin)
  seated("en")

  step("the log and a mail's details say which one sent it", async () => {
    await ask("By the other way", "shop-b")
    await serverB.waitFor(() => serverB.received.length === 1, 30_000)
    await admin.open("/mail-delivery/log")
    const row = page.getByRole("listitem").filter({ hasText: "By the other way" })
    await row.getByText("Transport: shop-b").waitFor()
    await row.getByRole("button", { name: "By the other way" }).click()
    await page.getByRole("dialog").getByText("Transport: shop-b").waitFor()
  })

  step("a mail of the store's own says that it is the default's", async () => {
    await ask("By the usual way", "default")
    await admin.open("/mail-delivery/log")
    const row = page.getByRole("listitem").filter({ hasText: "By the usual way" })
    await row.getByText("Transport: default").waitFor()
  })

  step("the log is narrowed to what one of them sent", async () => {
    const mail = (subject: string) => page.getByRole("listitem").filter({ hasText: subject })
    await page.getByRole("combobox", { name: "Transport" }).click()
    await page.getByRole("option", { name: "shop-b", exact: true }).click()
    await mail("By the usual way").waitFor({ state: "detached" })
    await mail("By the other way").waitFor()
    await page.getByRole("button", { name: "Clear filters" }).click()
    await mail("By the usual way").waitFor()
    await page.getByRole("combobox", { name: "Transport" }).click()
    await page.getByRole("option", { name: "default", exact: true }).click()
    await mail("By the other way").waitFor({ state: "detached" })
    await mail("By the usual way").waitFor()
  })

  step("the settings' test mail goes by the one that is chosen", async () => {
    await admin.open("/settings/mail-delivery")
    await page.locator("#settings-test-transport").click()
    await page.getByRole("option", { name: "shop-b", exact: true }).click()
    await page.locator("#settings-test-to").fill("me@example.test")
    await page.getByRole("button", { name: "Send test", exact: true }).click()
    await page.getByTestId("settings-test-outcome").getByText(`127.0.0.1:${serverB.port}`).waitFor()
    expect(serverB.received.map(({ from }) => from)).toEqual(["hello@shop-b.test", "hello@shop-b.test"])
  })
})

describe("two transports in Japanese", () => {
  const step = storyOf("transports-ja", () => admin)
  seated("ja")

  step("are 送信経路", async () => {
    await admin.open("/mail-delivery/log")
    const row = page.getByRole("listitem").filter({ hasText: "By the other way" })
    await row.getByText("送信経路：shop-b").waitFor()
    const usual = page.getByRole("listitem").filter({ hasText: "By the usual way" })
    await usual.getByText("送信経路：標準").waitFor()
  })
})
