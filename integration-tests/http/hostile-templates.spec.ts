/** Whatever is written into templates, settings and data: the store goes on answering, and says what was wrong. */
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import type { DeliveryDetailDTO } from "../../src/modules/mail/deliveries/ledger"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { PreviewDTO } from "../../src/modules/mail/mailings/preview"
import { type Database, databaseFromKnex } from "../../src/modules/mail/sql/database"
import { type Call, callersOf } from "../support/callers"
import { seedContent } from "../support/engine"
import { watchLoop } from "../support/loop-delay"
import { seedMailing } from "../support/mailings"
import { createMembers, withStore } from "../support/store"

const rules = (count: number, rule: (index: number) => string) =>
  `<style>${Array.from({ length: count }, (_, index) => rule(index)).join("")}</style>`

/** Each of these once took the store from everybody for seconds. */
const HOSTILE = [
  '{% assign a = "x," | split: "," %}{% for i in (1..11) %}{% assign a = a | concat: a %}{% endfor %}{% if a | where_exp: "i", "i > 3" %}{% endif %}',
  `${rules(1_400, (n) => `.c${n}{color:red}`)}${"<p>x</p>".repeat(1_400)}`,
  `${rules(100, () => "*:has(* * * * u){color:red}")}${"<div>".repeat(100)}`,
  `{{ member.metadata${"[a".repeat(1_800)}${"]".repeat(1_800)} }}`,
  "<b>".repeat(5_000),
  "{% for i in (1..4000000) %}{{ i }}{% endfor %}",
  // Let through by every count, and ended by the clock.
  `${rules(1_600, (n) => `p * * * * u{margin-${n}:0}`)}${"<div>".repeat(145)}${"<u>x</u>".repeat(150)}${"</div>".repeat(145)}`,
]

withStore({}, (store) => {
  let db: Database
  let hanako: string

  beforeAll(async () => {
    db = databaseFromKnex(store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION))
    const words = Array.from({ length: 4_000 }, (_, n) => `word${n}`)
    ;[hanako] = (await createMembers(store, [{ email: "hanako@shop.test", metadata: { words } }])) as [string]
  })

  const contentOf = (body: string) => ({ subject: "News", body, format: "html", include_signature: false })
  const template = { kind: "member", subject: "News", format: "html" }
  const preview = (body: string, changes: object = {}) =>
    store.admin.post<PreviewDTO>("/preview", { kind: "member", content: contentOf(body), ...changes })

  /** A delivery that could not be made, as sending leaves it. */
  const aFailedDelivery = async () => {
    const text =
      "{% for a in member.metadata.words %}{% for b in member.metadata.words %}{{ b }}{% endfor %}{% endfor %}"
    const contentId = await seedContent(db, { text, variables: ["member.metadata.words"] })
    const id = await seedMailing(db, { recipients: 1, contentId, state: "completed", withoutConsent: true })
    const words = Array.from({ length: 4_000 }, (_, n) => n)
    const [row] = await db.query<{ id: string }>(
      "UPDATE mpmd_delivery SET state = 'failed', reason = 'render', attempt = 1, response = 'too much', variables = $2 " +
        "WHERE mailing_id = $1 RETURNING id",
      [id, JSON.stringify({ member: { metadata: { words } } })]
    )
    return row!.id
  }

  it("the store's event loop stays free while hostile mails are previewed, saved, sent and looked at", async () => {
    // Whatever is loaded for the first time is loaded before.
    expect((await preview("<p>{{ member.name }}</p>")).status).toBe(200)
    const delivery = await aFailedDelivery()
    const draft = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "member",
      content: contentOf(HOSTILE[1]!),
      audience: { filter: {} },
    })
    const call = (method: "GET" | "POST", path: string, body?: object): Call => {
      return { method, url: `${store.url}/admin/mail${path}`, headers: store.adminHeaders, body }
    }
    const storm = async (bodies: string[]) => {
      const ask = await callersOf(
        bodies.map((body, n) => [
          call("POST", "/preview", { kind: "member", content: contentOf(body) }),
          call("POST", "/templates", { ...template, name: `Storm ${n}`, body }),
          call("POST", `/mailings/${draft.body.mailing.id}/send`, {}),
          call("GET", `/deliveries/${delivery}`),
        ])
      )
      const end = watchLoop()
      const answers = await ask()
      return { delay: end(), answers }
    }

    const harmless = await storm(HOSTILE.map((_, n) => `<p>${n}</p>`))
    await db.query("UPDATE mpmd_template SET deleted_at = now()")
    const hostile = await storm(HOSTILE)

    expect(hostile.answers.filter(({ status }) => status >= 500)).toEqual([])
    // Each was really tried, and none turned away at the door.
    expect(hostile.answers.filter(({ code }) => code === "busy")).toEqual([])
    // A machine that is busy with other things keeps every process waiting: harmless requests say how much of it that is.
    expect(hostile.delay.p99).toBeLessThan(Math.max(50, 2 * harmless.delay.p99))
    // Once each of these took seconds at one stretch.
    expect(hostile.delay.longest).toBeLessThan(Math.max(250, 2 * harmless.delay.longest))
    // Nothing of it was kept.
    expect((await store.admin.get("/templates")).body).toMatchObject({ count: 0 })
  })

  it.each(HOSTILE)("a preview names the field of %#", async (body) => {
    const { status, body: shown } = await preview(body)
    expect(status).toBe(200)
    expect(shown).toMatchObject({ subject: "", html: null, text: "" })
    expect(shown.errors).toEqual(expect.arrayContaining([expect.objectContaining({ field: "body" })]))
  })

  it("what a customer wrote into their own data is a fault of this preview, and not of the store", async () => {
    const body =
      "{% for a in member.metadata.words %}{% for b in member.metadata.words %}{{ b }}{% endfor %}{% endfor %}"
    expect((await preview(body)).body.errors).toEqual([])
    const { status, body: shown } = await preview(body, { customer_id: hanako })
    expect(status).toBe(200)
    expect(shown.errors).toEqual([
      expect.objectContaining({ code: "limit", message: expect.stringContaining("100000 steps") }),
    ])
  })

  it("the page of a mail that could not be made shows what is known, and why", async () => {
    const id = await aFailedDelivery()
    const { status, body } = await store.admin.get<{ delivery: DeliveryDetailDTO }>(`/deliveries/${id}`)
    expect(status).toBe(200)
    expect(body.delivery).toMatchObject({
      id,
      state: "failed",
      reason: "render",
      mail: null,
      mail_fault: { field: "text", code: "limit", message: expect.stringContaining("100000 steps") },
    })

    await db.query("UPDATE mpmd_delivery SET variables = $2 WHERE id = $1", [
      id,
      JSON.stringify({ member: { metadata: { words: "w".repeat(100_001) } } }),
    ])
    expect((await store.admin.get(`/deliveries/${id}`)).body).toMatchObject({
      delivery: {
        mail: null,
        mail_fault: { code: "limit", message: expect.stringContaining("too much data") },
      },
    })

    await db.query("UPDATE mpmd_delivery SET variables = $2 WHERE id = $1", [
      id,
      JSON.stringify({ member: { metadata: { words: ["one"] } } }),
    ])
    expect((await store.admin.get(`/deliveries/${id}`)).body).toMatchObject({
      delivery: { mail: { text: "one" }, mail_fault: null },
    })
  })
})
