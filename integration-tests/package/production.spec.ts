/** The package in a merchant's store that runs in production, beside what the store has of its own. */
import { type Admin, logIn } from "../../demo/once/admin"
import { MERCHANT, type Shop, startShop } from "../support/demo-shop"
import { until } from "../support/engine"
import { sendOneMailing } from "../support/one-mailing"

const MINUTE = 60_000
jest.setTimeout(2 * MINUTE)

let shop: Shop
/** Below `/admin`. */
let admin: Admin

beforeAll(async () => {
  shop = await startShop()
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

it("the store keeps a module, a table and a workflow of the names that come to mind, and another plugin that sends", async () => {
  const answer = await admin.post("/letters", { to: "ada@example.test" })

  expect(answer).toMatchObject({ letter: "a letter to ada@example.test", template: { name: "letterhead" } })
  await until("the other plugin has sent", () => shop.smtp.received.length > 0)
  expect(shop.smtp.received[0]!.bytes.toString()).toContain("Subject: A letter is on its way")
})
