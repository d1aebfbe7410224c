/** Who can be reached: audiences, members, their flags and consents, over HTTP. */
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { mailModule } from "../../src/container/mail-module"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { MemberDTO } from "../../src/modules/mail/members/list"
import type { AudienceDTO } from "../../src/modules/mail/service"
import { until } from "../support/engine"
import { expectQueryRefusals, expectRefusals } from "../support/refusals"
import { createCustomers, createMembers, type Refusal, type Requests, withStore } from "../support/store"

withStore({ MAIL_MONTHLY_QUOTA: "100", MAIL_TIMEZONE: "Asia/Tokyo" }, (store) => {
  let hanako: string
  let taro: string

  beforeAll(async () => {
    ;[hanako] = (await createMembers(store, [
      {
        email: "Hanako@shop.test",
        first_name: "Hanako",
        last_name: "Yamada",
        metadata: { rank: "gold", visits: 12, member: true },
      },
    ])) as [string]
    ;[taro] = (await createCustomers(store, [
      { email: "taro@shop.test", first_name: "Taro", has_account: false },
      { email: null, first_name: "Nobody" },
    ])) as [string]
  })

  /** First names of the members that a query finds. */
  const members = async (query: string) => {
    const { body } = await store.admin.get<{ members: MemberDTO[] }>(`/members?${query}`)
    return body.members.map((member) => member.first_name)
  }
  const audience = (body: object) => store.admin.post<AudienceDTO>("/audience", body)

  it("everything is for administrators only", async () => {
    const routes: [keyof Requests, string][] = [
      ["get", "/members"],
      ["get", "/members/last-orders?customer_ids=cus_1"],
      ["get", "/templates"],
      ["get", "/segments"],
      ["post", "/segments"],
      ["get", "/mailings"],
      ["get", "/deliveries"],
      ["get", "/failures"],
      ["get", "/quota"],
      ["get", "/activity"],
      ["get", "/settings"],
      ["get", "/variables?kind=member"],
      ["post", "/audience"],
      ["post", "/members/flags"],
      ["post", "/members/consent"],
      ["post", "/members/cus_1/address"],
      ["get", "/consents?customer_id=cus_1"],
      ["get", "/consents.csv"],
      ["post", "/preview"],
      ["post", "/mailings/mling_1/send"],
      ["delete", "/mailings/mling_1"],
    ]
    for (const [verb, path] of routes) {
      expect({ path, status: (await store.visitor[verb](path)).status }).toEqual({ path, status: 401 })
    }
  })

  it("a corrected address is refused with its field if another customer has it, or kept where the store keeps it", async () => {
    const correct = (body: object) =>
      store.admin.post<Refusal & { email: string; issues: object[] }>(`/members/${hanako}/address`, body)

    expect(await correct({ email: "Taro@shop.test" })).toMatchObject({
      status: 409,
      body: {
        type: "conflict",
        issues: [{ field: "email", code: "address_shared", values: { name: "Taro" } }],
      },
    })
    expect(await members("q=hanako@shop.test")).toEqual(["Hanako"])
    expect(await correct({ email: " h.yamada@shop.test" })).toEqual({
      status: 200,
      body: { customer_id: hanako, email: "h.yamada@shop.test" },
    })
    expect(await members("q=h.yamada@shop.test")).toEqual(["Hanako"])
    expect((await correct({ email: "taro@shop.test", shared: true })).status).toBe(200)
    await expectRefusals(store.admin, `/members/${hanako}/address`, [
      ["'email'", {}],
      ["email", { email: "nobody" }],
      ["'force'", { email: "a@shop.test", force: true }],
    ])
  })

  it("the record of consents is a list of one customer, and a file of all", async () => {
    const { status, body } = await store.admin.get<{ consents: object[]; count: number }>(
      `/consents?customer_id=${hanako}`
    )
    expect([status, body.count]).toEqual([200, 1])
    expect(body.consents).toMatchObject([{ action: "granted", source: "test", name: "Hanako Yamada" }])
    await expectQueryRefusals(store.admin, "/consents", [
      ["'customer_id'", ""],
      ["'force'", `customer_id=${hanako}&force=true`],
    ])

    const response = await fetch(`${store.url}/admin/mail/consents.csv`, { headers: store.adminHeaders })
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="consents.csv"')
    const lines = (await response.text()).split("\r\n")
    expect(lines[1]).toContain(`,${hanako},Hanako Yamada,hanako@shop.test,granted,test,,`)
    expect(lines).toHaveLength(3)
  })

  it("an audience says how many can be sent to, why others cannot, and whether the quota reaches", async () => {
    const { status, body } = await audience({ audience: { filter: {} } })

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

  it("an audience reaches also those never asked, and as a notice everyone with an address", async () => {
    const ticked = { customer_ids: [hanako, taro] }

    expect((await audience({ audience: { ...ticked, include: "not_asked" } })).body.sendable).toEqual({
      count: 2,
      opted_in: 1,
      not_asked: 1,
      opted_out: 0,
    })
    expect((await audience({ audience: ticked, purpose: "notice" })).body.sendable.count).toBe(2)
  })

  it("a wrong audience is refused, naming the field", async () => {
    await expectRefusals(store.admin, "/audience", [
      ["'audience'", {}],
      ["'audience'", { audience: {} }],
      ["'audience'", { audience: { filter: {}, customer_ids: ["cus_1"] } }],
      ["'audience, customer_ids'", { audience: { customer_ids: [] } }],
      ["'audience, include'", { audience: { filter: {}, include: "opted_out" } }],
      ["'nonsense'", { audience: { filter: { nonsense: 1 } } }],
      ["'audience, filter, created_at, $gte'", { audience: { filter: { created_at: { $gte: "then" } } } }],
      ["'audience, filter, groups'", { audience: { filter: { groups: "cusgroup_1" } } }],
      ["'audience, filter, invalid'", { audience: { filter: { invalid: "true" } } }],
      ["'purpose'", { audience: { filter: {} }, purpose: "fun" }],
    ])
  })

  it("members are customers as mail sees them, a page at a time", async () => {
    const { body } = await store.admin.get<{ members: MemberDTO[] }>("/members?order=email&limit=1")

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
    expect((await store.admin.get("/members")).body).toMatchObject({ limit: 50 })
  })

  it("members come without their last orders if fields leaves them out, and the module does not look them up", async () => {
    const asked = jest.spyOn(mailModule(store.container), "listMembers")
    const fieldsOf = async (query: string) => {
      const { body } = await store.admin.get<{ members: object[] }>(`/members?limit=1&${query}`)
      const [, options] = asked.mock.lastCall!
      return { fields: Object.keys(body.members[0]!), lookedUp: options.with_last_order }
    }
    const { fields: all, lookedUp } = await fieldsOf("")

    expect([all.includes("last_order_at"), lookedUp]).toEqual([true, true])
    expect(await fieldsOf("fields=-last_order_at")).toEqual({
      fields: all.filter((field) => field !== "last_order_at"),
      lookedUp: false,
    })
    expect(await fieldsOf("fields=email,last_order_at")).toEqual({
      fields: ["email", "last_order_at"],
      lookedUp: true,
    })
    expect(await fieldsOf("fields=email&order=-last_order_at")).toEqual({
      fields: ["email"],
      lookedUp: false,
    })
    asked.mockRestore()
  })

  it("the last orders of given customers are told apart from the list", async () => {
    const knex = store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    await knex.raw(
      `INSERT INTO "order" (id, email, currency_code, created_at)
       VALUES ('order_hanako', 'HANAKO@shop.test', 'jpy', '2026-03-01T00:00:00Z')`
    )
    const answer = {
      last_orders: [
        { customer_id: taro, last_order_at: null },
        { customer_id: hanako, last_order_at: "2026-03-01T00:00:00.000Z" },
      ],
    }
    const several = `customer_ids[]=${taro}&customer_ids[]=${hanako}`

    expect(await store.admin.get(`/members/last-orders?${several}`)).toEqual({ status: 200, body: answer })
    expect((await store.admin.get(`/members/last-orders?customer_ids=${taro},${hanako}`)).body).toEqual(
      answer
    )
    expect((await store.admin.get(`/members/last-orders?${several}&customer_ids[]=cus_none`)).body).toEqual(
      answer
    )
    await expectQueryRefusals(store.admin, "/members/last-orders", [
      ["'customer_ids'", ""],
      ["'customer_ids'", "customer_ids="],
      [
        "'customer_ids'",
        `customer_ids=${Array.from({ length: 201 }, (_, index) => `cus_${index}`).join(",")}`,
      ],
      ["'customer_ids, 1'", `customer_ids=${taro},`],
      ["'limit'", `customer_ids=${taro}&limit=1`],
    ])
  })

  it("members are filtered by everything that an audience is, written as a query", async () => {
    expect(await members("q=yamada")).toEqual(["Hanako"])
    expect(await members("has_account=false")).toEqual(["Taro"])
    expect(await members("consent[]=opted_in")).toEqual(["Hanako"])
    expect(await members("consent=not_asked&q=taro")).toEqual(["Taro"])
    expect(await members("metadata[rank]=gold")).toEqual(["Hanako"])
    expect(await members("metadata[rank]=gold&metadata[visits]=12&metadata[member]=true")).toEqual(["Hanako"])
    expect(await members("metadata[visits][0]=12&metadata[visits][1]=13")).toEqual(["Hanako"])
    expect(await members("sales_channels[]=sc_1,sc_2")).toEqual([])
    expect(await members("bought[product_ids][]=prod_1&bought[since]=2026-01-01")).toEqual([])
    expect(await members("orders[count][$lte]=0&q=hanako")).toEqual(["Hanako"])
    expect(await members("orders[total][$gte]=0.5&orders[total][currency_code]=jpy")).toEqual([])
    expect(await members("countries=jp,fr")).toEqual([])
    expect(await members("languages[]=en&q=hanako")).toEqual(["Hanako"])
    expect(await members("invalid=true")).toEqual([])
    expect(await members("never_ordered=true&q=hanako")).toEqual(["Hanako"])
    expect(await members("created_at[$gte]=2000-01-01&q=hanako")).toEqual(["Hanako"])
    expect(await members("created_at[$lte]=2000-01-01T00:00:00Z")).toEqual([])
  })

  it("days are days of the shop, and the last one is included", async () => {
    const knex = store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    const became = (id: string, at: string) =>
      knex.raw("UPDATE customer SET created_at = ? WHERE id = ?", [at, id])
    // The first and the last moment of May 31 in Tokyo.
    await became(hanako, "2026-05-30T15:00:00Z")
    await became(taro, "2026-05-31T14:59:59.999999Z")

    const may31 = { $gte: "2026-05-31", $lte: "2026-05-31" }
    const query = "order=created_at&created_at[$gte]=2026-05-31&created_at[$lte]=2026-05-31"
    expect(await members(query)).toEqual(["Hanako", "Taro"])
    expect(await members("created_at[$lte]=2026-05-30")).toEqual([])
    expect(await members("created_at[$gte]=2026-06-01&q=taro")).toEqual([])
    // A moment is a moment.
    expect(await members("created_at[$lte]=2026-05-31T00:00:00%2B09:00")).toEqual(["Hanako"])
    expect((await audience({ audience: { filter: { created_at: may31 } } })).body.matched).toBe(2)
    const consent = { audience: { filter: { created_at: may31 } }, consent: "opted_in", source: "import" }
    expect((await store.admin.post("/members/consent", consent)).body).toEqual({ updated: 2 })
    expect((await store.admin.get("/settings")).body).toMatchObject({ timezone: "Asia/Tokyo" })
  })

  it("a mailing keeps the days that were said, and reaches whom they mean", async () => {
    await store.admin.post("/settings", { sender_address: "shop@shop.test" })
    await store.container
      .resolve(ContainerRegistrationKeys.PG_CONNECTION)
      .raw("UPDATE customer SET created_at = '2026-05-31T14:59:59.999999Z' WHERE id = ?", [hanako])
    const filter = { created_at: { $lte: "2026-05-31" } }
    const { body } = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "member",
      content: { subject: "News", body: "Hello", format: "text", include_signature: false },
      audience: { filter },
    })
    expect(body.mailing.audience).toEqual({ filter })
    const send = (scheduled_at?: string) =>
      store.admin.post<{ mailing: MailingDTO } & Refusal>(`/mailings/${body.mailing.id}/send`, {
        scheduled_at,
      })
    expect(await send("2020-01-01")).toMatchObject({ status: 400 })
    // A day begins in the shop's zone.
    const year = new Date().getUTCFullYear() + 2
    const scheduled = await send(`${year}-01-01`)
    expect(scheduled.body.mailing.scheduled_at).toBe(`${year - 1}-12-31T15:00:00.000Z`)
    await store.admin.post(`/mailings/${body.mailing.id}`, { scheduled_at: null })
    expect((await send()).status).toBe(202)
    await until("it has arrived", () => store.smtp.received.length === 1)
    expect(store.smtp.received[0]!.to).toEqual(["Hanako@shop.test"])
  })

  it("a list in a query may have any length, also beyond what Express makes an array of", async () => {
    const others = Array.from({ length: 30 }, () => "consent[]=opted_out")

    expect(await members([...others, "consent[]=opted_in"].join("&"))).toEqual(["Hanako"])
    expect(await members("consent[0]=opted_in")).toEqual(["Hanako"])
  })

  it("a wrong query is refused, naming the field", async () => {
    await expectQueryRefusals(store.admin, "/members", [
      ["'limit'", "limit=201"],
      ["'limit'", "limit=many"],
      ["'offset'", "offset=-1"],
      ["'order'", "order=password"],
      ["'has_account'", "has_account=perhaps"],
      ["'consent, 0'", "consent[]=perhaps"],
      ["'created_at, $gte'", "created_at[$gte]=then"],
      ["'nonsense'", "nonsense=1"],
    ])
    await expectQueryRefusals(store.admin, "/failures", [
      ["'limit'", "limit=201"],
      ["'offset'", "offset=50"],
      ["'invalid'", "invalid=perhaps"],
      ["after", "after=mdev_none"],
    ])
  })

  it("addresses are flagged in any spelling, and the flag is cleared", async () => {
    const flag = { emails: ["HANAKO@shop.test"], customer_ids: [taro], invalid: true, reason: "550 5.1.1" }

    expect(await store.admin.post("/members/flags", flag)).toEqual({ status: 200, body: { updated: 2 } })
    expect(await members("invalid=true&order=email")).toEqual(["Hanako", "Taro"])
    expect(await store.admin.post("/members/flags", { customer_ids: [taro], invalid: false })).toEqual({
      status: 200,
      body: { updated: 1 },
    })
    expect(await members("invalid=true")).toEqual(["Hanako"])
  })

  it("a wrong flag is refused, naming the field, and nobody is flagged", async () => {
    const flags = { customer_ids: [taro], invalid: true }

    await expectRefusals(store.admin, "/members/flags", [
      ["'invalid'", { ...flags, invalid: undefined }],
      ["'customer_ids'", { invalid: true }],
      ["'customer_ids'", { customer_ids: [], invalid: true }],
      ["'emails, 0'", { ...flags, emails: ["nobody"] }],
      ["'emails, 1'", { ...flags, emails: ["a@shop.test", "a@shop.test, b@shop.test"] }],
      ["'class'", { ...flags, class: "x" }],
    ])
    const unknown = await store.admin.post("/members/flags", { ...flags, customer_ids: [taro, "cus_none"] })
    expect(unknown).toMatchObject({ status: 404, body: { message: expect.stringContaining("cus_none") } })
    expect(await members("invalid=true")).toEqual([])
  })

  it("consents come from ticked customers or an audience, with their source and who recorded them", async () => {
    const granted = { customer_ids: [taro], consent: "opted_in", source: "import", wording: "Yes please" }

    expect(await store.admin.post("/members/consent", granted)).toEqual({ status: 200, body: { updated: 1 } })
    expect(await members("consent=opted_in&order=first_name")).toEqual(["Hanako", "Taro"])
    const [event] = await mailModule(store.container).listMailDeliveryConsentEvents({ customer_id: taro })
    expect(event).toMatchObject({ source: "import", wording: "Yes please", actor_id: store.adminId })

    const withdrawn = { audience: { filter: { q: "taro" } }, consent: "opted_out", source: "telephone" }
    expect((await store.admin.post("/members/consent", withdrawn)).status).toBe(200)
    expect(await members("consent=opted_out")).toEqual(["Taro"])
  })

  it("a wrong consent is refused, naming the field, and nothing is recorded", async () => {
    const consent = { customer_ids: [taro], consent: "opted_in", source: "import" }

    await expectRefusals(store.admin, "/members/consent", [
      ["'consent'", { ...consent, consent: undefined }],
      ["'consent'", { ...consent, consent: "not_asked" }],
      ["'source'", { ...consent, source: " " }],
      ["'customer_ids'", { ...consent, customer_ids: undefined }],
      ["'audience'", { ...consent, audience: { filter: {} } }],
    ])
    const unknown = { ...consent, customer_ids: [taro, "cus_none"] }
    expect((await store.admin.post("/members/consent", unknown)).status).toBe(404)
    expect(await members("consent=opted_in")).toEqual(["Hanako"])
  })

  it("100,000 ticks travel, as far as 5 MB; beyond it is 413", async () => {
    const ticks = Array.from({ length: 100_000 }, (_, index) => `cus_${index}_${"x".repeat(20)}`)
    const { status, body } = await audience({ audience: { customer_ids: [hanako, ...ticks] } })

    expect(status).toBe(200)
    expect(body).toMatchObject({ matched: 1, sendable: { count: 1 } })
    expect((await audience({ audience: { customer_ids: [...ticks, ...ticks] } })).status).toBe(413)
  })

  it.each([
    [
      "mails and ticks",
      5,
      [
        "/members/flags",
        "/members/consent",
        "/templates",
        "/templates/mtpl_1",
        "/mailings/mling_1/test",
        "/preview",
      ],
    ],
    ["files", 36, ["/mailings", "/mailings/mling_1", "/single"]],
  ])(
    "every route on which %s travel takes more than 100 kB and answers 413 beyond %i MB",
    async (_, most, paths) => {
      for (const path of paths) {
        const small = await store.admin.post(path, { padding: "x".repeat(200_000) })
        const large = await store.admin.post(path, { padding: "x".repeat((most + 1) * 1024 * 1024) })

        expect({ path, small: small.status, large: large.status }).toEqual({ path, small: 400, large: 413 })
      }
    }
  )
})
