/** Every page of ours: no serious barrier for people who cannot see or use a mouse, nothing wider than the window. */

import {
  type AdminWindow,
  type AdminWindowOptions,
  barriers,
  BOOT,
  openAdmin,
  withShop,
} from "../support/browser"
import { standingUntil } from "../support/standing"

const place = withShop()
let mailing: string
let customer: string

beforeAll(async () => {
  const draft = await place.shop.api.post<{ mailing: { id: string } }>("/mailings", {
    kind: "member",
    content: { subject: "News", body: "Hello {{ member.name }}", format: "text", include_signature: true },
    audience: { filter: { q: "yamada" } },
  })
  mailing = draft.mailing.id
  await place.shop.api.post(`/mailings/${mailing}/send`, { grace: 0 })
  const { members } = await place.shop.api.get<{ members: { customer_id: string }[] }>("/members?q=yamada")
  customer = members[0]!.customer_id
}, BOOT)

/** What axe finds in Medusa's own tables and dialogs, which ours are made of and cannot change. */
async function medusasOwn({ page, open }: AdminWindow): Promise<string[]> {
  await open("/customers")
  await page.locator("tbody tr").first().waitFor()
  const table = await barriers(page, "main")
  await open("/customers/create")
  await page.locator("[role=dialog] input").first().waitFor()
  return [...table, ...(await barriers(page, "[role=dialog]"))]
}

/** A page, and something on it that is there when it is. */
const PAGES: [name: string, route: () => string, there: string, within?: string][] = [
  ["history", () => "/mail-delivery", "tbody tr"],
  ["failures", () => "/mail-delivery/failures", "main h1, main h2"],
  ["log", () => "/mail-delivery/log", "[data-testid=log] li"],
  ["mailing", () => `/mail-delivery/mailings/${mailing}`, "[data-testid=count-sent]"],
  ["composer", () => "/mail-delivery/compose", "[data-testid=sendable]", "[role=dialog]"],
  ["templates", () => "/mail-delivery/templates", "tbody tr"],
  ["template", () => "/mail-delivery/templates/edit", "#subject", "[role=dialog]"],
  ["members", () => "/mail-delivery-members", "tbody tr"],
  ["orders", () => "/mail-delivery-orders", "tbody tr"],
  ["settings", () => "/settings/mail-delivery", "#sender_name"],
  ["customer", () => `/customers/${customer}`, "[data-testid=customer-mail]", "[data-testid=customer-mail]"],
]

describe.each<[string, AdminWindowOptions]>([
  ["English, wide", { language: "en", width: 1400 }],
  ["Japanese, narrow", { language: "ja", width: 800 }],
])("%s", (_, options) => {
  let admin: AdminWindow
  let known: string[]
  const standing = standingUntil(afterAll)
  beforeAll(async () => {
    admin = standing.add(await openAdmin(place, options), (one) => one.close())
    known = await medusasOwn(admin)
  }, BOOT)

  it.each(PAGES)("%s", async (_name, route, there, within = "main") => {
    const { page } = admin
    const troubles: string[] = []
    page.on("pageerror", (error) => troubles.push(error.message))
    await admin.open(route())
    await page.locator(there).first().waitFor()

    const found = await barriers(page, within)
    expect(found.filter((line) => !known.includes(line))).toEqual([])
    expect(troubles).toEqual([])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    page.removeAllListeners("pageerror")
  })
})
