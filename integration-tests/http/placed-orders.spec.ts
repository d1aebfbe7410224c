/**
 * Orders that were placed through Medusa's own workflows, from the cart on: each received mail says exactly what
 * Medusa's own admin API reports of its order. Medusa has no gift cards of its own; what plugins make of them is a
 * credit line, and that is what the story has.
 */
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows"
import PostalMime from "postal-mime"

import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { RecipientDTO } from "../../src/modules/mail/orders/document"
import type { ListedDocument } from "../../src/modules/mail/orders/list"
import { until } from "../support/engine"
import { ORDER_CONTENT } from "../support/mailings"
import { type Basket, type PlacedOrder, Shop } from "../support/shop"
import { type Refusal, withStore } from "../support/store"

const content = { ...ORDER_CONTENT, subject: "Order {{ order.number }}", include_signature: false }

interface Line {
  product_title: string
  variant_sku: string
  quantity: number
  unit_price: number
  subtotal: number
  original_total: number
}

interface Documents {
  documents: ListedDocument[]
  count: number
}

/** What `GET /admin/orders/:id` says. */
interface ReportedOrder {
  id: string
  display_id: number
  status: string
  fulfillment_status: string
  payment_status: string
  currency_code: string
  items: Line[]
  item_subtotal: number
  original_item_total: number
  discount_subtotal: number
  discount_total: number
  shipping_subtotal: number
  original_shipping_total: number
  tax_total: number
  credit_line_total: number
  total: number
  summary: { paid_total: number; refunded_total: number }
}

withStore({ MAIL_TIMEZONE: "Asia/Tokyo" }, (store) => {
  let shop: Shop
  beforeAll(async () => {
    await store.admin.post("/settings", { sender_name: "Shop", sender_address: "shop@shop.test" })
    shop = await Shop.open(store.container)
    await shop.promote({
      code: "TENTH",
      application_method: { type: "percentage", value: 10, target_type: "items", allocation: "across" },
    })
    await shop.promote({
      code: "FREESHIP",
      application_method: {
        type: "percentage",
        value: 100,
        target_type: "shipping_methods",
        allocation: "across",
      },
    })
  }, 60_000)

  const reported = async (id: string) =>
    (
      await store.medusa.get<{ order: ReportedOrder }>(
        `/orders/${id}?fields=+discount_subtotal,+currency_code,+email`
      )
    ).body.order

  const mailAbout = async (documents: object, source = "order") => {
    store.smtp.reset()
    const created = await store.admin.post<{ mailing: MailingDTO } & Refusal>("/mailings", {
      kind: "order",
      content: { ...content, source },
      ...documents,
    })
    const { id } = created.body.mailing
    expect(await store.admin.post(`/mailings/${id}/send`)).toMatchObject({ status: 202 })
    await until("the mail is here", () => store.smtp.received.length === 1)
    const { subject, text } = await PostalMime.parse(store.smtp.received[0]!.bytes)
    return { subject, text: text!.replaceAll("\r\n", "\n") }
  }

  const money = (amount: number, currency: string) =>
    new Intl.NumberFormat("en-US", { style: "currency", currency }).format(amount)

  /** The sums under the items, from Medusa's own figures. */
  const sumsOf = (order: ReportedOrder, code?: string) => {
    const say = (amount: number) => money(amount, order.currency_code)
    const included = order.currency_code === "jpy"
    const discount = included ? order.discount_total : order.discount_subtotal
    const { paid_total, refunded_total } = order.summary
    // Medusa keeps both in credit lines; in these stories every refund is of money that was owed.
    const credit = order.credit_line_total - refunded_total
    return [
      `Items: ${say(included ? order.original_item_total : order.item_subtotal)}`,
      ...(discount ? [`Discount: -${say(discount)}${code ? ` (${code})` : ""}`] : []),
      `Shipping: ${say(included ? order.original_shipping_total : order.shipping_subtotal)}`,
      ...(included ? [] : [`Tax: ${say(order.tax_total)}`]),
      ...(credit ? [`Credit: -${say(credit)}`] : []),
      ...(refunded_total ? [`Reduced by refund: -${say(refunded_total)}`] : []),
      `Total: ${say(order.total)}${included ? ` (Including tax of ${say(order.tax_total)})` : ""}`,
      ...(paid_total ? [`Paid: ${say(paid_total)}`] : []),
      ...(refunded_total ? [`Refunded: ${say(refunded_total)}`] : []),
    ].join("\n")
  }
  const linesOf = (order: ReportedOrder) =>
    order.items
      .map(({ product_title, variant_sku, ...line }) => {
        const say = (amount: number) => money(amount, order.currency_code)
        const total = order.currency_code === "jpy" ? line.original_total : line.subtotal
        return `- ${product_title} (one) [${variant_sku}]\n  ${say(line.unit_price)} × ${line.quantity} = ${say(total)}`
      })
      .join("\n")

  /** Sells the basket, lets something happen to the order, and holds its mail against Medusa's figures. */
  const expectMailToAgree = async (
    basket: Basket,
    happen: (order: PlacedOrder) => Promise<unknown> = async () => undefined
  ) => {
    const order = await shop.sell(basket)
    await happen(order)
    const figures = await reported(order.id)
    const { subject, text } = await mailAbout({ order_ids: [order.id] })
    expect(subject).toBe(`Order ${figures.display_id}`)
    expect(text).toContain(`${linesOf(figures)}\n---\n${sumsOf(figures, basket.promotions?.join(", "))}\n\n■`)
    return { figures, text }
  }

  it.each<[string, Basket]>([
    ["tax in the price", { country: "jp", items: { cup: 2, tray: 1 } }],
    ["tax on top", { country: "us", items: { cup: 3, tray: 2 } }],
    ["a discount, tax in the price", { country: "jp", items: { cup: 2, tray: 1 }, promotions: ["TENTH"] }],
    ["a discount, tax on top", { country: "us", items: { cup: 3, tray: 1 }, promotions: ["TENTH"] }],
    ["a free item and free shipping", { country: "us", items: { cup: 1, sample: 1 }, shipping: "free" }],
    ["shipping that a promotion makes free", { country: "jp", items: { cup: 1 }, promotions: ["FREESHIP"] }],
    ["a gift card that pays a part", { country: "us", items: { tray: 2 }, credit: 20 }],
    ["a gift card and a discount", { country: "jp", items: { tray: 2 }, credit: 500, promotions: ["TENTH"] }],
  ])("%s", async (_, basket) => {
    await expectMailToAgree(basket)
  })

  it("an order that was edited after it was placed and paid", async () => {
    const { figures } = await expectMailToAgree({ country: "jp", items: { cup: 2 } }, async (order) => {
      await shop.capture(order)
      await shop.add(order, "tray", 1)
    })
    expect(figures.items).toHaveLength(2)
    expect(figures.total).toBeGreaterThan(figures.summary.paid_total)
  })

  it("an order paid with a gift card and money, and refunded in part", async () => {
    const { figures } = await expectMailToAgree(
      { country: "us", items: { cup: 2 }, credit: 5 },
      async (order) => shop.refund(await shop.capture(order), 7.5)
    )
    expect(figures.summary).toMatchObject({ refunded_total: 7.5 })
  })

  it("store credit of later is credit, though there was a refund as well", async () => {
    const order = await shop.sell({ country: "us", items: { cup: 2 } })
    const payment = await shop.capture(order)
    await shop.add(order, "tray", 1)
    await shop.credit(order, 20)
    await shop.refund(payment, 7.3)
    const { text } = await mailAbout({ order_ids: [order.id] })
    expect(text).toContain("\nCredit: -$20.00\nReduced by refund: -$7.30\nTotal: ")
    expect(text).toContain("\nRefunded: $7.30\n")
  })

  it("what was owed to the buyer and became store credit makes the total larger again", async () => {
    const order = await shop.sell({ country: "us", items: { cup: 3 } })
    await shop.capture(order)
    await shop.change(order, "cup", 2)
    await shop.credit(order, -6)
    const { text } = await mailAbout({ order_ids: [order.id] })
    const total = money((await reported(order.id)).total, "usd")
    expect(text).toContain(`\nGiven as store credit: $6.00\nTotal: ${total}\n`)
    expect(text).not.toContain("--$")
  })

  it("an order that was paid and then cancelled", async () => {
    const { figures } = await expectMailToAgree({ country: "us", items: { cup: 2 } }, async (order) => {
      await shop.capture(order)
      await cancelOrderWorkflow(store.container).run({ input: { order_id: order.id } })
    })
    expect(figures.status).toBe("canceled")
  })

  it("orders are listed with how far they have come, as Medusa says it, and shipments one by one", async () => {
    const [waiting, parted, gone] = [
      await shop.sell({ country: "jp", items: { cup: 1 }, email: "waiting@shop.test" }),
      await shop.sell({ country: "us", items: { cup: 3 } }),
      await shop.sell({ country: "us", items: { tray: 1 } }),
    ]
    const parcels = [
      await shop.ship(parted, "cup", 1),
      await shop.ship(parted, "cup", 1),
      await shop.ship(gone, "tray", 1),
    ]
    const list = async (query: string) => {
      const { status, body } = await store.admin.get<Documents>(`/documents?${query}`)
      expect(status).toBe(200)
      return body
    }
    const all = await list("source=order")
    expect(all.documents.map(({ id }) => id)).toEqual([gone.id, parted.id, waiting.id])
    for (const { id, number, total, currency_code, fulfillment_status } of all.documents) {
      const { display_id, ...said } = await reported(id)
      expect({ number, total, currency_code, fulfillment_status }).toEqual({
        number: String(display_id),
        total: said.total,
        currency_code: said.currency_code,
        fulfillment_status: said.fulfillment_status,
      })
    }
    const ids = async (query: string) => (await list(`source=order&${query}`)).documents.map(({ id }) => id)
    expect(await ids("fulfillment_status[]=not_fulfilled&fulfillment_status[]=shipped")).toEqual([
      gone.id,
      waiting.id,
    ])
    expect(await ids("q=waiting@")).toEqual([waiting.id])
    for (const q of [
      "山田",
      "山田 花子",
      "花子　山田",
      "山田花子",
      "花子山田",
      "ＷＡＩＴＩＮＧ@ 山田",
      "北の台所",
    ]) {
      expect({ q, found: await ids(`q=${encodeURIComponent(q)}`) }).toEqual({ q, found: [waiting.id] })
    }
    for (const q of ["John Smith", "smith john", "johnsmith"]) {
      expect({ q, found: await ids(`q=${encodeURIComponent(q)}`) }).toEqual({
        q,
        found: [gone.id, parted.id],
      })
    }
    const { number } = all.documents[1]!
    const wide = number.replaceAll(/\d/g, (digit) => String.fromCodePoint(Number(digit) + 0xff10))
    for (const q of [number, `#${number}`, wide, `＃${wide}`, `#${number} Smith`]) {
      expect({ q, found: await ids(`q=${encodeURIComponent(q)}`) }).toEqual({ q, found: [parted.id] })
    }
    expect(await ids(`q=${encodeURIComponent(`#${number} 山田`)}`)).toEqual([])
    expect(await ids("created_at[$gte]=2099-01-01")).toEqual([])
    // The first moment of a day of the shop, and the last.
    await store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION).raw(
      `UPDATE "order" SET created_at = CASE id WHEN ? THEN timestamptz '2026-05-30T15:00:00Z'
        WHEN ? THEN timestamptz '2026-05-31T14:59:59.999999Z' ELSE created_at END`,
      [waiting.id, parted.id]
    )
    expect(await ids("created_at[$gte]=2026-05-31&created_at[$lte]=2026-05-31")).toEqual([
      parted.id,
      waiting.id,
    ])
    expect(await ids("created_at[$lte]=2026-05-30")).toEqual([])
    // Brought in from elsewhere, the last number is of the oldest order.
    await store.container
      .resolve(ContainerRegistrationKeys.PG_CONNECTION)
      .raw(`UPDATE "order" SET created_at = '2026-01-01' WHERE id = ?`, [gone.id])
    for (const [order, found] of [
      ["created_at", [gone.id, waiting.id, parted.id]],
      ["-created_at", [parted.id, waiting.id, gone.id]],
      ["number", [waiting.id, parted.id, gone.id]],
      ["-number", [gone.id, parted.id, waiting.id]],
    ] as const) {
      expect({ order, found: await ids(`order=${order}`) }).toEqual({ order, found })
      const pages = [await ids(`order=${order}&limit=2`), await ids(`order=${order}&limit=2&offset=2`)]
      expect({ order, found: pages.flat() }).toEqual({ order, found })
    }
    const parcelsBy = async (order: string) =>
      (await list(`source=fulfillment&order=${order}`)).documents.map(({ id }) => id)
    expect(await parcelsBy("number")).toEqual(parcels)
    expect(await parcelsBy("-number")).toEqual([...parcels].reverse())
    expect(await store.admin.get("/documents?source=order&order=total")).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("'order'") },
    })
    expect(all.documents[2]).toMatchObject({ recipient_name: "山田花子", email: "waiting@shop.test" })

    const shipments = await list("source=fulfillment&limit=2")
    expect(shipments).toMatchObject({
      count: 3,
      documents: [
        { id: parcels[2], order_id: gone.id, shipment: 1, fulfillment_status: "shipped" },
        { id: parcels[1], order_id: parted.id, shipment: 2 },
      ],
    })
    expect((await list("source=fulfillment&limit=2&offset=2")).documents).toMatchObject([
      { id: parcels[0], order_id: parted.id, shipment: 1 },
    ])
    const { recipients } = (
      await store.admin.post<{ recipients: RecipientDTO[] }>("/recipients", {
        source: "fulfillment",
        fulfillment_ids: [...parcels].reverse(),
      })
    ).body
    expect(recipients.map(({ order_id, shipment }) => [order_id, shipment])).toEqual([
      [gone.id, 1],
      [parted.id, 2],
      [parted.id, 1],
    ])
    expect(await list("source=draft_order")).toMatchObject({ count: 0, documents: [] })
    expect(await store.admin.get("/documents?source=order&fulfillment_status=lost")).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("fulfillment_status") },
    })
  })

  it("orders are listed with what has been paid, as Medusa says it", async () => {
    const sell = () => shop.sell({ country: "us", items: { cup: 2 } })
    const [authorized, captured, partly, refunded, canceled, japanese] = [
      await sell(),
      await sell(),
      await sell(),
      await sell(),
      await sell(),
      await shop.sell({ country: "jp", items: { cup: 1 } }),
    ]
    await shop.capture(captured)
    await shop.refund(await shop.capture(partly), 1)
    await shop.refund(await shop.capture(refunded), (await reported(refunded.id)).total)
    await cancelOrderWorkflow(store.container).run({ input: { order_id: canceled.id } })
    await shop.capture(japanese)

    const { body } = await store.admin.get<Documents>("/documents?source=order")
    for (const { id, total } of body.documents) {
      expect([id, total]).toEqual([id, (await reported(id)).total])
    }
    const listed = body.documents.map(({ id, payment_status }) => [id, payment_status])
    const said = body.documents.map(async ({ id }) => [id, (await reported(id)).payment_status])
    expect(listed).toEqual(await Promise.all(said))
    expect(new Map(listed as [string, string][])).toEqual(
      new Map([
        [authorized.id, "authorized"],
        [captured.id, "captured"],
        [partly.id, "partially_refunded"],
        [refunded.id, "refunded"],
        [canceled.id, "canceled"],
        [japanese.id, "captured"],
      ])
    )
    const asked = await store.admin.get<Documents>("/documents?source=order&payment_status=authorized")
    expect(asked.body).toMatchObject({ count: 1, documents: [{ id: authorized.id }] })
    expect(await store.admin.get("/documents?source=order&payment_status=lost")).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("payment_status") },
    })
  })

  it("a parcel with a part of the order", async () => {
    const order = await shop.sell({ country: "us", items: { cup: 3, tray: 1 } })
    const parcel = await shop.ship(order, "cup", 2)
    const { text } = await mailAbout({ fulfillment_ids: [parcel] }, "fulfillment")
    const figures = await reported(order.id)
    expect(text).toContain(
      "Tracking number: 1234-5678\n  https://track.test/1\nIn this parcel:\n- cup (one) × 2\n\n■ Order\n"
    )
    expect(text).toContain(`${linesOf(figures)}\n---\n${sumsOf(figures)}\n\n■`)
  })

  it("parcels with sets and packs say the line and how many of it, not the parts", async () => {
    const order = await shop.sell({ country: "us", items: { set: 3, pack: 2, cup: 1 } })
    const parcels = [
      await shop.ship(order, "set", 2),
      await shop.ship(order, "set", 1),
      await shop.ship(order, "pack", 2),
      await shop.ship(order, "cup", 1),
    ]
    const said: string[] = []
    for (const parcel of parcels) {
      const { text } = await mailAbout({ fulfillment_ids: [parcel] }, "fulfillment")
      said.push(/In this parcel:\n([^]*?)\n\n■/.exec(text)![1]!)
    }
    expect(said).toEqual(["- set (one) × 2", "- set (one) × 1", "- pack (one) × 2", "- cup (one) × 1"])
  })
})
