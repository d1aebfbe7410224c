/** What the pages offer to staff whose role leaves some of it to others, with Medusa's roles switched on. */
import type { Locator, Page } from "playwright-core"

import { type AdminWindow, BOOT, openAdmin, storyOf, withShop } from "../support/browser"
import { hire } from "../support/staff"

/** What of Medusa's own pages they work on. */
const SHOP = ["customer:read", "order:read"]

const place = withShop({ roles: true })
let merchant: AdminWindow
let reader: AdminWindow
let writer: AdminWindow
let draft: string
let customer: string

beforeAll(async () => {
  merchant = await openAdmin(place)
  reader = await hire(place, merchant, "reader", [...SHOP, "mail_delivery:read"])
  writer = await hire(place, merchant, "writer", [...SHOP, "mail_delivery:read", "mail_delivery:update"])
  const { mailing } = await place.shop.api.post<{ mailing: { id: string } }>("/mailings", {
    kind: "member",
    content: { subject: "News", body: "Hello {{ member.name }}", format: "text", include_signature: true },
    audience: { filter: { q: "yamada" } },
  })
  draft = mailing.id
  const { members } = await place.shop.api.get<{ members: { customer_id: string }[] }>("/members?q=yamada")
  customer = members[0]!.customer_id
}, BOOT)

/** A page, something that everybody sees on it, and something that only they find who may change what it shows. */
const COMMANDS: [name: string, route: () => string, there: string, command: (page: Page) => Locator][] = [
  ["history", () => "/mail-delivery", "tbody tr", (page) => page.getByRole("link", { name: "New mailing" })],
  ["mailing", () => `/mail-delivery/mailings/${draft}`, "main h1", (page) => page.getByLabel("More actions")],
  [
    "templates",
    () => "/mail-delivery/templates",
    "tbody tr",
    (page) => page.getByRole("link", { name: "New" }),
  ],
  ["members", () => "/mail-delivery-members", "tbody tr", (page) => page.locator("tbody [role=checkbox]")],
  ["orders", () => "/mail-delivery-orders", "tbody tr", (page) => page.locator("tbody [role=checkbox]")],
  ["customers", () => "/customers", "tbody tr", (page) => page.getByText(/^Send mail to all/)],
  [
    "customer",
    () => `/customers/${customer}`,
    "#mail-consent",
    (page) => page.locator("#mail-consent:enabled"),
  ],
  [
    "settings",
    () => "/settings/mail-delivery",
    "#sender_name",
    (page) => page.locator("#sender_name:enabled"),
  ],
]

describe("somebody who may only read", () => {
  const step = storyOf("rights-reader", () => reader)

  it.each(COMMANDS)("is not offered what changes something: %s", async (_name, route, there, command) => {
    const openPage = async ({ page, open }: AdminWindow) => {
      await open(route())
      await page.locator(there).first().waitFor()
    }
    await openPage(merchant)
    await command(merchant.page).first().waitFor()
    await openPage(reader)
    // Their rights come with a request of their own.
    await reader.page.waitForLoadState("networkidle")
    expect(await command(reader.page).count()).toBe(0)
  })

  step("is led to a draft to look at it", async () => {
    await reader.open("/mail-delivery")
    await reader.page.getByRole("cell", { name: "News" }).click()
    await reader.page.waitForURL(new RegExp(`/mail-delivery/mailings/${draft}`))
    await reader.page.getByRole("heading", { name: "News" }).waitFor()
  })
})

describe("somebody who may write but not send", () => {
  const step = storyOf("rights-writer", () => writer)

  step("goes on with a draft, and is told at its end who sends it", async () => {
    const { page } = writer
    await writer.open("/mail-delivery")
    await page.getByRole("cell", { name: "News" }).click()
    await page.getByTestId("sendable").waitFor()
    await page.getByRole("button", { name: "Continue" }).click()
    await page.locator("#subject").fill("Other news")
    await page.getByText("Draft saved").waitFor()
    await page.getByRole("button", { name: "Review" }).click()
    await page.getByText("Your role may write drafts, but not send them.").waitFor()
    expect(await page.getByRole("button", { name: "Send", exact: true }).count()).toBe(0)
    const { mailing } = await place.shop.api.get<{ mailing: object }>(`/mailings/${draft}`)
    expect(mailing).toMatchObject({ state: "draft", content: { subject: "Other news" } })
  })
})
