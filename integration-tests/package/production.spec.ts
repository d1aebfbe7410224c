/** The package in a merchant's store that runs in production, beside what the store has of its own. */
import { type Admin, logIn } from "../../demo/once/admin"
import { MERCHANT, type Shop, startShop } from "../support/demo-shop"
import { until } from "../support/engine"

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
  const { mailing } = await shop.api.post<{ mailing: { id: string } }>("/mailings", {
    kind: "member",
    content: {
      subject: "News for {{ member.email }}",
      body: "Hello.",
      format: "text",
      include_signature: true,
    },
    audience: { filter: { q: "hanako.yamada@example.jp" } },
  })
  await shop.api.post(`/mailings/${mailing.id}/test`, { to: "me@example.test" })
  await shop.smtp.waitFor(() => shop.smtp.received.length === 1, MINUTE)
  const { outcome } = await shop.api.post<{ outcome: object }>("/settings/test", { to: "me@example.test" })
  expect(outcome).toMatchObject({ ok: true })
  shop.smtp.reset()
  await shop.api.post(`/mailings/${mailing.id}/send`, {})

  await until("it is completed", async () => {
    const answer = await shop.api.get<{ mailing: { state: string } }>(`/mailings/${mailing.id}`)
    return answer.mailing.state === "completed"
  })

  expect(shop.smtp.received.map(({ to }) => to)).toEqual([["hanako.yamada@example.jp"]])
  expect(shop.smtp.received[0]!.bytes.toString()).toContain("Subject: News for hanako.yamada@example.jp")
})

it("the store's own code runs a workflow of the package, and the same key sends once", async () => {
  const first = await admin.post<{ delivery: { id: string } }>("/greet", { to: "ada@example.test" })
  const second = await admin.post<{ delivery: { id: string } }>("/greet", { to: "ada@example.test" })

  await until("the greeting is there", () => shop.smtp.received.length > 0)

  expect(second.delivery.id).toBe(first.delivery.id)
  expect(shop.smtp.received.map((mail) => mail.deliveryId)).toEqual([first.delivery.id])
})

it("the store keeps a module `mail`, a table `mail_template` and a workflow `send-mail` of its own", async () => {
  const answer = await admin.post("/letters", { to: "Ada" })

  expect(answer).toMatchObject({ letter: "a letter to Ada", template: { name: "letterhead" } })
  expect(shop.smtp.received).toEqual([])
})
