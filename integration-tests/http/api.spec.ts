/** The admin API, route by route: what it answers, and what it says to what is wrong. */
import type { MemberDTO } from "../../src/modules/mail/audience/members"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { PreviewDTO } from "../../src/modules/mail/mailings/preview"
import type { AudienceDTO } from "../../src/modules/mail/service"
import type { MailSettingsDTO } from "../../src/modules/mail/settings"
import type { TemplateDTO } from "../../src/modules/mail/templates"
import { mailModule } from "../../src/workflows/mail-module"
import { createCustomers, createMembers, withStore } from "../support/store"

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
const template = { name: "News", kind: "member", subject: "News", body: "Hello {{ member.name }}" }

withStore({ MAIL_MONTHLY_QUOTA: "100" }, (store) => {
  let hanako: string
  let taro: string

  beforeAll(async () => {
    ;[hanako] = (await createMembers(store, [
      { email: "Hanako@shop.test", first_name: "Hanako", last_name: "Yamada", metadata: { rank: "gold" } },
    ])) as [string]
    ;[taro] = (await createCustomers(store, [
      { email: "taro@shop.test", first_name: "Taro", has_account: false },
      { email: null, first_name: "Nobody" },
    ])) as [string]
  })

  const createDraft = async (changes: object = {}) => {
    const { status, body } = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      ...draft,
      ...changes,
    })
    expect(status).toBe(200)
    return body.mailing
  }
  const drafts = async () => (await store.admin.get<{ count: number }>("/mailings")).body.count
  const members = async (query: string) => {
    const { status, body } = await store.admin.get<{ members: MemberDTO[]; count: number }>(
      `/members?${query}`
    )
    expect(status).toBe(200)
    return body.members.map((member) => member.first_name)
  }

  it.each([
    ["GET", "/members"],
    ["GET", "/templates"],
    ["GET", "/mailings"],
    ["GET", "/deliveries"],
    ["GET", "/quota"],
    ["GET", "/settings"],
    ["GET", "/variables?kind=member"],
    ["POST", "/audience"],
    ["POST", "/members/flags"],
    ["POST", "/members/consent"],
    ["POST", "/preview"],
    ["POST", "/mailings/mling_1/send"],
    ["DELETE", "/mailings/mling_1"],
  ])("%s %s is for administrators only", async (method, path) => {
    const verb = method.toLowerCase() as "get" | "post" | "delete"

    expect((await store.visitor[verb](path)).status).toBe(401)
  })

  describe("audience", () => {
    it("says how many can be sent to, why others cannot, and whether the quota reaches", async () => {
      const { status, body } = await store.admin.post<AudienceDTO>("/audience", { audience: { filter: {} } })

      expect(status).toBe(200)
      expect(body).toEqual({
        matched: 3,
        sendable: { count: 1, opted_in: 1, not_asked: 0, opted_out: 0 },
        unsendable: {
          count: 2,
          no_address: 1,
          invalid: 0,
          complained: 0,
          opted_out: 0,
          not_asked: 1,
          duplicate_address: 0,
        },
        quota: {
          month: expect.stringMatching(/^\d{4}-\d{2}$/),
          limit: 100,
          used: 0,
          reserved: 0,
          remaining: 100,
          fits: true,
        },
      })
    })

    it("reaches also those never asked, and as a notice everyone who has an address", async () => {
      const audience = { customer_ids: [hanako, taro] }
      const asked = await store.admin.post<AudienceDTO>("/audience", {
        audience: { ...audience, include: "not_asked" },
      })
      const notice = await store.admin.post<AudienceDTO>("/audience", { audience, purpose: "notice" })

      expect(asked.body.sendable).toEqual({ count: 2, opted_in: 1, not_asked: 1, opted_out: 0 })
      expect(notice.body.sendable.count).toBe(2)
    })

    it.each([
      ["audience", {}],
      ["audience", { audience: {} }],
      ["audience", { audience: { filter: {}, customer_ids: ["cus_1"] } }],
      ["audience, customer_ids", { audience: { customer_ids: [] } }],
      ["audience, include", { audience: { filter: {}, include: "opted_out" } }],
      ["nonsense", { audience: { filter: { nonsense: 1 } } }],
      ["audience, filter, created_at, $gte", { audience: { filter: { created_at: { $gte: "yesterday" } } } }],
      ["audience, filter, groups", { audience: { filter: { groups: "cusgroup_1" } } }],
      ["audience, filter, invalid", { audience: { filter: { invalid: "true" } } }],
      ["purpose", { audience: { filter: {} }, purpose: "fun" }],
    ])("names %s when it is wrong", async (field, body) => {
      expect(await store.admin.post("/audience", body)).toMatchObject({
        status: 400,
        body: { type: "invalid_data", message: expect.stringContaining(`'${field}'`) },
      })
    })
  })

  describe("members", () => {
    it("lists customers as mail sees them, a page at a time", async () => {
      const { body } = await store.admin.get<{ members: MemberDTO[]; count: number }>(
        "/members?order=email&limit=1"
      )

      expect(body).toMatchObject({ count: 3, offset: 0, limit: 1 })
      expect(body.members).toEqual([
        expect.objectContaining({
          customer_id: hanako,
          email: "Hanako@shop.test",
          first_name: "Hanako",
          last_name: "Yamada",
          company_name: null,
          has_account: true,
          consent: "opted_in",
          invalid: false,
          invalid_class: null,
          invalid_reason: null,
          last_order_at: null,
        }),
      ])
    })

    it("filters by everything that an audience filters by, written as a query", async () => {
      expect(await members("q=yamada")).toEqual(["Hanako"])
      expect(await members("has_account=false")).toEqual(["Taro"])
      expect(await members("consent[]=opted_in")).toEqual(["Hanako"])
      expect(await members("consent=not_asked&q=taro")).toEqual(["Taro"])
      expect(await members("metadata[rank]=gold")).toEqual(["Hanako"])
      expect(await members("invalid=true")).toEqual([])
      expect(await members("never_ordered=true&q=hanako")).toEqual(["Hanako"])
      expect(await members("created_at[$gte]=2000-01-01&q=hanako")).toEqual(["Hanako"])
      expect(await members("created_at[$lte]=2000-01-01T00:00:00Z")).toEqual([])
    })

    it("understands a list of any length, also beyond what Express makes an array of", async () => {
      const groups = Array.from({ length: 30 }, (_, index) => `groups[]=cusgroup_${index}`)

      expect(await members(groups.join("&"))).toEqual([])
      expect(await members("groups[0]=cusgroup_1")).toEqual([])
    })

    it.each([
      ["limit", "limit=201"],
      ["limit", "limit=many"],
      ["offset", "offset=-1"],
      ["order", "order=password"],
      ["has_account", "has_account=perhaps"],
      ["consent, 0", "consent[]=perhaps"],
      ["created_at, $gte", "created_at[$gte]=yesterday"],
      ["nonsense", "nonsense=1"],
    ])("names %s when it is wrong", async (field, query) => {
      expect(await store.admin.get(`/members?${query}`)).toMatchObject({
        status: 400,
        body: { type: "invalid_data", message: expect.stringContaining(`'${field}`) },
      })
    })

    it("flags addresses in any spelling and clears the flag", async () => {
      const flag = { emails: ["HANAKO@shop.test"], customer_ids: [taro], invalid: true, reason: "550 5.1.1" }

      expect(await store.admin.post("/members/flags", flag)).toEqual({ status: 200, body: { updated: 2 } })
      expect(await members("invalid=true&order=email")).toEqual(["Hanako", "Taro"])
      expect(await store.admin.post("/members/flags", { customer_ids: [taro], invalid: false })).toEqual({
        status: 200,
        body: { updated: 1 },
      })
      expect(await members("invalid=true")).toEqual(["Hanako"])
    })

    it.each([
      ["invalid", { emails: ["a@shop.test"] }],
      ["customer_ids", { invalid: true }],
      ["customer_ids", { customer_ids: [], invalid: true }],
      ["emails, 0", { emails: ["nobody"], invalid: true }],
      ["emails, 1", { emails: ["a@shop.test", "a@shop.test, b@shop.test"], invalid: true }],
      ["class", { emails: ["a@shop.test"], invalid: true, class: "x" }],
    ])("names %s of a flag when it is wrong, and flags nobody", async (field, body) => {
      expect(await store.admin.post("/members/flags", body)).toMatchObject({
        status: 400,
        body: { type: "invalid_data", message: expect.stringContaining(`'${field}'`) },
      })
      expect(await members("invalid=true")).toEqual([])
    })

    it("flags nobody if one of the customers does not exist", async () => {
      expect(
        await store.admin.post("/members/flags", { customer_ids: [taro, "cus_none"], invalid: true })
      ).toMatchObject({ status: 404, body: { message: expect.stringContaining("cus_none") } })
      expect(await members("invalid=true")).toEqual([])
    })

    it("takes consents over with their source, of ticked customers or of an audience", async () => {
      expect(
        await store.admin.post("/members/consent", {
          customer_ids: [taro],
          consent: "opted_in",
          source: "import",
          wording: "Yes please",
        })
      ).toEqual({ status: 200, body: { updated: 1 } })
      expect(await members("consent=opted_in&order=first_name")).toEqual(["Hanako", "Taro"])

      const { status } = await store.admin.post("/members/consent", {
        audience: { filter: { q: "taro" } },
        consent: "opted_out",
        source: "telephone",
      })
      expect(status).toBe(200)
      expect(await members("consent=opted_out")).toEqual(["Taro"])
    })

    it("notes who recorded a consent", async () => {
      await store.admin.post("/members/consent", {
        customer_ids: [taro],
        consent: "opted_in",
        source: "import",
      })

      const [event] = await mailModule(store.container).listMailConsentEvents({ customer_id: taro })
      expect(event).toMatchObject({ source: "import", actor_id: store.adminId })
    })

    it.each([
      ["consent", { customer_ids: ["cus_1"], source: "import" }],
      ["consent", { customer_ids: ["cus_1"], source: "import", consent: "not_asked" }],
      ["source", { customer_ids: ["cus_1"], consent: "opted_in", source: " " }],
      ["customer_ids", { consent: "opted_in", source: "import" }],
      ["audience", { customer_ids: ["cus_1"], audience: { filter: {} }, consent: "opted_in", source: "x" }],
    ])("names %s of a consent when it is wrong", async (field, body) => {
      expect(await store.admin.post("/members/consent", body)).toMatchObject({
        status: 400,
        body: { type: "invalid_data", message: expect.stringContaining(`'${field}'`) },
      })
    })
  })

  describe("templates", () => {
    it("are kept, listed, changed and deleted", async () => {
      const made = await store.admin.post<{ template: TemplateDTO }>("/templates", template)
      expect(made).toMatchObject({
        status: 200,
        body: { template: { ...template, id: expect.stringMatching(/^mtpl_/), format: "text" } },
      })
      const { id } = made.body.template
      const path = `/templates/${id}`

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
      expect((await store.admin.get("/templates")).body).toMatchObject({ templates: [], count: 0 })
    })

    it("of orders have a header and a footer", async () => {
      const body = { name: "Thanks", kind: "order", subject: "Thanks", header: "Hello", footer: "Bye" }

      expect((await store.admin.post("/templates", body)).body).toMatchObject({ template: body })
    })

    it.each([
      ["does not parse", "body", "Hello {{ member.name"],
      [
        "loops for ever",
        "body",
        "{% for i in (1..100000000) %}{% for j in (1..1000000) %}x{% endfor %}{% endfor %}",
      ],
      ["reads files", "body", "{% render '.env' %}"],
      ["includes files", "body", "{% include 'package.json' %}"],
      ["names an unknown variable", "body", "Hello\n{{ member.fist_name }}"],
      ["has an unknown filter", "subject", "{{ member.name | shout }}"],
    ])("are refused when one %s, naming the field", async (_, field, words) => {
      const refused = await store.admin.post("/templates", { ...template, [field]: words })

      expect(refused).toMatchObject({ status: 400, body: { type: "invalid_data" } })
      expect(refused.body.message).toMatch(new RegExp(`^${field}\\b.*: \\w+`))
      expect((await store.admin.get("/templates")).body).toMatchObject({ count: 0 })
    })

    it("are told the place of the fault", async () => {
      const { body } = await store.admin.post("/templates", {
        ...template,
        body: "Hello\n{{ member.fist_name }}",
      })

      expect(body.message).toMatch(/body \(line 2, column \d+\): .*member\.fist_name/)
    })

    it.each([
      ["name", { name: "" }],
      ["kind", { kind: "spam" }],
      ["subject", { subject: "News\r\nBcc: everyone@shop.test" }],
      ["body", { body: undefined }],
      ["format", { format: "rtf" }],
      ["locale", { locale: "tlh" }],
      ["header", { header: "Hello" }],
    ])("name %s when it is wrong, and are not kept", async (field, changes) => {
      expect(await store.admin.post("/templates", { ...template, ...changes })).toMatchObject({
        status: 400,
        body: { type: "invalid_data", message: expect.stringContaining(`'${field}'`) },
      })
      expect((await store.admin.get("/templates")).body).toMatchObject({ count: 0 })
    })

    it("stay as they were when a change is wrong", async () => {
      const { body } = await store.admin.post<{ template: TemplateDTO }>("/templates", template)
      const path = `/templates/${body.template.id}`

      expect((await store.admin.post(path, { subject: "{{" })).status).toBe(400)
      expect((await store.admin.post(path, { kind: "order" })).status).toBe(400)
      expect((await store.admin.get(path)).body).toEqual(body)
    })
  })

  describe("drafts", () => {
    it("are kept, changed and deleted, with who wrote them", async () => {
      const mailing = await createDraft()
      expect(mailing).toMatchObject({
        ...draft,
        id: expect.stringMatching(/^mling_/),
        state: "draft",
        purpose: "marketing",
        created_by: store.adminId,
        counts: {
          total: 0,
          pending: 0,
          sending: 0,
          sent: 0,
          deferred: 0,
          failed: 0,
          uncertain: 0,
          skipped: 0,
        },
      })
      const path = `/mailings/${mailing.id}`
      const audience = { customer_ids: [hanako], include: "not_asked" }

      expect((await store.admin.post(path, { audience })).body).toMatchObject({
        mailing: { id: mailing.id, content, audience },
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

    it("are kept with errors in their templates, which only sending refuses", async () => {
      const mailing = await createDraft({ content: { ...content, body: "{{ member.fist_name }}" } })

      await store.admin.post("/settings", { sender_address: "shop@shop.test" })
      const refused = await store.admin.post(`/mailings/${mailing.id}/send`)
      expect(refused).toMatchObject({ status: 400, body: { type: "invalid_data" } })
      expect(refused.body.message).toMatch(/body \(line 1.*member\.fist_name/)
      expect((await store.admin.get(`/mailings/${mailing.id}`)).body).toEqual({
        mailing: JSON.parse(JSON.stringify(mailing)),
      })
    })

    it("of orders name their documents as their source says", async () => {
      const orders = { kind: "order", content: orderContent, order_ids: ["order_1", "order_2"] }
      const made = await store.admin.post<{ mailing: MailingDTO }>("/mailings", orders)
      expect(made.body.mailing).toMatchObject({
        kind: "order",
        content: orderContent,
        document_ids: ["order_1", "order_2"],
        audience: null,
      })

      const shipped = { ...orderContent, source: "fulfillment" }
      expect(
        (await store.admin.post("/mailings", { kind: "order", content: shipped, fulfillment_ids: ["ful_1"] }))
          .body
      ).toMatchObject({ mailing: { document_ids: ["ful_1"] } })
    })

    it("keep their kind", async () => {
      const { id } = await createDraft()

      expect(await store.admin.post(`/mailings/${id}`, { content: orderContent })).toMatchObject({
        status: 400,
        body: { type: "invalid_data", message: expect.stringContaining("content") },
      })
      expect((await store.admin.post(`/mailings/${id}`, { order_ids: ["order_1"] })).status).toBe(400)
      expect((await store.admin.get(`/mailings/${id}`)).body).toMatchObject({
        mailing: { content, document_ids: null },
      })
    })

    it.each([
      ["kind", { kind: "spam" }],
      ["kind", { kind: undefined }],
      ["content", { content: undefined }],
      ["content, subject", { content: { ...content, subject: "News\nBcc: everyone@shop.test" } }],
      ["content, body", { content: { ...content, body: 5 } }],
      ["content, format", { content: { ...content, format: "rtf" } }],
      ["content, include_signature", { content: { ...content, include_signature: "yes" } }],
      ["header", { content: { ...content, header: "Hello" } }],
      ["audience", { audience: undefined }],
      ["audience", { audience: { include: "not_asked" } }],
      ["purpose", { purpose: "fun" }],
      ["order_ids", { order_ids: ["order_1"] }],
      ["order_ids", { kind: "order", content: orderContent, audience: undefined }],
      [
        "fulfillment_ids",
        {
          kind: "order",
          content: orderContent,
          audience: undefined,
          order_ids: ["o"],
          fulfillment_ids: ["f"],
        },
      ],
      ["audience", { kind: "order", content: orderContent, order_ids: ["order_1"] }],
      [
        "content, source",
        {
          kind: "order",
          content: { ...orderContent, source: "cart" },
          audience: undefined,
          order_ids: ["o"],
        },
      ],
    ])("name %s when it is wrong, and are not kept", async (field, changes) => {
      expect(await store.admin.post("/mailings", { ...draft, ...changes })).toMatchObject({
        status: 400,
        body: { type: "invalid_data", message: expect.stringContaining(`'${field}'`) },
      })
      expect(await drafts()).toBe(0)
    })

    it.each([
      ["content, subject", { content: { ...content, subject: "a\r\nb" } }],
      ["content, body", { content: { subject: "a", format: "text", include_signature: true } }],
      ["scheduled_at", { scheduled_at: "2030-01-01T00:00:00Z" }],
      ["kind", { kind: "order" }],
      ["state", { state: "sending" }],
    ])("name %s of a change when it is wrong, and stay as they were", async (field, changes) => {
      const mailing = await createDraft()

      expect(await store.admin.post(`/mailings/${mailing.id}`, changes)).toMatchObject({
        status: 400,
        body: { type: "invalid_data", message: expect.stringContaining(`'${field}'`) },
      })
      expect((await store.admin.get(`/mailings/${mailing.id}`)).body).toMatchObject({ mailing: { content } })
    })
  })

  describe("preview", () => {
    const preview = (body: object) => store.admin.post<PreviewDTO>("/preview", body)

    it("shows the finished mail of a member, or of an example", async () => {
      expect(await preview({ kind: "member", content, customer_id: hanako })).toMatchObject({
        status: 200,
        body: {
          subject: "News for Hanako",
          html: null,
          text: expect.stringContaining("the autumn list is here."),
          errors: [],
          warnings: expect.any(Array),
        },
      })
      expect((await preview({ kind: "member", content })).body.subject).toMatch(/^News for \S+/)
    })

    it("shows HTML with its text", async () => {
      const html = { ...content, format: "html", body: "<p>Hello <b>{{ member.first_name }}</b></p>" }
      const { body } = await preview({ kind: "member", content: html, customer_id: hanako })

      expect(body.html).toContain("<b>Hanako</b>")
      expect(body.text).toContain("Hello Hanako")
    })

    it("lists faults with their place instead of failing", async () => {
      const { status, body } = await preview({
        kind: "member",
        content: { ...content, body: "Hi\n{{ nobody }}" },
      })

      expect(status).toBe(200)
      expect(body.errors).toEqual([expect.objectContaining({ field: "body", line: 2 })])
    })

    it("is refused for an unknown customer or a wrong body", async () => {
      expect((await preview({ kind: "member", content, customer_id: "cus_none" })).status).toBe(404)
      expect(await store.admin.post("/preview", { kind: "member", content: { subject: "a" } })).toMatchObject(
        {
          status: 400,
          body: { message: expect.stringContaining("'content, body'") },
        }
      )
    })
  })

  describe("settings", () => {
    it("have defaults, and keep what is not changed", async () => {
      expect((await store.admin.get("/settings")).body).toMatchObject({
        settings: { sender_address: null, admin_copy: "none", language: "en" },
      })
      const changes = {
        sender_name: "Shop",
        sender_address: "shop@shop.test",
        bank_providers: ["pp_system_default"],
        order_insert: { delivery_instructions: "instructions" },
      }
      await store.admin.post("/settings", changes)
      const { status, body } = await store.admin.post<{ settings: MailSettingsDTO }>("/settings", {
        language: "ja",
      })

      expect(status).toBe(200)
      expect(body.settings).toMatchObject({ ...changes, language: "ja" })
    })

    it.each([
      ["sender_address", { sender_address: "shop" }],
      ["reply_to", { reply_to: "a@shop.test, b@shop.test" }],
      ["admin_copy_address", { admin_copy_address: "@" }],
      ["sender_name", { sender_name: "Shop\r\nBcc: everyone@shop.test" }],
      ["admin_copy", { admin_copy: "some" }],
      ["language", { language: "tlh" }],
      ["bank_providers", { bank_providers: "all" }],
      ["password", { password: "secret" }],
    ])("name %s when it is wrong, and stay as they were", async (field, changes) => {
      expect(await store.admin.post("/settings", { sender_name: "New", ...changes })).toMatchObject({
        status: 400,
        body: { type: "invalid_data", message: expect.stringContaining(field) },
      })
      expect((await store.admin.get("/settings")).body).toMatchObject({ settings: { sender_name: null } })
    })
  })

  it("tells the quota and the variables of a kind", async () => {
    expect((await store.admin.get("/quota")).body).toEqual({
      quota: { month: expect.any(String), limit: 100, used: 0, reserved: 0, remaining: 100 },
    })
    const { body } = await store.admin.get<{ variables: { path: string }[] }>("/variables?kind=member")
    expect(body.variables.map(({ path }) => path)).toContain("member.first_name")
    expect(await store.admin.get("/variables")).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("'kind'") },
    })
  })

  it.each([
    ["GET", "/templates/mtpl_none", undefined],
    ["POST", "/templates/mtpl_none", { subject: "x" }],
    ["DELETE", "/templates/mtpl_none", undefined],
    ["GET", "/mailings/mling_none", undefined],
    ["POST", "/mailings/mling_none", { purpose: "notice" }],
    ["DELETE", "/mailings/mling_none", undefined],
    ["GET", "/mailings/mling_none/deliveries", undefined],
    ["POST", "/mailings/mling_none/send", undefined],
    ["POST", "/mailings/mling_none/pause", undefined],
    ["POST", "/mailings/mling_none/resume", undefined],
    ["POST", "/mailings/mling_none/cancel", undefined],
    ["POST", "/mailings/mling_none/retry", { states: ["failed"] }],
    ["POST", "/mailings/mling_none/test", { to: "a@shop.test" }],
    ["GET", "/deliveries/mdlv_none", undefined],
  ])("%s %s: an unknown id is not found", async (method, path, body) => {
    const verb = method.toLowerCase() as "get" | "post" | "delete"

    expect(await store.admin[verb](path, body)).toMatchObject({
      status: 404,
      body: { type: "not_found", message: expect.stringContaining("_none") },
    })
  })

  describe("large bodies", () => {
    const ticks = (count: number) =>
      Array.from({ length: count }, (_, index) => `cus_${index}_${"x".repeat(20)}`)
    const megabyte = "x".repeat(1_000_000)

    it("are taken up to 5 MB where mails and ticks travel", async () => {
      const customer_ids = [hanako, ...ticks(100_000)]
      const { status, body } = await store.admin.post<AudienceDTO>("/audience", {
        audience: { customer_ids },
      })

      expect(status).toBe(200)
      expect(body).toMatchObject({ matched: 1, sendable: { count: 1 } })
      expect((await createDraft({ audience: { customer_ids } })).audience?.customer_ids).toHaveLength(100_001)
    })

    it.each([
      ["/audience", { audience: { customer_ids: ticks(10) } }],
      ["/members/flags", { customer_ids: ticks(10), invalid: true }],
      ["/members/consent", { customer_ids: ticks(10), consent: "opted_in", source: "x" }],
      ["/templates", template],
      ["/templates/mtpl_1", { body: "" }],
      ["/mailings", draft],
      ["/mailings/mling_1", { content }],
      ["/preview", { kind: "member", content }],
      ["/mailings/mling_1/test", { to: "a@shop.test" }],
    ])("%s takes more than 100 kB and answers 413 beyond 5 MB", async (path, body) => {
      const filled = (size: string) => ({ ...body, padding: size })

      expect(await store.admin.post(path, filled("x".repeat(200_000)))).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining("'padding'") },
      })
      expect((await store.admin.post(path, filled(megabyte.repeat(6)))).status).toBe(413)
    })
  })
})
