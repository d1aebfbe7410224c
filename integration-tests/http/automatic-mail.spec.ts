/**
 * Mail that events send by themselves: once for each rule and document, at once when the event comes, and by the sweep
 * when it was lost; but never before a thing is certain, and never about what Medusa tells nobody of.
 */
import type { IPaymentProvider } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows"
import { TestEventUtils } from "@medusajs/test-utils"
import PostalMime from "postal-mime"

import { mailModule } from "../../src/container/mail-module"
import sweepDeliveries from "../../src/jobs/sweep-deliveries"
import { firstIdSince } from "../../src/modules/mail/automatic/ids"
import type { DeliveryDTO } from "../../src/modules/mail/deliveries/ledger"
import type { MailSettingsDTO } from "../../src/modules/mail/settings/settings"
import type { AutomaticEvent } from "../../src/modules/mail/words/automatic-rules"
import { sendAutomaticMail, sendMissedMails } from "../../src/workflows/orders/automatic-mail"
import { until } from "../support/engine"
import { anOrder, payBy, placeOrders, shipPart } from "../support/orders"
import { Shop } from "../support/shop"
import { withStore } from "../support/store"

const ALL: AutomaticEvent[] = ["order_placed", "shipment_created", "order_canceled", "payment_refunded"]
const CUP = { country: "us", items: { cup: 2 } } as const

withStore({ MAIL_TIMEZONE: "Asia/Tokyo" }, (store) => {
  let template: string
  let shop: Shop

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
    shop = await Shop.open(store.container)
  }, 60_000)
  afterEach(() => jest.restoreAllMocks())

  const knex = () => store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const turn = async (enabled: boolean, events: readonly AutomaticEvent[]) => {
    const automatic = Object.fromEntries(events.map((event) => [event, { enabled, template_id: template }]))
    const answer = await store.admin.post<{ settings: MailSettingsDTO }>("/settings", { automatic })
    expect(answer.status).toBe(200)
    return answer.body.settings
  }
  const switchOn = (...events: AutomaticEvent[]) => turn(true, events)
  /** As if everything so far had happened so many minutes earlier, the switching on of the rules too. */
  const letPass = async (minutes: number) => {
    const columns = {
      order: ["created_at", "updated_at", "canceled_at"],
      order_change: ["created_at"],
      fulfillment: ["shipped_at"],
      refund: ["created_at"],
    }
    for (const [table, names] of Object.entries(columns)) {
      const earlier = names.map((name) => `${name} = ${name} - interval '${minutes} minutes'`)
      await knex().raw(`UPDATE "${table}" SET ${earlier.join(", ")}`)
    }
    await knex().raw(
      `UPDATE mpmd_settings SET automatic = (SELECT jsonb_object_agg(key, value || jsonb_build_object('since',
         (value ->> 'since')::timestamptz - interval '${minutes} minutes')) FROM jsonb_each(automatic))`
    )
  }
  /** As if the events had been lost: their mails are sent by now, and forgotten. */
  const loseEvents = async (mails: number) => {
    await until(`${mails} mails are sent`, async () => {
      const sent = await deliveries()
      return sent.length === mails && sent.every(({ state }) => state === "sent")
    })
    await knex().raw("DELETE FROM mpmd_delivery")
  }
  const deliveries = async (orderId?: string) => {
    const query = orderId ? `?order_id=${orderId}` : ""
    return (await store.admin.get<{ deliveries: DeliveryDTO[] }>(`/deliveries${query}`)).body.deliveries
  }
  /** Until whoever listens has done with it: nothing of a story may come into the next. */
  const emit = async (name: string, data: object) => {
    const bus = store.container.resolve(Modules.EVENT_BUS)
    const handled = TestEventUtils.waitSubscribersExecution(name, bus)
    await bus.emit({ name, data })
    await handled
  }
  const sweep = async () => {
    await sweepDeliveries(store.container)
    // Also what is old, each time.
    for (const event of await mailModule(store.container).automaticEvents()) {
      await sendMissedMails(store.container, event, { thorough: true })
    }
  }
  const sentAbout = (orderId: string, mails: number) =>
    until(`${mails} mails about the order are sent`, async () => {
      const sent = await deliveries(orderId)
      return sent.length === mails && sent.every(({ state }) => state === "sent")
    })

  describe("the event", () => {
    it("of an order confirms it at once and once, though it comes twice and the sweep looks too", async () => {
      const before = await shop.sell(CUP)
      const settings = await switchOn("order_placed")
      expect(settings.automatic).toMatchObject({ order_placed: { enabled: true, since: expect.any(String) } })
      const { id } = await shop.sell(CUP)
      await sentAbout(id, 1)
      await emit("order.placed", { id })
      await letPass(11)
      await sweep()
      await sentAbout(id, 1)
      // What was there before the rule stays unmailed.
      expect(await deliveries(before.id)).toEqual([])
    })

    it("of a quote that becomes an order confirms that, of a cancellation tells of it", async () => {
      await switchOn("order_placed", "order_canceled")
      const id = await shop.write("quote@shop.test", true)
      await sweep()
      expect(await deliveries()).toEqual([])
      await shop.convert(id)
      await sentAbout(id, 1)
      await cancelOrderWorkflow(store.container).run({ input: { order_id: id } })
      await sentAbout(id, 2)
    })

    it("of a shipment that was to be silent keeps it silent, for the sweep as well", async () => {
      await switchOn("shipment_created")
      const order = await shop.sell({ country: "us", items: { cup: 2, tray: 1 } })
      await shop.ship(order, "cup", 2)
      await shop.ship(order, "tray", 1, { no_notification: true })
      await until("both are on record and one is sent", async () => {
        const states = (await deliveries(order.id)).map(({ state }) => state)
        return states.sort().join() === "sent,skipped"
      })
      await letPass(11)
      await sweep()
      expect(await deliveries(order.id)).toHaveLength(2)
    })

    it("of a payment tells of its own refunds, each once, and not of another payment's", async () => {
      await switchOn("payment_refunded")
      const [told, other] = [await shop.sell(CUP), await shop.sell(CUP)]
      const [payment, foreign] = [await shop.capture(told), await shop.capture(other)]
      const payments = store.container.resolve(Modules.PAYMENT)
      await payments.refundPayment({ payment_id: foreign, amount: 3 })
      await shop.refund(payment, 1)
      await sentAbout(told.id, 1)
      await shop.refund(payment, 2)
      await sentAbout(told.id, 2)
      await emit("payment.refunded", { id: payment })
      await sentAbout(told.id, 2)
      expect(await deliveries(other.id)).toEqual([])
      // Other code that refunds and books nothing says so by itself.
      await emit("payment.refunded", { id: foreign })
      await sentAbout(other.id, 1)
    })
  })

  describe("before a thing is certain nothing is said", () => {
    it("about an order whose payment fails in the end", async () => {
      await switchOn("order_placed")
      const authorize = jest.spyOn(paymentProvider(), "authorizePayment")
      authorize.mockImplementation(async () => {
        // The order is in the database by now.
        expect(await ordersInDatabase()).toBe(1)
        await sweep()
        throw new Error("The card was declined")
      })
      await expect(shop.sell(CUP)).rejects.toMatchObject({ message: expect.any(String) })
      expect(authorize).toHaveBeenCalled()
      expect(await ordersInDatabase()).toBe(0)
      expect(await deliveries()).toEqual([])
    })

    it("about a refund that the payment provider refuses, though an earlier one of it is told of", async () => {
      await switchOn("payment_refunded")
      const order = await shop.sell(CUP)
      const payment = await shop.capture(order)
      await shop.refund(payment, 1)
      await sentAbout(order.id, 1)
      jest.spyOn(paymentProvider(), "refundPayment").mockImplementation(async () => {
        await emit("payment.refunded", { id: payment })
        await sweep()
        throw new Error("Not enough funds")
      })
      await expect(shop.refund(payment, 2)).rejects.toMatchObject({ message: "Not enough funds" })
      await sweep()
      expect(await deliveries(order.id)).toHaveLength(1)
    })

    it("about what is younger than ten minutes; after that lost events are made up for", async () => {
      await switchOn(...ALL)
      const [placed, shipped, canceled, refunded] = [
        await shop.sell(CUP),
        await shop.sell(CUP),
        await shop.sell(CUP),
        await shop.sell(CUP),
      ]
      await shop.ship(shipped, "cup", 2)
      await cancelOrderWorkflow(store.container).run({ input: { order_id: canceled.id } })
      await shop.refund(await shop.capture(refunded), 1)
      await loseEvents(7)
      await letPass(8)
      await sweep()
      expect(await deliveries()).toEqual([])
      await letPass(3)
      await sweep()
      // Each was placed, and to three of them something else happened too.
      await sentAbout(placed.id, 1)
      for (const { id } of [shipped, canceled, refunded]) {
        await sentAbout(id, 2)
      }
      await sweep()
      expect(await deliveries()).toHaveLength(7)
    })

    it("about a quote that has just become an order; after that the lost event is made up for", async () => {
      await switchOn("order_placed")
      const id = await shop.write("quote@shop.test", true)
      await sweep()
      await shop.convert(id)
      await loseEvents(1)
      await sweep()
      expect(await deliveries()).toEqual([])
      await letPass(11)
      await sweep()
      await sentAbout(id, 1)
    })
  })

  it("what is imported, or done by code that tells of nothing, gets no mail", async () => {
    await switchOn(...ALL)
    const imported = await shop.write("a@shop.test")
    const [shipped, canceled] = await placeOrders(store.container, [anOrder(), anOrder()])
    await shipPart(store.container, shipped!, 1)
    const module = store.container.resolve(Modules.ORDER)
    await module.cancel(canceled!)
    await module.createOrders(anOrder({ status: "canceled", canceled_at: new Date() } as object))
    const payments = store.container.resolve(Modules.PAYMENT)
    const session = await payBy(store.container, shipped!, 800)
    const { id: payment_id } = (await payments.authorizePaymentSession(session, {}))!
    await payments.capturePayment({ payment_id })
    await payments.refundPayment({ payment_id, amount: 100 })
    // Changed later on, as orders are.
    await module.updateOrders(imported, { metadata: { erp: 1 } })
    await letPass(30)
    await sweep()
    expect(await deliveries()).toEqual([])
  })

  it("the money that a cancellation gives back is told of by the cancellation alone", async () => {
    await switchOn("order_canceled", "payment_refunded")
    const order = await shop.sell(CUP)
    await shop.capture(order)
    await cancelOrderWorkflow(store.container).run({ input: { order_id: order.id } })
    await sentAbout(order.id, 1)
    await letPass(11)
    await sweep()
    await sentAbout(order.id, 1)
  })

  it("orders whose mail cannot be made keep no other waiting, and are tried again", async () => {
    await switchOn("order_placed")
    const ids = Array.from(
      { length: 450 },
      (_, n) => `${firstIdSince("order", new Date())}${String(n).padStart(16, "0")}`
    )
    await knex().raw(
      `INSERT INTO "order" (id, currency_code, email, status) SELECT id, 'jpy', 'a@shop.test', 'pending'
         FROM unnest(?::text[]) id`,
      [ids]
    )
    await knex().raw(
      `INSERT INTO order_cart (id, order_id, cart_id) SELECT 'link_' || id, id, 'cart_' || id FROM unnest(?::text[]) id`,
      [ids]
    )
    await knex().raw(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
         IF NEW.order_id < ''${ids.at(-1)}'' THEN RAISE EXCEPTION ''This mail cannot be made''; END IF;
         RETURN NEW; END';
       CREATE TRIGGER refuse BEFORE INSERT ON mpmd_delivery FOR EACH ROW EXECUTE FUNCTION refuse()`
    )
    await letPass(11)
    await sweepDeliveries(store.container)
    await sentAbout(ids.at(-1)!, 1)
    await knex().raw("DROP TRIGGER refuse ON mpmd_delivery; DROP FUNCTION refuse()")
    await sweepDeliveries(store.container)
    await until("all are made", async () => {
      const { rows } = await knex().raw("SELECT count(*)::int AS count FROM mpmd_delivery")
      return rows[0].count === 450
    })
  })

  it("a mail speaks one language: that of its template, or that of the order where the rule has a template for it", async () => {
    const { body } = await store.admin.post<{ template: { id: string } }>("/templates", {
      name: "Thanks, in English",
      kind: "order",
      locale: "en",
      subject: "Thank you for {{ order.number }}",
      header: "Dear {{ member.name }}",
      footer: "",
    })
    const rule = { enabled: true, template_id: template }
    const wrong = await store.admin.post("/settings", {
      automatic: { order_placed: { ...rule, translations: { en: template } } },
    })
    expect(wrong).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("automatic.order_placed.translations.en") },
    })

    const saleIn = async (locale: string) => {
      // Medusa's events come at once: the order has its language before the rule is on.
      await turn(false, ["order_placed"])
      const { id } = await shop.sell(CUP)
      await knex().raw(`UPDATE "order" SET locale = ? WHERE id = ?`, [locale, id])
      return id
    }
    const mailIn = async (locale: string, translations: object | null) => {
      const id = await saleIn(locale)
      const automatic = { order_placed: { ...rule, translations } }
      expect((await store.admin.post("/settings", { automatic })).status).toBe(200)
      store.smtp.reset()
      await emit("order.placed", { id })
      await sentAbout(id, 1)
      const { subject, text } = await PostalMime.parse(store.smtp.received[0]!.bytes)
      return `${subject} ${text}`
    }
    const inEnglish = await mailIn("en-US", { en: body.template.id })
    expect(inEnglish).toMatch(/^Thank you for .*Dear /s)
    expect(inEnglish).not.toMatch(/ご注文|様/)
    for (const [locale, translations] of [
      ["en-US", null],
      ["fr-FR", { en: body.template.id }],
      ["ja-JP", { en: body.template.id }],
    ] as const) {
      const inJapanese = await mailIn(locale, translations)
      expect(inJapanese).toMatch(/様.*ご注文/s)
      expect(inJapanese).not.toMatch(/Thank you|Dear|Order number/)
    }
  })

  it("the template of a rule that is on cannot be deleted, those of a rule that is off can", async () => {
    await switchOn("order_placed")
    expect(await store.admin.delete(`/templates/${template}`)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("order_placed") },
    })
    await turn(false, ["order_placed"])
    expect((await store.admin.delete(`/templates/${template}`)).status).toBe(200)
    expect(
      await store.admin.post("/settings", {
        automatic: { order_placed: { enabled: true, template_id: template } },
      })
    ).toMatchObject({ status: 400 })
  })

  it("what cannot be made is told in the bell, once for each rule and reason", async () => {
    await switchOn("order_placed")
    await knex().raw("UPDATE mpmd_template SET deleted_at = now()")
    const notices = async () =>
      (await store.container.resolve(Modules.NOTIFICATION).listNotifications({ channel: "feed" })).map(
        ({ data }) => data as { title: string; description: string }
      )
    await shop.sell(CUP)
    await until("it is told", async () => (await notices()).length === 1)
    const { id } = await shop.sell(CUP)
    await expect(sendAutomaticMail(store.container, "order_placed", id)).rejects.toThrow("not found")
    const told = await notices()
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({
      title: "自動メールを送信できませんでした",
      description: expect.stringContaining(
        "自動メール「受注時」を作成できません。テンプレートは存在しないか、すでに削除されています。"
      ),
    })
  })

  it("a rule whose template is gone keeps no other waiting", async () => {
    await switchOn("order_placed", "order_canceled")
    const { id } = await shop.sell(CUP)
    await cancelOrderWorkflow(store.container).run({ input: { order_id: id } })
    await loseEvents(2)
    await knex().raw(
      `UPDATE mpmd_settings SET automatic = jsonb_set(automatic, '{order_placed,template_id}', '"mtpl_gone"')`
    )
    await letPass(11)
    await sweepDeliveries(store.container)
    await sentAbout(id, 1)
  })

  it("what happens to an old order is found by the thorough look, what is new by every look", async () => {
    await switchOn("order_canceled")
    const orders = {
      order_01HQT1RN3KC4CA4238A0B92382: "placed in 2024",
      [`${firstIdSince("order", new Date())}C4CA4238A0B92382`]: "placed today",
    }
    for (const id of Object.keys(orders)) {
      await knex().raw(
        `INSERT INTO "order" (id, currency_code, email, status, canceled_at) VALUES (?, 'jpy', 'a@b.test', 'canceled', now())`,
        [id]
      )
      await knex().raw(
        `INSERT INTO order_change (id, order_id, version, change_type, status) VALUES (?, ?, 2, 'credit_line', 'confirmed')`,
        [`ordch_${id}`, id]
      )
    }
    await letPass(11)
    const found = async (thorough: boolean) =>
      (await mailModule(store.container).missedOccurrences("order_canceled", { thorough })).map(
        ({ id }) => orders[id as keyof typeof orders]
      )
    expect(await found(false)).toEqual(["placed today"])
    expect(await found(true)).toEqual(["placed in 2024", "placed today"])
  })

  it("nothing is sent by itself unless a rule with a template is on", async () => {
    const { id } = await shop.sell(CUP)
    await letPass(11)
    await sweep()
    expect(await deliveries(id)).toEqual([])
    const automatic = { order_placed: { enabled: true, template_id: "mtpl_none" } }
    expect(await store.admin.post("/settings", { automatic })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("automatic.order_placed.template_id") },
    })
  })

  /** Medusa's own always agrees: what a refusal does can only be seen by making it refuse. */
  function paymentProvider(): IPaymentProvider {
    const module = store.container.resolve(Modules.PAYMENT) as unknown as {
      paymentProviderService_: { retrieveProvider(id: string): IPaymentProvider }
    }
    return module.paymentProviderService_.retrieveProvider("pp_system_default")
  }

  async function ordersInDatabase(): Promise<number> {
    const { rows } = await knex().raw('SELECT count(*)::int AS count FROM "order" WHERE deleted_at IS NULL')
    return rows[0].count as number
  }
})
