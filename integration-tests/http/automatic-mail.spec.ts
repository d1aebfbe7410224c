/** Mail that events send by themselves: once for each rule and document, however often the event comes. */
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows"

import sweepDeliveries from "../../src/jobs/sweep-deliveries"
import type { DeliveryDTO } from "../../src/modules/mail/ledger"
import { firstIdSince } from "../../src/modules/mail/orders/ids"
import type { MailSettingsDTO } from "../../src/modules/mail/settings"
import { mailModule } from "../../src/workflows/mail-module"
import { until } from "../support/engine"
import { anOrder, payBy, placeOrders, shipPart } from "../support/orders"
import { withStore } from "../support/store"

withStore({ MAIL_TIMEZONE: "Asia/Tokyo" }, (store) => {
  let template: string
  let before: string

  beforeAll(async () => {
    await store.admin.post("/settings", {
      sender_name: "店",
      sender_address: "shop@shop.test",
      language: "ja",
    })
    const { body } = await store.admin.post<{ template: { id: string } }>("/templates", {
      name: "Thanks",
      kind: "order",
      subject: "{{ order.number }}",
      header: "{{ member.name }} 様",
      footer: "",
    })
    template = body.template.id
    ;[before] = (await placeOrders(store.container, [anOrder()])) as [string]
  })

  const switchOn = async (...events: string[]) => {
    const automatic = Object.fromEntries(
      events.map((event) => [event, { enabled: true, template_id: template }])
    )
    const answer = await store.admin.post<{ settings: MailSettingsDTO }>("/settings", { automatic })
    expect(answer.status).toBe(200)
    return answer.body.settings
  }
  const deliveries = async (orderId: string) =>
    (await store.admin.get<{ deliveries: DeliveryDTO[] }>(`/deliveries?order_id=${orderId}`)).body.deliveries
  const emit = (name: string, data: object) => store.container.resolve(Modules.EVENT_BUS).emit({ name, data })
  const sentAbout = (orderId: string, mails: number) =>
    until(`${mails} mails about the order are sent`, async () => {
      const sent = await deliveries(orderId)
      return sent.length === mails && sent.every(({ state }) => state === "sent")
    })

  it("an order is confirmed once, though its event comes twice and the sweep looks too", async () => {
    const settings = await switchOn("order_placed")
    expect(settings.automatic).toMatchObject({ order_placed: { enabled: true, since: expect.any(String) } })
    const [orderId] = await placeOrders(store.container, [anOrder()])
    await emit("order.placed", { id: orderId })
    await sentAbout(orderId!, 1)
    await emit("order.placed", { id: orderId })
    await sweepDeliveries(store.container)
    await sentAbout(orderId!, 1)
    // What was there before the rule stays unmailed.
    expect(await deliveries(before)).toEqual([])
  })

  it("an event that was lost is made up for by the sweep; a cancellation is told of", async () => {
    await switchOn("order_placed", "order_canceled")
    const [orderId] = await placeOrders(store.container, [anOrder()])
    await sweepDeliveries(store.container)
    await sentAbout(orderId!, 1)
    await cancelOrderWorkflow(store.container).run({ input: { order_id: orderId! } })
    await sentAbout(orderId!, 2)
  })

  it("a shipment that was to be silent stays silent, for the sweep as well", async () => {
    await switchOn("shipment_created")
    const [orderId] = await placeOrders(store.container, [anOrder()])
    const [silent, told] = [
      await shipPart(store.container, orderId!, 1),
      await shipPart(store.container, orderId!, 2),
    ]
    await emit("shipment.created", { id: silent, no_notification: true })
    await emit("shipment.created", { id: told })
    await until("both are on record and one is sent", async () => {
      const states = (await deliveries(orderId!)).map(({ state }) => state)
      return states.sort().join() === "sent,skipped"
    })
    await sweepDeliveries(store.container)
    expect(await deliveries(orderId!)).toHaveLength(2)
  })

  it("each refund is told of once, by its event or by the sweep", async () => {
    await switchOn("payment_refunded")
    const [orderId] = await placeOrders(store.container, [anOrder()])
    const payments = store.container.resolve(Modules.PAYMENT)
    const payment = await payments.authorizePaymentSession(await payBy(store.container, orderId!, 800), {})
    const { id } = payment!
    await payments.capturePayment({ payment_id: id })
    await payments.refundPayment({ payment_id: id, amount: 100 })
    await emit("payment.refunded", { id })
    await sentAbout(orderId!, 1)
    await payments.refundPayment({ payment_id: id, amount: 200 })
    await sweepDeliveries(store.container)
    await sentAbout(orderId!, 2)
  })

  it("what happens to an old order is found by the thorough look, what is new by every look", async () => {
    await switchOn("order_canceled")
    const knex = store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const orders = {
      order_01HQT1RN3KC4CA4238A0B92382: "placed in 2024",
      [`${firstIdSince("order", new Date())}C4CA4238A0B92382`]: "placed today",
    }
    for (const id of Object.keys(orders)) {
      await knex.raw(
        `INSERT INTO "order" (id, currency_code, email, status, canceled_at) VALUES (?, 'jpy', 'a@b.test', 'canceled', now())`,
        [id]
      )
    }
    const found = async (thorough: boolean) =>
      (await mailModule(store.container).missedOccurrences("order_canceled", thorough)).map(
        ({ id }) => orders[id as keyof typeof orders]
      )
    expect(await found(false)).toEqual(["placed today"])
    expect(await found(true)).toEqual(["placed in 2024", "placed today"])
  })

  it("nothing is sent by itself unless a rule with a template is on", async () => {
    const [orderId] = await placeOrders(store.container, [anOrder()])
    await sweepDeliveries(store.container)
    expect(await deliveries(orderId!)).toEqual([])
    const automatic = { order_placed: { enabled: true, template_id: "mtpl_none" } }
    expect(await store.admin.post("/settings", { automatic })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("automatic.order_placed.template_id") },
    })
  })

  it("every statement about what happened runs on Medusa's own tables", async () => {
    await switchOn("order_placed", "shipment_created", "order_canceled", "payment_refunded")
    await sweepDeliveries(store.container)
  })
})
