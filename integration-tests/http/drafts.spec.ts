/** What is written: templates, drafts, previews and settings, over HTTP. */
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { STARTERS, starterTexts } from "../../src/admin/lib/starter-templates"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { PreviewDTO } from "../../src/modules/mail/mailings/preview"
import type { ProbeDTO } from "../../src/modules/mail/sending/probe"
import type { MailSettingsDTO } from "../../src/modules/mail/settings/settings"
import { databaseFromKnex } from "../../src/modules/mail/sql/database"
import type { TemplateDTO } from "../../src/modules/mail/templates/templates"
import type { ContentIssue } from "../../src/modules/mail/words"
import { expectQueryRefusals, expectRefusals } from "../support/refusals"
import { createMembers, type Refusal, type Requests, withStore } from "../support/store"

const content = {
  subject: "News for {{ member.first_name }}",
  body: "Dear {{ member.name }},\n\nthe autumn list is here.",
  format: "text",
  include_signature: false,
}
const draft = { kind: "member", content, audience: { filter: {} } }
const orderContent = {
  source: "order",
  subject: "Your order",
  header: "Thank you.",
  footer: "Bye.",
  format: "text",
  include_signature: true,
}
const orders = { kind: "order", content: orderContent, order_ids: ["order_1", "order_2"] }
const template = { name: "News", kind: "member", subject: "News", body: "Hello {{ member.name }}" }

withStore({ MAIL_MONTHLY_QUOTA: "100" }, (store) => {
  let hanako: string

  beforeAll(async () => {
    const people = [{ email: "hanako@shop.test", first_name: "Hanako", last_name: "Yamada" }]
    ;[hanako] = (await createMembers(store, people)) as [string]
  })

  const createDraft = async (changes: object = {}) =>
    (await store.admin.post<{ mailing: MailingDTO }>("/mailings", { ...draft, ...changes })).body.mailing
  const preview = (body: object) => store.admin.post<PreviewDTO>("/preview", body)
  const count = async (list: string) => (await store.admin.get<{ count: number }>(list)).body.count

  it("templates are kept, listed, changed and deleted", async () => {
    const made = await store.admin.post<{ template: TemplateDTO }>("/templates", template)
    const { id } = made.body.template
    const path = `/templates/${id}`
    expect(made).toMatchObject({
      status: 200,
      body: { template: { ...template, id: expect.stringMatching(/^mtpl_/), format: "text" } },
    })

    expect((await store.admin.post(path, { subject: "Old news" })).body).toMatchObject({
      template: { id, subject: "Old news", body: template.body },
    })
    expect((await store.admin.get(path)).body).toMatchObject({ template: { subject: "Old news" } })
    expect((await store.admin.get("/templates?q=old&kind=member&order=-name")).body).toMatchObject({
      templates: [{ id }],
      count: 1,
      offset: 0,
      limit: 50,
    })
    expect(await store.admin.delete(path)).toEqual({
      status: 200,
      body: { id, object: "mail_template", deleted: true },
    })
    expect((await store.admin.get(path)).status).toBe(404)
    expect(await count("/templates")).toBe(0)
  })

  it("templates of orders have a header and a footer", async () => {
    const body = { name: "Thanks", kind: "order", subject: "Thanks", header: "Hello", footer: "Bye" }

    expect((await store.admin.post("/templates", body)).body).toMatchObject({ template: body })
  })

  it.each(["en", "ja"] as const)(
    "each example of the pages is one that can be sent as it is: %s",
    async (language) => {
      for (const starter of STARTERS) {
        const { kind, body, header, footer, ...common } = starterTexts(starter, language)
        const texts = kind === "member" ? { body } : { header, footer }
        const { body: made } = await store.admin.post("/templates", {
          ...common,
          kind,
          ...texts,
          locale: language,
        })
        expect(made).toMatchObject({ template: { ...texts, locale: language } })
      }
      expect(await count("/templates")).toBe(STARTERS.length)
    }
  )

  it("templates that could not be sent are refused, naming field and place, and are not kept", async () => {
    const endless = "{% for i in (1..9999999) %}{% for j in (1..9999999) %}x{% endfor %}{% endfor %}"

    await expectRefusals(store.admin, "/templates", [
      ["body (line 1", { ...template, body: "Hello {{ member.name" }],
      ["body (line 1, column 1): The template is too large or too slow", { ...template, body: endless }],
      ["body (line 2", { ...template, body: "Hello\n{% render '.env' %}" }],
      ["body (line 1", { ...template, body: "{% include 'package.json' %}" }],
      ["body (line 2, column 4): ", { ...template, body: "Hello\n{{ member.fist_name }}" }],
      ["member.fist_name", { ...template, body: "{{ member.fist_name }}" }],
      ["subject (line 1", { ...template, subject: "{{ member.name | shout }}" }],
      ["header (line 1", { name: "Thanks", kind: "order", subject: "a", header: "{{", footer: "b" }],
    ])
    expect(await count("/templates")).toBe(0)
  })

  it("wrong templates are refused, naming the field, and are not kept", async () => {
    await expectRefusals(store.admin, "/templates", [
      ["'name'", { ...template, name: "" }],
      ["'kind'", { ...template, kind: "spam" }],
      ["'subject'", { ...template, subject: "News\r\nBcc: everyone@shop.test" }],
      ["'body'", { ...template, body: undefined }],
      ["'format'", { ...template, format: "rtf" }],
      ["'locale'", { ...template, locale: "tlh" }],
      ["'header'", { ...template, header: "Hello" }],
    ])
    expect(await count("/templates")).toBe(0)
  })

  it("a template stays as it was when a change is wrong", async () => {
    const { body } = await store.admin.post<{ template: TemplateDTO }>("/templates", template)
    const path = `/templates/${body.template.id}`

    await expectRefusals(store.admin, path, [
      ["subject", { subject: "{{" }],
      ["'kind'", { kind: "order" }],
    ])
    expect((await store.admin.get(path)).body).toEqual(body)
  })

  it("drafts are kept, changed and deleted, with who wrote them", async () => {
    const mailing = await createDraft()
    const path = `/mailings/${mailing.id}`
    const audience = { customer_ids: [hanako], include: "not_asked" }
    expect(mailing).toMatchObject({
      ...draft,
      id: expect.stringMatching(/^mling_/),
      state: "draft",
      purpose: "marketing",
      created_by: store.adminId,
    })
    const counts = "total pending sending sent deferred failed uncertain skipped bounced complained"
    expect(mailing.counts).toEqual(Object.fromEntries(counts.split(" ").map((name) => [name, 0])))

    expect((await store.admin.post(path, { audience })).body).toMatchObject({
      mailing: { content, audience },
    })
    expect((await store.admin.get(path)).body).toMatchObject({ mailing: { content, audience } })
    expect((await store.admin.get("/mailings?state=draft&kind=member&q=news")).body).toMatchObject({
      mailings: [{ id: mailing.id }],
      count: 1,
      offset: 0,
      limit: 50,
    })
    expect((await store.admin.get(`${path}/deliveries`)).body).toMatchObject({ deliveries: [], count: 0 })
    expect(await store.admin.delete(path)).toEqual({
      status: 200,
      body: { id: mailing.id, object: "mailing", deleted: true },
    })
    expect((await store.admin.get(path)).status).toBe(404)
  })

  it("drafts are kept with errors in their templates, which only sending refuses", async () => {
    const mailing = await createDraft({ content: { ...content, body: "{{ member.fist_name }}" } })

    await store.admin.post("/settings", { sender_address: "shop@shop.test" })
    await expectRefusals(store.admin, `/mailings/${mailing.id}/send`, [["body (line 1", {}]])
    expect((await store.admin.get(`/mailings/${mailing.id}`)).body).toEqual({ mailing })
  })

  it("drafts of order mailings name their documents as their source says", async () => {
    const shipped = { ...orderContent, source: "fulfillment" }

    expect((await store.admin.post("/mailings", orders)).body).toMatchObject({
      mailing: { kind: "order", content: orderContent, document_ids: ["order_1", "order_2"], audience: null },
    })
    expect(
      (await store.admin.post("/mailings", { kind: "order", content: shipped, fulfillment_ids: ["ful_1"] }))
        .body
    ).toMatchObject({ mailing: { document_ids: ["ful_1"] } })
  })

  it("wrong drafts are refused, naming the field, and are not kept", async () => {
    await expectRefusals(store.admin, "/mailings", [
      ["'kind'", { ...draft, kind: "spam" }],
      ["'kind'", { ...draft, kind: undefined }],
      ["'content'", { ...draft, content: undefined }],
      ["'content, subject'", { ...draft, content: { ...content, subject: "News\nBcc: a@shop.test" } }],
      ["'content, body'", { ...draft, content: { ...content, body: 5 } }],
      ["'content, format'", { ...draft, content: { ...content, format: "rtf" } }],
      ["'content, include_signature'", { ...draft, content: { ...content, include_signature: "yes" } }],
      ["'header'", { ...draft, content: { ...content, header: "Hello" } }],
      ["'audience'", { ...draft, audience: undefined }],
      ["'audience'", { ...draft, audience: { include: "not_asked" } }],
      ["'purpose'", { ...draft, purpose: "fun" }],
      ["'order_ids'", { ...draft, order_ids: ["order_1"] }],
      ["'order_ids'", { ...orders, order_ids: undefined }],
      ["'fulfillment_ids'", { ...orders, fulfillment_ids: ["ful_1"] }],
      ["'audience'", { ...orders, audience: { filter: {} } }],
      ["'content, source'", { ...orders, content: { ...orderContent, source: "cart" } }],
    ])
    expect(await count("/mailings")).toBe(0)
  })

  it("a draft stays as it was when a change is wrong, and keeps its kind", async () => {
    const mailing = await createDraft()

    await expectRefusals(store.admin, `/mailings/${mailing.id}`, [
      ["'content, subject'", { content: { ...content, subject: "a\r\nb" } }],
      ["'content, body'", { content: { ...content, body: undefined } }],
      ["'scheduled_at'", { scheduled_at: "2030-01-01T00:00:00Z" }],
      ["'kind'", { kind: "order" }],
      ["'state'", { state: "sending" }],
      ["content", { content: orderContent }],
      ["'order_ids'", { order_ids: ["order_1"] }],
    ])
    expect((await store.admin.get(`/mailings/${mailing.id}`)).body).toEqual({ mailing })
  })

  it("a preview is the finished mail of a member, or of an example", async () => {
    expect(await preview({ kind: "member", content, customer_id: hanako })).toMatchObject({
      status: 200,
      body: {
        subject: "News for Hanako",
        html: null,
        text: expect.stringContaining("the autumn list is here."),
        errors: [],
        // This store says nowhere how readers come to it.
        warnings: [expect.objectContaining({ field: "body", code: "no_unsubscribe_page" })],
      },
    })
    expect((await preview({ kind: "member", content })).body.subject).toMatch(/^News for \S+/)

    const html = { ...content, format: "html", body: "<p>Hello <b>{{ member.first_name }}</b></p>" }
    const { body } = await preview({ kind: "member", content: html, customer_id: hanako })
    expect(body.html).toContain("<b>Hanako</b>")
    expect(body.text).toContain("Hello Hanako")
  })

  it("HTML mails have a preheader: templates keep it, a preview shows it, and plain text refuses it", async () => {
    const html = { format: "html", preheader: "Only for {{ member.first_name }} & <you>" }
    const { body: made } = await store.admin.post<{ template: TemplateDTO }>("/templates", {
      ...template,
      ...html,
    })
    const path = `/templates/${made.template.id}`
    expect(made.template).toMatchObject(html)

    const mail = { ...content, ...html, body: "<p>Hello</p>" }
    const shown = (await preview({ kind: "member", content: mail, customer_id: hanako })).body
    expect(shown.preheader).toBe("Only for Hanako & <you>")
    expect(shown.html).toMatch(/<body>\n<div style="display:none;[^>]*>Only for Hanako &amp; &lt;you&gt;\n/)
    expect(shown.text).not.toContain("Only for")
    const ordered = { ...orderContent, ...html, preheader: "No. {{ order.number }}" }
    expect((await preview({ kind: "order", content: ordered })).body.preheader).toMatch(/^No\. \d+$/)
    expect((await preview({ kind: "member", content })).body).toMatchObject({ preheader: null, from: null })

    const plain = { ...mail, format: "text" }
    expect((await preview({ kind: "member", content: plain })).body.errors).toEqual([
      expect.objectContaining({ field: "preheader", code: "html_only" }),
    ])
    await expectRefusals(store.admin, path, [
      ["preheader", { format: "text" }],
      ["preheader (line 1", { preheader: "{{ member.nmae }}" }],
      ["'preheader'", { preheader: "a\nb" }],
      ["'preheader'", { preheader: "a".repeat(501) }],
    ])
    expect((await store.admin.post(path, { format: "text", preheader: null })).body).toMatchObject({
      template: { format: "text", preheader: null },
    })
    const { id } = await createDraft({ content: plain })
    await store.admin.post("/settings", { sender_address: "shop@shop.test" })
    expect(await store.admin.post(`/mailings/${id}/send`)).toMatchObject({
      status: 400,
      body: { issues: [{ field: "preheader", code: "html_only" }] },
    })
  })

  it("a preview lists faults with their place instead of failing", async () => {
    const faulty = { ...content, body: "Hi\n{{ member.nmae }}" }
    for (const customer_id of [undefined, hanako]) {
      const { status, body } = await preview({ kind: "member", content: faulty, customer_id })

      expect(status).toBe(200)
      expect(body.errors).toEqual([expect.objectContaining({ field: "body", line: 2 })])
    }
    expect((await preview({ kind: "member", content, customer_id: "cus_none" })).status).toBe(404)
    await expectRefusals(store.admin, "/preview", [
      ["'content, body'", { kind: "member", content: { ...content, body: undefined } }],
      ["'kind'", { content }],
    ])
  })

  it("settings have defaults, and keep what is not changed", async () => {
    const changes = {
      sender_name: "Shop",
      sender_address: "shop@shop.test",
      bank_providers: ["pp_system_default"],
      order_insert: { delivery_instructions: "instructions" },
    }
    expect((await store.admin.get("/settings")).body).toMatchObject({
      settings: { sender_address: null, admin_copy: "none", language: "en" },
    })

    await store.admin.post("/settings", changes)
    const { status, body } = await store.admin.post<{ settings: MailSettingsDTO }>("/settings", {
      language: "ja",
    })
    expect(status).toBe(200)
    expect(body.settings).toMatchObject({ ...changes, language: "ja" })
  })

  it("a test mail tells at once what the mail server says, and is no delivery", async () => {
    const test = (to: unknown) => store.admin.post<{ outcome: ProbeDTO } & Refusal>("/settings/test", { to })
    expect(await test("me@shop.test")).toMatchObject({
      status: 400,
      body: { type: "not_allowed", message: expect.stringContaining("sender_address") },
    })
    await store.admin.post("/settings", { sender_address: "shop@shop.test" })
    await expectRefusals(store.admin, "/settings/test", [
      ["'to'", {}],
      ["to", { to: "nobody" }],
      ["'cc'", { to: "me@shop.test", cc: "b@shop.test" }],
    ])
    expect(await test("me@shop.test")).toMatchObject({
      status: 200,
      body: { outcome: { ok: true, stage: "accepted" } },
    })
    expect(store.smtp.received).toMatchObject([{ from: "shop@shop.test", to: ["me@shop.test"] }])

    store.smtp.script({ at: "rcpt", reply: "550 5.1.1 No such user" })
    expect(await test("me@shop.test")).toMatchObject({
      status: 200,
      body: {
        outcome: { ok: false, stage: "recipient", class: "address_invalid", reply: "550 5.1.1 No such user" },
      },
    })
    expect((await store.admin.get("/deliveries")).body).toMatchObject({ count: 0 })
  })

  it("wrong settings are refused, naming the field, and stay as they were", async () => {
    const changed = { sender_name: "New" }

    await expectRefusals(store.admin, "/settings", [
      ["sender_address", { ...changed, sender_address: "shop" }],
      ["reply_to", { ...changed, reply_to: "a@shop.test, b@shop.test" }],
      ["admin_copy_address", { ...changed, admin_copy_address: "@" }],
      ["'sender_name'", { sender_name: "Shop\r\nBcc: everyone@shop.test" }],
      ["'admin_copy'", { ...changed, admin_copy: "some" }],
      ["'language'", { ...changed, language: "tlh" }],
      ["'bank_providers'", { ...changed, bank_providers: "all" }],
      ["'grace_seconds'", { ...changed, grace_seconds: -1 }],
      ["'grace_seconds'", { ...changed, grace_seconds: 601 }],
      ["'grace_seconds'", { ...changed, grace_seconds: null }],
      ["'pause_undelivered'", { ...changed, pause_undelivered: 0 }],
      ["'pause_complaints'", { ...changed, pause_complaints: 101 }],
      ["'password'", { ...changed, password: "secret" }],
    ])
    expect((await store.admin.get("/settings")).body).toMatchObject({ settings: { sender_name: null } })
  })

  it("settings that are rendered are checked by rendering them, told by code, and change nothing", async () => {
    const endless = "{% for i in (1..99999) %}{% for j in (1..99999) %}x{% endfor %}{% endfor %}"
    const insert = (language: string, form: string, source: string) => ({
      order_insert: { templates: { [language]: { [form]: source } } },
    })
    const cases: [field: string, code: string, changes: object][] = [
      ["signature_text", "unknown_variable", { signature_text: "Bye\n{{ nosuch.x }}" }],
      ["signature_text", "syntax", { signature_text: "{% if %}" }],
      ["signature_text", "limit", { signature_text: endless }],
      // It stands below mail to members too.
      ["signature_text", "unknown_variable", { signature_text: "{{ order.number }}" }],
      ["signature_html", "forbidden_html", { signature_html: "<script>alert(1)</script>" }],
      ["signature_html", "unclosed_html", { signature_html: "<a href='https://shop.test" }],
      ["signature_html", "limit", { signature_html: `<p>${endless}</p>` }],
      ["order_insert.templates.ja.text", "limit", insert("ja", "text", endless)],
      ["order_insert.templates.en.html", "limit", insert("en", "html", `<p>${endless}</p>`)],
      ["order_insert.templates.en.html", "forbidden_html", insert("en", "html", "<iframe></iframe>")],
      [
        "order_insert.templates.ja.html",
        "not_a_number",
        insert("ja", "html", '{{ order.total | plus: "¥5" }}'),
      ],
      ["sender_address", "not_an_address", { sender_address: "shop" }],
      ["sender_name", "not_one_line", { sender_name: "Shop\nBcc: x@y.test" }],
      ["contact", "text_too_long", { contact: "x".repeat(5_001) }],
      [
        "automatic.order_placed.template_id",
        "no_order_template",
        { automatic: { order_placed: { enabled: true, template_id: "mtpl_none" } } },
      ],
    ]
    const before = (await store.admin.get("/settings")).body
    for (const [field, code, changes] of cases) {
      const { status, body } = await store.admin.post<Refusal & { issues: ContentIssue[]; code: string }>(
        "/settings",
        { language: "ja", postal_address: "Tokyo", ...changes }
      )
      expect({ field, status, type: body.type, code: body.code, issues: body.issues }).toEqual({
        field,
        status: 400,
        type: "invalid_data",
        code,
        issues: [expect.objectContaining({ field, code, message: expect.any(String) })],
      })
      expect(body.message).toContain(field)
    }
    expect((await store.admin.get("/settings")).body).toEqual(before)
    expect((await store.admin.get("/templates")).status).toBe(200)
  })

  it("a signature that can be made is kept, and who changes something else is not held up by an old one", async () => {
    const good = {
      sender_address: "shop@shop.test",
      signature_text: "{{ store.name }}\n{{ unsubscribe_url }}",
      signature_html: "<p>{{ store.name }} <a href='{{ unsubscribe_url }}'>Bye</a></p>",
    }
    expect((await store.admin.post("/settings", good)).status).toBe(200)
    const db = databaseFromKnex(store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION))
    await db.query("UPDATE mpmd_settings SET signature_text = '{{ nosuch.x }}'")
    expect((await store.admin.post("/settings", { contact: "help@shop.test" })).status).toBe(200)

    const { id } = await createDraft({ content: { ...content, include_signature: true } })
    const sent = await store.admin.post<Refusal & { issues: ContentIssue[] }>(`/mailings/${id}/send`)
    expect(sent).toMatchObject({
      status: 400,
      body: { issues: [{ field: "signature", code: "unknown_variable" }] },
    })
  })

  it("test mails are few: for each mailing and for each person, the settings' own included", async () => {
    const db = databaseFromKnex(store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION))
    await store.admin.post("/settings", { sender_address: "shop@shop.test" })
    const { id } = await createDraft()
    const test = (mailing: string) => store.admin.post(`/mailings/${mailing}/test`, { to: "me@shop.test" })
    expect((await test(id)).status).toBe(202)
    // As if they had sent more within this hour.
    const more = (count: number, mailing: string | null) =>
      db.query(
        "INSERT INTO mpmd_test_mail (mailing_id, actor_id, sent_at) " +
          "SELECT $1, (SELECT actor_id FROM mpmd_test_mail LIMIT 1), now() FROM generate_series(1, $2)",
        [mailing, count]
      )
    await more(18, id)
    expect((await test(id)).status).toBe(202)
    expect(await test(id)).toMatchObject({
      status: 400,
      body: {
        type: "not_allowed",
        code: "test_limit_mailing",
        message: expect.stringContaining("20 test mails"),
      },
    })

    const { id: other } = await createDraft()
    await more(39, null)
    expect((await test(other)).status).toBe(202)
    const refused = { status: 400, body: { type: "not_allowed", code: "test_limit_person" } }
    expect(await test(other)).toMatchObject(refused)
    expect(await store.admin.post("/settings/test", { to: "me@shop.test" })).toMatchObject(refused)
    expect((await store.admin.get("/deliveries")).body).toMatchObject({ count: 3 })
  })

  it("what Postgres has against a value is the caller's fault, by the name of the field, and nothing is kept", async () => {
    const db = databaseFromKnex(store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION))
    // As if a shape knew less than its column.
    await db.query("ALTER TABLE mpmd_template ALTER COLUMN name TYPE varchar(8)")
    try {
      const refused = await store.admin.post("/templates", {
        ...template,
        body: "Hi",
        name: "A name that is too long",
      })
      expect(refused).toMatchObject({
        status: 400,
        body: {
          type: "invalid_data",
          code: "invalid_input",
          message: expect.stringMatching(/^name: .*too long/),
          issues: [{ field: "name", code: "invalid_input" }],
        },
      })
      expect(await count("/templates")).toBe(0)
    } finally {
      await db.query("ALTER TABLE mpmd_template ALTER COLUMN name TYPE text")
    }
  })

  it("the quota and the variables of a kind are told, with the shop's own fields that can be printed", async () => {
    const metadata = {
      rank: "gold",
      visits: 3,
      "last shop": "Ginza",
      tags: ["a"],
      deep: { a: 1 },
      nothing: null,
    }
    const db = databaseFromKnex(store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION))
    await db.query("UPDATE customer SET metadata = $2 WHERE id = $1", [hanako, metadata])
    const { body } = await store.admin.get<{ variables: { path: string }[] }>("/variables?kind=member")

    const paths = body.variables.map(({ path }) => path)
    expect(paths).toContain("member.first_name")
    expect(paths.filter((path) => path.startsWith("member.metadata."))).toEqual([
      "member.metadata.rank",
      "member.metadata.visits",
    ])
    expect((await store.admin.get("/variables")).body.message).toContain("'kind'")
    expect((await store.admin.get("/quota")).body).toEqual({
      quota: { month: expect.any(String), limit: 100, used: 0, reserved: 0, remaining: 100 },
    })
  })

  it("lists and details have the fields that are asked for, by Medusa's convention", async () => {
    const { id } = (await store.admin.post<{ template: TemplateDTO }>("/templates", template)).body.template
    const mailing = await createDraft()
    const one = async (path: string) => {
      const { body } = await store.admin.get<Record<string, object | object[]>>(path)
      const [answer] = Object.values(body)
      return Object.keys((Array.isArray(answer) ? answer[0] : answer) ?? {}).sort()
    }
    const all = await one("/templates")

    expect(await one("/templates?fields=name,kind")).toEqual(["id", "kind", "name"])
    expect(await one("/templates?fields=-name,-id")).toEqual(all.filter((field) => field !== "name"))
    expect(await one("/templates?fields=%2Bname")).toEqual(all)
    expect(await one("/templates?fields=+name,-kind")).toEqual(all.filter((field) => field !== "kind"))
    expect(await one(`/templates/${id}?fields=body`)).toEqual(["body", "id"])
    expect(await one("/mailings?fields=state&limit=1")).toEqual(["id", "state"])
    expect(await one(`/mailings/${mailing.id}?fields=counts,audience`)).toEqual(["audience", "counts", "id"])
    expect(await one("/members?fields=email,consent")).toEqual(["consent", "email"])
    expect((await store.admin.get("/templates?fields=name&limit=1")).body).toMatchObject({
      count: expect.any(Number),
      offset: 0,
      limit: 1,
    })
  })

  it("a field that an answer does not have is refused by its name, as a list's texts are", async () => {
    const wrong: [path: string, field: string][] = [
      ["/templates", "body"],
      ["/templates/none", "*body"],
      ["/mailings", "audience"],
      ["/mailings/none", "content.body"],
      ["/mailings/none/deliveries", "bytes"],
      ["/deliveries", "variables"],
      ["/deliveries/none", "bytes"],
      ["/members", "metadata"],
      ["/failures", "subject"],
      [`/consents?customer_id=${hanako}`, "orders"],
      ["/documents?source=order", "items"],
    ]
    for (const [path, field] of wrong) {
      const asked = `${path}${path.includes("?") ? "&" : "?"}fields=${field}`
      expect((await store.admin.get<Refusal>(asked)).body).toMatchObject({
        type: "invalid_data",
        message: expect.stringMatching(/^fields: '/),
        issues: [{ field: "fields", code: "unknown_field", values: { name: field } }],
      })
    }
    await expectQueryRefusals(store.admin, "/templates", [
      ["fields", "fields="],
      ["fields", "fields=name,,kind"],
      ["fields", "fields[]=name&fields[]=kind"],
    ])
  })

  it("an unknown id is not found, on every route that takes one", async () => {
    const routes: [keyof Requests, string, object?][] = [
      ["get", "/templates/mtpl_none"],
      ["post", "/templates/mtpl_none", { subject: "x" }],
      ["delete", "/templates/mtpl_none"],
      ["get", "/mailings/mling_none"],
      ["post", "/mailings/mling_none", { purpose: "notice" }],
      ["delete", "/mailings/mling_none"],
      ["get", "/mailings/mling_none/deliveries"],
      ["post", "/mailings/mling_none/send"],
      ["post", "/mailings/mling_none/undo"],
      ["post", "/mailings/mling_none/pause"],
      ["post", "/mailings/mling_none/resume"],
      ["post", "/mailings/mling_none/cancel"],
      ["post", "/mailings/mling_none/retry", { states: ["failed"] }],
      ["post", "/mailings/mling_none/test", { to: "a@shop.test" }],
      ["get", "/deliveries/mdlv_none"],
    ]
    for (const [verb, path, body] of routes) {
      const { status, body: refusal } = await store.admin[verb]<Refusal & { issues: ContentIssue[] }>(
        path,
        body
      )

      expect({ path, status, type: refusal.type }).toEqual({ path, status: 404, type: "not_found" })
      expect(refusal.issues).toMatchObject([{ code: "not_found", values: { what: expect.any(String) } }])
      expect(refusal.message).toContain("_none")
    }
  })
})
