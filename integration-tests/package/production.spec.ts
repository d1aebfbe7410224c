/** The package in a merchant's store that runs in production, beside what the store has of its own. */
import PostalMime from "postal-mime"

import { type Admin, logIn } from "../../demo/once/admin"
import { MERCHANT, type Shop, startShop } from "../support/demo-shop"
import { until } from "../support/engine"
import { sendOneMailing } from "../support/one-mailing"

const MINUTE = 60_000
jest.setTimeout(2 * MINUTE)

/** Where the shop has its pages, as its subscriber is told. */
const PAGES = { ADMIN_URL: "https://shop.test/app", STOREFRONT_URL: "https://shop.test" }

let shop: Shop
/** Below `/admin`. */
let admin: Admin

beforeAll(async () => {
  shop = await startShop({ env: PAGES })
  admin = await logIn(shop.url, MERCHANT, "/admin")
}, 5 * MINUTE)

afterAll(() => shop?.stop())

beforeEach(() => shop.smtp.reset())

it("a mailing is written, tested and sent through the API", async () => {
  await sendOneMailing(shop)
})

it("the store's own code runs a workflow of the package, and the same key sends once", async () => {
  const first = await admin.post<{ delivery: { id: string } }>("/greet", { to: "ada@example.test" })
  const second = await admin.post<{ delivery: { id: string } }>("/greet", { to: "ada@example.test" })

  await until("the greeting is there", () => shop.smtp.received.length > 0)

  expect(second.delivery.id).toBe(first.delivery.id)
  expect(shop.smtp.received.map((mail) => mail.deliveryId)).toEqual([first.delivery.id])
})

it("the store's own code asks the module, and knows its errors by Medusa's own class", async () => {
  expect(await admin.get("/subjects?template=mtpl_none")).toEqual({
    subject: "our own",
    because: expect.stringContaining("mtpl_none"),
  })
})

it("the store keeps a module, a table and a workflow of the names that come to mind, and another plugin that sends", async () => {
  const answer = await admin.post("/letters", { to: "ada@example.test" })

  expect(answer).toMatchObject({ letter: "a letter to ada@example.test", template: { name: "letterhead" } })
  await until("the other plugin has sent", () => shop.smtp.received.length > 0)
  expect(shop.smtp.received[0]!.bytes.toString()).toContain("Subject: A letter is on its way")
})

it("customers and staff get the link for a new password through the package, and it lets them in", async () => {
  const auth = (path: string, body: object, token?: string) =>
    fetch(`${shop.url}/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
  await shop.api.post("/ready-made", {})
  const customer = { email: "ada@example.test", password: "forgotten" }
  expect((await auth("customer/emailpass/register", customer)).status).toBe(200)

  const people = [
    ["customer", customer.email, `${PAGES.STOREFRONT_URL}/reset-password`],
    ["user", MERCHANT.email, `${PAGES.ADMIN_URL}/reset-password`],
  ] as const
  for (const [actor, identifier, page] of people) {
    shop.smtp.reset()
    expect((await auth(`${actor}/emailpass/reset-password`, { identifier })).status).toBe(201)
    await until("the mail is there", () => shop.smtp.received.length > 0)

    const [{ to, bytes, deliveryId } = { to: [], bytes: Buffer.alloc(0), deliveryId: null }] =
      shop.smtp.received
    expect(to).toEqual([identifier])
    const { text = "" } = await PostalMime.parse(bytes)
    const link = new URL(/https:\S+/.exec(text)?.[0] ?? page)
    expect(`${link.origin}${link.pathname}`).toBe(page)
    expect(link.searchParams.get("email")).toBe(identifier)
    const token = link.searchParams.get("token") ?? undefined
    const { password } = actor === "user" ? MERCHANT : { password: "remembered" }
    expect((await auth(`${actor}/emailpass/update`, { password }, token)).status).toBe(200)
    expect((await auth(`${actor}/emailpass`, { email: identifier, password })).status).toBe(200)
    const { delivery } = await shop.api.get<{ delivery: object }>(`/deliveries/${deliveryId}`)
    expect(delivery).toMatchObject({ kind: "single", mail: null })
  }
})
