/** Mail about orders, shipments and quotes, compared with what Medusa itself reports of them. */
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import PostalMime from "postal-mime"

import { mailModule } from "../../src/container/mail-module"
import { gatherDocuments } from "../../src/documents/gather"
import clearOldContent from "../../src/jobs/clear-old-content"
import type { DeliveryDetailDTO, DeliveryDTO } from "../../src/modules/mail/deliveries/ledger"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { PreviewDTO } from "../../src/modules/mail/mailings/preview"
import type { RecipientDTO } from "../../src/modules/mail/orders/document"
import { prepareOrderMailingWorkflow } from "../../src/workflows"
import { until } from "../support/engine"
import { anOrder, payBy, placeOrders, shipPart } from "../support/orders"
import { createMembers, type Refusal, withStore } from "../support/store"

interface Resent {
  delivery: DeliveryDetailDTO
  warning: string | null
}

const content = {
  source: "order",
  subject: "ご注文 {{ order.number }}",
  header: "{{ member.name }} 様",
  footer: "またのご利用をお待ちしております。",
  format: "text",
  include_signature: false,
  translations: {
    en: {
      subject: "Order {{ order.number }}",
      header: "Dear {{ member.name }},",
      footer: "We look forward to your next order.",
      format: "text",
    },
  },
}
const TODAY = new Date("2026-11-20T03:00:00Z")
const DOLLARS = {
  email: "john@shop.test",
  currency_code: "usd",
  locale: "en-US",
  items: [
    {
      title: "Tea cup",
      quantity: 3,
      unit_price: 10,
      tax_lines: [{ code: "vat", rate: 20 }],
      adjustments: [{ code: "TEN", amount: 6 }],
    },
  ],
  shipping_methods: [{ name: "Courier", amount: 5, tax_lines: [{ code: "vat", rate: 20 }] }],
}

withStore({ MAIL_TIMEZONE: "Asia/Tokyo", MAIL_RETENTION_MONTHS: "24" }, (store) => {
  beforeAll(async () => {
    await store.admin.post("/settings", {
      sender_name: "店",
      sender_address: "shop@shop.test",
      language: "ja",
      bank_text: "みずほ銀行 銀座支店 1234567",
      bank_providers: ["pp_system_default"],
      order_insert: { delivery_instructions_key: "instructions" },
    })
  })

  const send = async (body: object) => {
    const created = await store.admin.post<{ mailing: MailingDTO } & Refusal>("/mailings", {
      kind: "order",
      content,
      ...body,
    })
    expect(created).toMatchObject({ status: 200 })
    const { id } = created.body.mailing
    const sent = await store.admin.post<{ mailing: MailingDTO } & Refusal>(`/mailings/${id}/send`)
    expect(sent).toMatchObject({ status: 202 })
    return id
  }
  const mailing = async (id: string) =>
    (await store.admin.get<{ mailing: MailingDTO }>(`/mailings/${id}`)).body.mailing
  const done = (id: string) =>
    until("the mailing is completed", async () => (await mailing(id)).state === "completed")
  const detail = async (id: string) =>
    (await store.admin.get<{ delivery: DeliveryDetailDTO }>(`/deliveries/${id}`)).body.delivery
  const mails = async (id: string) => {
    const { body } = await store.admin.get<{ deliveries: DeliveryDTO[] }>(`/mailings/${id}/deliveries`)
    return Promise.all(body.deliveries.map(({ id }) => detail(id)))
  }
  const reported = async (orderId: string) => {
    const query = store.container.resolve(ContainerRegistrationKeys.QUERY)
    const fields = [
      "display_id",
      "total",
      "tax_total",
      "item_subtotal",
      "shipping_subtotal",
      "discount_subtotal",
    ]
    const { data } = await query.graph({ entity: "order", fields, filters: { id: orderId } })
    return Object.fromEntries(Object.entries(data[0]!).map(([name, value]) => [name, Number(value)]))
  }
  const documentsOf = (ids: string[]) => gatherDocuments(store.container, "order", ids)
  const preview = async (body: object) =>
    (await store.admin.post<PreviewDTO>("/preview", { kind: "order", content, ...body })).body

  it("every buyer gets the data of their own order, in their language and currency", async () => {
    const ids = await placeOrders(store.container, [
      anOrder({ metadata: { instructions: "午前中に" } }),
      anOrder(DOLLARS as object),
      anOrder({ email: "hanako@shop.test" }),
    ])
    await payBy(store.container, ids[0]!, 1_980)
    const id = await send({ order_ids: ids })
    await done(id)

    const [yen, dollars, again] = await mails(id)
    expect(store.smtp.received).toHaveLength(3)
    expect(again).toMatchObject({ email: "hanako@shop.test", order_id: ids[2] })
    const first = await reported(ids[0]!)
    expect(first.total).toBe(1_980)
    expect(yen!.mail!.subject).toBe(`ご注文 ${first.display_id}`)
    expect(yen!.mail!.text).toContain(
      [
        "商品合計：¥1,100",
        "送料：¥880",
        "合計：¥1,980 (内消費税 ¥180)",
        "",
        "■ ご注文者様情報",
        "お名前：山田花子 様",
        "会社名：株式会社北の台所",
        "ご住所：〒104-0061",
        "  東京都中央区銀座1-2-3",
      ].join("\n")
    )
    expect(yen!.mail!.text).toContain("お支払い方法：銀行振込")
    expect(yen!.mail!.text).toContain(
      "■ 配送に関するご指示\n午前中に\n\n■ お振込先口座\nみずほ銀行 銀座支店 1234567\n\nまたの"
    )
    expect(again!.mail!.text).not.toContain("振込")
    const second = await reported(ids[1]!)
    const usd = (amount: number) => `$${amount.toFixed(2)}`
    expect(dollars!.mail!.text).toContain(
      [
        `Items: ${usd(second.item_subtotal!)}`,
        `Discount: -${usd(second.discount_subtotal!)}`,
        `Shipping: ${usd(second.shipping_subtotal!)}`,
        `Tax: ${usd(second.tax_total!)}`,
        `Total: ${usd(second.total!)}`,
      ].join("\n")
    )
  })

  it("a shipment's mail has its own parcel, and a quote's says until when it holds", async () => {
    const [orderId, quoteId] = await placeOrders(store.container, [
      anOrder(),
      anOrder({ is_draft_order: true, status: "draft", metadata: { valid_until: "2026-12-31" } }),
    ])
    const shipments = [
      await shipPart(store.container, orderId!, 1, TODAY),
      await shipPart(store.container, orderId!, 2, TODAY),
    ]
    const shipped = { ...content, source: "fulfillment" }
    const id = await send({ content: shipped, fulfillment_ids: shipments })
    await done(id)

    const [first, second] = await mails(id)
    expect(first!.mail!.text).toContain(
      "■ 出荷情報\n出荷日：2026年11月20日\n配送業者：ヤマト運輸\nお問い合わせ番号：1234-5678\n  https://track.test/1234-5678\n" +
        "お問い合わせ番号：8765-4321\n今回お届けの商品：\n- 湯のみ × 1\n\n■ ご注文内容\n"
    )
    expect(second!.mail!.text).toContain("- 湯のみ × 2\n\n■ ご注文内容")
    const quote = await preview({
      content: { ...content, source: "draft_order" },
      draft_order_id: quoteId,
    })
    expect(quote.text).toContain("■ お見積内容\nお見積番号：")
    expect(quote.text).toContain("有効期限：2026年12月31日")
  })

  it("a template compares and computes amounts, and shows dates by the clocks of the shop", async () => {
    const ids = await placeOrders(store.container, [anOrder(), anOrder(DOLLARS as object)])
    const header =
      "{% if order.total > 1000 %}大口{% else %}小口{% endif %} {{ order.total | plus: 0.5 | money }} " +
      '{{ order.total | times: 2 }} {{ order.placed_at | date: "%Y-%m-%d %H:%M" }} ' +
      '{{ "2026-11-20T20:00:00Z" | date: "%m/%d" }}'
    const id = await send({
      order_ids: ids,
      content: { ...content, format: "html", header, translations: null },
    })
    await done(id)

    const sent = await mails(id)
    for (const [n, words] of ["大口 ¥1,981 3960", "小口 $35.30 69.6"].entries()) {
      const { created_at } = (await documentsOf([ids[n]!]))[0]!
      const local = new Intl.DateTimeFormat("sv-SE", {
        timeZone: "Asia/Tokyo",
        dateStyle: "short",
        timeStyle: "short",
      })
      const expected = `${words} ${local.format(new Date(created_at))} 11/21`
      expect(sent[n]!.mail!.text).toContain(expected)
      expect(sent[n]!.mail!.html).toContain(expected)
      const shown = await preview({ content: { ...content, header, translations: null }, order_id: ids[n]! })
      expect(shown.text).toContain(expected)
    }

    const wrong = {
      ...content,
      translations: null,
      header: '{% if order.total > "¥10,000" %}大口{% endif %}',
    }
    expect((await preview({ content: wrong, order_id: ids[0]! })).errors).toEqual([
      expect.objectContaining({ field: "header", code: "not_a_number", line: 1 }),
    ])
  })

  it("dates in the mail of members go by the clocks of the shop, in previews, tests and mailings alike", async () => {
    const [member] = await createMembers(store, [
      { email: "dates@shop.test", metadata: { joined: "2026-06-30T20:00:00Z", birthday: "1990-07-01" } },
    ])
    const day = (zone: string) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date())
    const body =
      '<p>{{ member.metadata.joined | date: "%Y-%m-%d" }} {{ member.metadata.birthday | date: "%m/%d" }} ' +
      '{{ "now" | date: "%Y-%m-%d" }} {{ "today" | date: "%Z" }}</p>'
    const member_content = { subject: "News", body, format: "html", include_signature: false }
    const expected = `2026-07-01 07/01 ${day("Asia/Tokyo")} Asia/Tokyo`
    const shown = await store.admin.post<PreviewDTO>("/preview", {
      kind: "member",
      content: member_content,
      customer_id: member,
    })
    expect(shown.body.text).toContain(expected)

    const created = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "member",
      content: member_content,
      audience: { customer_ids: [member], include: "not_asked" },
    })
    const { id } = created.body.mailing
    const before = store.smtp.received.length
    await store.admin.post(`/mailings/${id}/test`, { to: "me@shop.test", customer_id: member })
    await until("the test mail is there", () => store.smtp.received.length > before)
    expect((await store.admin.post(`/mailings/${id}/send`)).status).toBe(202)
    await done(id)
    const [mail] = await mails(id)
    expect(mail!.mail!.text).toContain(expected)
    expect(mail!.mail!.html).toContain(expected)
    expect(
      store.smtp.received.slice(before).filter(({ bytes }) => bytes.includes("2026-07-01"))
    ).toHaveLength(2)
  })

  it("what was sent can be read byte by byte", async () => {
    const ids = await placeOrders(store.container, [anOrder()])
    const id = await send({ order_ids: ids })
    await done(id)
    const [delivery] = await mails(id)
    expect(delivery!.mail!.raw).toBe(store.smtp.received[0]!.bytes.toString("latin1"))
  })

  it("mails about one document each are one notice a day, and what went wrong has its own", async () => {
    const [first, second, third] = await placeOrders(store.container, [
      anOrder(),
      anOrder({ is_draft_order: true, status: "draft" }),
      anOrder({ email: "gone@shop.test" }),
    ])
    const bell = async () => {
      const notices = await store.container
        .resolve(Modules.NOTIFICATION)
        .listNotifications({ channel: "feed" })
      return notices.map(({ data }) => data as { title: string; description: string })
    }
    const told = (count: number) =>
      until(`${count} are told of`, async () =>
        (await bell()).some(({ description }) => description.includes(`：${count}通`))
      )
    await send({ order_ids: [first] })
    await told(1)
    await send({ content: { ...content, source: "draft_order" }, draft_order_ids: [second] })
    await told(2)
    expect(await bell()).toEqual([expect.objectContaining({ title: "受注メールを送信しました" })])

    store.smtp.script({ at: "rcpt", to: "gone@shop.test", reply: "550 5.1.1 No such user" })
    await send({ order_ids: [third] })
    await until("the failure is told", async () =>
      (await bell()).some(({ description }) => description.includes("1件中 送信済み0件、失敗1件"))
    )
    expect(await bell()).toHaveLength(2)
  })

  it("a flagged address is warned about and sent to; a missing one is left out", async () => {
    const ids = await placeOrders(store.container, [anOrder(), anOrder({ email: undefined })])
    await store.admin.post("/members/flags", { emails: ["hanako@shop.test"], invalid: true })
    const { body } = await store.admin.post<{ recipients: RecipientDTO[] }>("/recipients", {
      source: "order",
      order_ids: ids,
    })
    expect(body.recipients).toMatchObject([
      {
        document_id: ids[0],
        email: "hanako@shop.test",
        recipient_name: "山田花子",
        total: "¥1,980",
        warning: "invalid",
      },
      { document_id: ids[1], email: null, warning: "no_address" },
    ])
    expect((await preview({ order_id: ids[0] })).warnings).toMatchObject([
      { field: "to", code: "address_invalid" },
    ])
    const id = await send({ order_ids: ids })
    await done(id)
    expect(await mailing(id)).toMatchObject({
      counts: { total: 1, sent: 1 },
      unsendable: { no_address: 1, not_found: 0 },
    })
  })

  it("orders in a currency of the shop's own, and a quote valid until no day of the calendar, go out like any other", async () => {
    const ids = await placeOrders(store.container, [
      anOrder({ currency_code: "usdt" }),
      anOrder({ currency_code: "points" }),
      anOrder(),
    ])
    const [quote] = await placeOrders(store.container, [
      anOrder({ is_draft_order: true, status: "draft", metadata: { valid_until: "2026-13-01" } }),
    ])
    const { status, body } = await store.admin.post<{ recipients: RecipientDTO[] }>("/recipients", {
      source: "order",
      order_ids: ids,
    })
    expect(status).toBe(200)
    expect(body.recipients.map(({ total }) => total)).toEqual([
      "1,980\u00a0USDT",
      "1,980\u00a0POINTS",
      "¥1,980",
    ])
    const id = await send({ order_ids: ids })
    await done(id)
    expect((await mails(id)).map(({ mail }) => /^合計：(\S+)/m.exec(mail!.text)![1])).toHaveLength(3)
    const source = { ...content, source: "draft_order" }
    expect((await preview({ content: source, draft_order_id: quote })).text).toContain(
      "有効期限：2026-13-01\n"
    )
    await done(await send({ content: source, draft_order_ids: [quote] }))
  })

  it("preparation that was interrupted goes on, and no order gets two mails", async () => {
    const ids = await placeOrders(
      store.container,
      Array.from({ length: 150 }, (_, n) => anOrder({ email: `b${n}@shop.test` }))
    )
    const mail = mailModule(store.container)
    const { id } = await mail.createMailing({ kind: "order", content: content as never, document_ids: ids })
    await store.container
      .resolve(ContainerRegistrationKeys.PG_CONNECTION)
      .raw("UPDATE mpmd_mailing SET state = 'preparing' WHERE id = ?", [id])
    const chunk = (await mail.nextDocuments(id))!
    const documents = await gatherDocuments(store.container, chunk.source, chunk.ids)
    await mail.addDocuments(chunk, documents)
    // A second worker brings the same documents once more.
    await mail.addDocuments(chunk, documents)
    expect(await mail.nextDocuments(id)).toMatchObject({ cursor: 100, ids: ids.slice(100) })
    expect(store.smtp.received).toHaveLength(0)

    await prepareOrderMailingWorkflow(store.container).run({ input: { id } })
    await done(id)
    expect(store.smtp.received.map(({ to }) => to[0]).sort()).toEqual(
      ids.map((_, n) => `b${n}@shop.test`).sort()
    )
  })

  it("files go with each mail of a mailing, kept from draft to draft, and with every test and repetition", async () => {
    const bytes = Buffer.alloc(4 * 1024 * 1024, "terms of the shop ")
    const terms = { filename: "ご利用規約（2026年版）.pdf", content: bytes.toString("base64") }
    const ids = await placeOrders(store.container, [anOrder(), anOrder({ email: "john@shop.test" })])
    const { body } = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "order",
      content,
      order_ids: ids,
      attachments: [terms],
    })
    const { id, attachments } = body.mailing
    const kept = { filename: terms.filename, digest: attachments[0]!.digest }
    const own = { filename: "領収書.txt", content: "b25l", content_type: "text/plain", document_id: ids[1] }
    const changed = await store.admin.post<{ mailing: MailingDTO }>(`/mailings/${id}`, {
      attachments: [kept, own],
    })
    expect(changed.body.mailing.attachments).toMatchObject([
      { ...kept, size: bytes.length, document_id: null },
      { filename: own.filename, size: 3, content_type: "text/plain", document_id: ids[1] },
    ])
    expect((await store.admin.post(`/mailings/${id}/test`, { to: "me@shop.test" })).status).toBe(202)
    expect((await store.admin.post(`/mailings/${id}/send`, { grace: 0 })).status).toBe(202)
    await done(id)
    const sent = await mails(id)
    expect(sent.map(({ attachments }) => attachments.map(({ filename }) => filename))).toEqual([
      [terms.filename],
      [terms.filename, own.filename],
    ])
    expect((await store.admin.post(`/deliveries/${sent[1]!.id}/resend`)).status).toBe(202)
    await until("all arrived", () => store.smtp.received.length === 4)

    const arrived = await Promise.all(
      store.smtp.received.map(async ({ to, bytes: message }) => {
        const mail = await PostalMime.parse(message)
        const files = mail.attachments.map(({ filename, content: file }) => [
          filename,
          Buffer.from(file as ArrayBuffer).equals(filename === terms.filename ? bytes : Buffer.from("one")),
        ])
        return [to[0], files]
      })
    )
    const both = [
      [terms.filename, true],
      [own.filename, true],
    ]
    expect(arrived).toHaveLength(4)
    expect(arrived).toEqual(
      expect.arrayContaining([
        ["me@shop.test", [[terms.filename, true]]],
        ["hanako@shop.test", [[terms.filename, true]]],
        ["john@shop.test", both],
      ])
    )
    expect(arrived.filter(([, files]) => JSON.stringify(files) === JSON.stringify(both))).toHaveLength(2)
    const files = await store.container
      .resolve(ContainerRegistrationKeys.PG_CONNECTION)
      .raw("SELECT size FROM mpmd_file ORDER BY size")
    expect(files.rows).toEqual([{ size: 3 }, { size: bytes.length }])

    const other = { ...own, document_id: "order_none" }
    expect(
      await store.admin.post("/mailings", { kind: "order", content, order_ids: ids, attachments: [other] })
    ).toMatchObject({
      status: 400,
      body: { issues: [{ field: "attachments.0.document_id", code: "foreign_document" }] },
    })
    const member = {
      kind: "member",
      content: { subject: "", body: "", format: "text", include_signature: true },
    }
    expect(
      await store.admin.post("/mailings", { ...member, audience: { filter: {} }, attachments: [terms] })
    ).toMatchObject({ status: 400, body: { issues: [{ code: "unknown_field" }] } })
  })

  it("a test mail carries the order that was named, or an example", async () => {
    const [orderId] = await placeOrders(store.container, [anOrder()])
    const { body } = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "order",
      content,
      order_ids: [orderId],
    })
    const test = (named: object) =>
      store.admin.post(`/mailings/${body.mailing.id}/test`, { to: "me@shop.test", ...named })
    expect((await test({ order_id: orderId })).status).toBe(202)
    expect((await test({})).status).toBe(202)
    expect(await test({ order_id: "order_none" })).toMatchObject({ status: 404 })
    await until("both samples arrived", () => store.smtp.received.length === 2)
  })

  it("the shop's own insert takes the place of ours, and its faults are refused", async () => {
    const own = { templates: { ja: { text: "注文 {{ order.total }}" } } }
    expect((await store.admin.post("/settings", { order_insert: own })).status).toBe(200)
    const [orderId] = await placeOrders(store.container, [anOrder()])
    expect((await preview({ order_id: orderId })).text).toBe(
      "山田花子 様\n\n注文 ¥1,980\n\nまたのご利用をお待ちしております。"
    )
    const wrong = { templates: { ja: { text: "{{ order.totl }}" } } }
    expect(await store.admin.post("/settings", { order_insert: wrong })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("order_insert.templates.ja.text (line 1, column") },
    })
  })

  it("the mail of an order is sent again as it was, by whom is on record, and not twice at once", async () => {
    const ids = await placeOrders(store.container, [anOrder()])
    const sender = { sender_name: "受注係", reply_to: "orders@shop.test" }
    const mailingId = await send({ order_ids: ids, ...sender })
    await done(mailingId)
    const [first] = await mails(mailingId)
    // What changed since is of no concern: it is the mail of then.
    await store.admin.post("/settings", { sender_name: "Another name", bank_text: "Another bank" })
    await store.admin.post("/members/flags", { emails: [first!.email], invalid: true })

    const resend = () => store.admin.post<Resent & Refusal>(`/deliveries/${first!.id}/resend`)
    store.smtp.script({ at: "final", delayMs: 500, times: 1 })
    const answers = await Promise.all([resend(), resend()])
    const [again] = answers.filter(({ status }) => status === 202)
    expect(again!.body).toMatchObject({
      warning: "invalid",
      delivery: { kind: "single", repeats_id: first!.id, order_id: ids[0], mailing_id: null },
    })
    await until("it arrived again", () => store.smtp.received.length === 2)
    await until("that is on record", async () => (await detail(again!.body.delivery.id)).state === "sent")
    const second = await detail(again!.body.delivery.id)
    const [one, two] = store.smtp.received.map(({ bytes }) => bytes.toString())
    // What a mailing sent for many is now one mail by itself, which says so to machines.
    const own = /^(Date|Message-ID|X-Mail-Delivery-Id|Auto-Submitted):.*\r\n/gm
    const lasting = (mail: string) => mail.replaceAll(own, "")
    expect(lasting(two!)).toBe(lasting(one!))
    expect(two).toContain("\r\nReply-To: <orders@shop.test>\r\n")
    expect((await PostalMime.parse(two!)).from?.name).toBe("受注係")
    expect(second.events).toMatchObject([{ reason: "resent", actor_id: store.adminId }])
    expect(second.mail!.raw).toBe(two)
    expect(new Set(store.smtp.received.map(({ messageId }) => messageId)).size).toBe(2)
    // Once that has arrived, it can be asked for another time; not at once, which would be a second click.
    expect(await resend()).toMatchObject({
      status: 400,
      body: { type: "not_allowed", message: expect.stringMatching(/once more in \d+ seconds/) },
    })
    await store.container
      .resolve(ContainerRegistrationKeys.PG_CONNECTION)
      .raw("UPDATE mpmd_delivery SET created_at = now() - interval '61 seconds' WHERE id = ?", [second.id])
    expect((await resend()).status).toBe(202)
    await until("it arrived a third time", () => store.smtp.received.length === 3)
    expect((await mailing(mailingId)).counts).toMatchObject({ total: 1, sent: 1 })
  })

  it("two years later the job forgets what it said, and it is neither shown nor sent again", async () => {
    const ids = await placeOrders(store.container, [anOrder(), anOrder()])
    const [old, young] = [await send({ order_ids: [ids[0]!] }), await send({ order_ids: [ids[1]!] })]
    await done(old)
    await done(young)
    await store.container
      .resolve(ContainerRegistrationKeys.PG_CONNECTION)
      .raw("UPDATE mpmd_mailing SET completed_at = now() - interval '25 months' WHERE id = ?", [old])
    await clearOldContent(store.container)

    const [forgotten] = await mails(old)
    expect(forgotten).toMatchObject({ state: "sent", order_id: ids[0], mail: null, resendable: false })
    expect(forgotten!.content_cleared_at).not.toBeNull()
    expect(await store.admin.post(`/deliveries/${forgotten!.id}/resend`)).toMatchObject({
      status: 400,
      body: { type: "not_allowed", message: expect.stringContaining("their content was cleared") },
    })
    expect((await mailing(old)).counts).toMatchObject({ total: 1, sent: 1 })
    const [kept] = await mails(young)
    expect(kept).toMatchObject({ content_cleared_at: null, resendable: true })
    expect(kept!.mail!.raw).not.toBeNull()
  })

  it("member mail and samples are not sent again by themselves, nor what is unknown", async () => {
    await createMembers(store, [{ email: "member@shop.test" }])
    const created = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "member",
      content: { subject: "News", body: "Hello", format: "text", include_signature: false },
      audience: { filter: {} },
    })
    const { id } = created.body.mailing
    await store.admin.post(`/mailings/${id}/send`)
    await done(id)
    const [delivery] = await mails(id)
    expect(delivery).toMatchObject({ state: "sent", resendable: false })
    expect(await store.admin.post(`/deliveries/${delivery!.id}/resend`)).toMatchObject({
      status: 400,
      body: { type: "not_allowed", message: expect.stringContaining("its kind is member") },
    })
    expect(await store.admin.post("/deliveries/mdlv_none/resend")).toMatchObject({ status: 404 })
  })

  it("documents that do not exist are named before anything is sent", async () => {
    const created = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "order",
      content,
      order_ids: ["order_none"],
    })
    const { id } = created.body.mailing
    expect(await store.admin.post(`/mailings/${id}/send`)).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining("order_none") },
    })
    expect((await mailing(id)).state).toBe("draft")
  })
})
