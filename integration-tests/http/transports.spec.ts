/** A store of two shops over HTTP: which transport sent a mail is told wherever the mail is. */
import type { DeliveryDetailDTO, DeliveryDTO } from "../../src/modules/mail/deliveries/ledger"
import type { LogEntry } from "../../src/modules/mail/deliveries/log"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { PreviewDTO } from "../../src/modules/mail/mailings/preview"
import type { ProbeDTO } from "../../src/modules/mail/sending/probe"
import { until } from "../support/engine"
import { ORDER_CONTENT } from "../support/mailings"
import { anOrder, placeOrders } from "../support/orders"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { type Refusal, withStore } from "../support/store"
import { shopB } from "../support/two-shops"

let serverB: SmtpServer
const env: Record<string, string> = {}

beforeAll(async () => {
  serverB = await startSmtpServer()
  env.MAIL_TRANSPORTS = JSON.stringify([shopB(serverB.url)])
})
afterEach(() => serverB.reset())
afterAll(() => serverB.stop())

withStore(env, (store) => {
  beforeAll(async () => {
    await store.admin.post("/settings", { sender_name: "Shop A", sender_address: "hello@shop-a.test" })
  })

  it("orders of two sales channels in one mailing: each by its own, and list, log and both files say which", async () => {
    const order_ids = await placeOrders(store.container, [
      anOrder({ email: "a@x.test", sales_channel_id: "sc_a" }),
      anOrder({ email: "b@x.test", sales_channel_id: "sc_b" }),
    ])
    const content = { ...ORDER_CONTENT, include_signature: false }
    const created = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "order",
      content,
      order_ids,
    })
    const { id } = created.body.mailing
    await store.admin.post(`/mailings/${id}/send`, { grace: 0 })
    await until("both are here", () => store.smtp.received.length + serverB.received.length === 2)

    expect(store.smtp.received.map(({ to }) => to)).toEqual([["a@x.test"]])
    expect(serverB.received.map(({ to }) => to)).toEqual([["b@x.test"]])
    const { deliveries } = (
      await store.admin.get<{ deliveries: DeliveryDTO[] }>(`/mailings/${id}/deliveries`)
    ).body
    expect(deliveries.map(({ email, transport }) => [email, transport])).toEqual([
      ["a@x.test", null],
      ["b@x.test", "shop-b"],
    ])
    const one = await store.admin.get<{ delivery: DeliveryDetailDTO }>(`/deliveries/${deliveries[1]!.id}`)
    expect(one.body.delivery.transport).toBe("shop-b")
    const log = await store.admin.get<{ deliveries: LogEntry[] }>("/log")
    expect(log.body.deliveries.map(({ transport }) => transport)).toEqual([null, "shop-b"])
    for (const [asked, found] of [
      ["transport=shop-b", ["shop-b"]],
      ["transport=default", [null]],
      ["transport[]=default&transport[]=Shop-B", [null, "shop-b"]],
      ["transport=shop-c", []],
    ] as const) {
      const some = await store.admin.get<{ deliveries: LogEntry[]; next: null }>(`/log?${asked}`)
      expect([some.body.next, some.body.deliveries.map(({ transport }) => transport)]).toEqual([null, found])
      const { text } = (await store.admin.get<{ text: string }>(`/log.csv?${asked}`)).body
      expect(text.trim().split("\r\n").slice(1)).toHaveLength(found.length)
    }
    for (const file of [`/mailings/${id}/deliveries.csv`, "/log.csv"]) {
      const { text } = (await store.admin.get<{ text: string }>(file)).body
      expect(text.match(/,transport\r?$/m)).not.toBeNull()
      expect(text.match(/,shop-b\r?$/gm)).toHaveLength(1)
    }
  })

  it("a preview shows the sender that the mail will have", async () => {
    const [order_id] = await placeOrders(store.container, [anOrder({ sales_channel_id: "sc_b" })])
    const asked = { kind: "order", content: ORDER_CONTENT, order_id }
    const { body } = await store.admin.post<PreviewDTO>("/preview", asked)
    expect(body).toMatchObject({
      from: { name: "Shop B", address: "hello@shop-b.test" },
      reply_to: { address: "answers@shop-b.test" },
    })
  })

  it("a single mail names its transport, and one that there is not is refused by the field's name", async () => {
    const mail = {
      to: "c@x.test",
      content: { subject: "A word", body: "Hello.", format: "text" },
      idempotency_key: "story:1",
    }
    const refused = await store.admin.post<Refusal & { issues: object[] }>("/single", {
      ...mail,
      transport: "shop-c",
    })
    expect(refused).toMatchObject({
      status: 400,
      body: {
        issues: [{ field: "transport", code: "unknown_transport", values: { names: "default, shop-b" } }],
      },
    })
    await store.admin.post("/single", { ...mail, transport: "shop-b" })
    await until("it is here", () => serverB.received.length === 1)
    expect(serverB.received[0]!.from).toBe("hello@shop-b.test")
  })

  it("the settings list them, and the test mail goes by whichever is chosen", async () => {
    const settings = await store.admin.get<{ transports: string[] }>("/settings")
    expect(settings.body.transports).toEqual(["default", "shop-b"])
    const test = (transport?: string) =>
      store.admin.post<{ outcome: ProbeDTO }>("/settings/test", { to: "me@x.test", transport })
    expect((await test("shop-b")).body.outcome).toMatchObject({ ok: true, port: serverB.port })
    expect((await test()).body.outcome).toMatchObject({ ok: true, port: store.smtp.port })
    expect(serverB.received.map(({ from }) => from)).toEqual(["hello@shop-b.test"])
    expect((await test("shop-c")).status).toBe(400)
    const check = (transport: string) =>
      store.admin.get<{ check: { domain: string } }>(`/settings/sender-check?transport=${transport}`)
    expect((await check("shop-b")).body.check.domain).toBe("shop-b.test")
    expect((await check("shop-c")).status).toBe(400)
  })
})
