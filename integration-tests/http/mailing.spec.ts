/** The life of a mailing over HTTP, with real mail at its end. */
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import PostalMime from "postal-mime"

import type { DeliveryDetailDTO, DeliveryDTO } from "../../src/modules/mail/deliveries/ledger"
import type { MailFlowDTO } from "../../src/modules/mail/health/flow"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { QuotaBalance } from "../../src/modules/mail/quota/quota"
import type { AudienceDTO } from "../../src/modules/mail/service"
import { until } from "../support/engine"
import { expectRefusals } from "../support/refusals"
import { createCustomers, createMembers, type Refusal, withStore } from "../support/store"

const content = {
  subject: "News for {{ member.first_name }}",
  body: "Dear {{ member.name }},\n\nthe autumn list is here.",
  format: "text",
  include_signature: false,
}
/** A server that is busy: nothing leaves, so a story can look at a mailing on its way. */
const BUSY = { at: "greeting", reply: "421 4.3.2 Come back later" } as const
const env = {
  MAIL_MONTHLY_QUOTA: "5",
  MAIL_PUBLIC_URL: "https://shop.test",
  MAIL_SECRET: "only-for-these-stories",
}

withStore(env, (store) => {
  let hanako: string
  let jiro: string
  let everyone: string[]

  beforeAll(async () => {
    everyone = await createMembers(store, [
      { email: "hanako@shop.test", first_name: "Hanako", last_name: "Yamada" },
      { email: "jiro@shop.test", first_name: "Jiro", last_name: "Sato" },
      { email: "kumi@shop.test", first_name: "Kumi", last_name: "Ito" },
    ])
    ;[hanako, jiro] = everyone as [string, string]
    await createCustomers(store, [{ email: "stranger@shop.test", first_name: "Stranger" }])
    await store.admin.post("/settings", { sender_name: "Shop", sender_address: "shop@shop.test" })
  })

  const createDraft = async (changes: object = {}) => {
    const body = { kind: "member", content, audience: { filter: {} }, ...changes }
    return (await store.admin.post<{ mailing: MailingDTO }>("/mailings", body)).body.mailing.id
  }
  const act = (id: string, action: string, body?: object) =>
    store.admin.post<{ mailing: MailingDTO } & Refusal>(`/mailings/${id}/${action}`, body)
  const mailing = async (id: string) =>
    (await store.admin.get<{ mailing: MailingDTO }>(`/mailings/${id}`)).body.mailing
  const reached = (id: string, state: string) =>
    until(`the mailing is ${state}`, async () => (await mailing(id)).state === state)
  const quota = async () => (await store.admin.get<{ quota: QuotaBalance }>("/quota")).body.quota
  const deliveries = async (id: string, query = "") =>
    (await store.admin.get<{ deliveries: DeliveryDTO[] }>(`/mailings/${id}/deliveries?${query}`)).body
      .deliveries
  const bell = async () => {
    const notices = await store.container.resolve(Modules.NOTIFICATION).listNotifications({ channel: "feed" })
    return notices.map(({ data }) => data as { title: string; description: string })
  }
  const recipients = () => store.smtp.received.map(({ to }) => to[0]).sort()
  /** Sent, but kept back by a server that is busy. */
  const startAgainstBusyServer = async () => {
    store.smtp.script(BUSY)
    store.smtp.hangUp()
    const id = await createDraft()
    expect((await act(id, "send")).status).toBe(202)
    await until("the bell tells of the server", async () =>
      (await bell()).some(({ title }) => title === "Mail cannot be sent")
    )
    return id
  }

  it("whether mail flows is told to monitors in one call", async () => {
    const { status, body } = await store.admin.get<{ health: MailFlowDTO }>("/health")
    expect(status).toBe(200)
    expect(body.health).toEqual({
      status: "flowing",
      due: 0,
      held: 0,
      mailbox: null,
      deferred: 0,
      oldest_due_at: null,
      outage_since: null,
      outages: [],
    })
  })

  it("from a draft to the ledger, to flags, to the next audience", async () => {
    store.smtp.script({ at: "rcpt", to: "jiro@shop.test", reply: "550 5.1.1 No such user" })
    const id = await createDraft()

    const sample = await act(id, "test", { to: "me@shop.test", customer_id: hanako })
    expect(sample).toMatchObject({ status: 202, body: { delivery: { kind: "test", email: "me@shop.test" } } })
    await store.smtp.waitFor(() => store.smtp.received.length === 1, 20_000)
    expect(store.smtp.received[0]!.to).toEqual(["me@shop.test"])
    expect(store.smtp.received[0]!.bytes.toString()).toContain("Subject: [Test] News for Hanako")
    expect((await mailing(id)).counts.total).toBe(0)

    const sent = await act(id, "send")
    expect(sent).toMatchObject({ status: 202, body: { mailing: { id, sent_by: store.adminId } } })
    await reached(id, "completed")
    expect(recipients()).toEqual(["hanako@shop.test", "kumi@shop.test", "me@shop.test"])
    expect(await mailing(id)).toMatchObject({
      counts: { total: 3, pending: 0, sending: 0, sent: 2, failed: 1, uncertain: 0, skipped: 0 },
      unsendable: { not_asked: 1 },
    })
    expect(await quota()).toMatchObject({ limit: 5, used: 2, reserved: 0, remaining: 3 })

    const [failed, ...others] = await deliveries(id, "state=failed")
    expect(others).toEqual([])
    expect(failed).toMatchObject({ customer_id: jiro, email: "jiro@shop.test", smtp_code: 550 })
    expect(failed!.response).toContain("No such user")
    const { body } = await store.admin.get<{ delivery: DeliveryDetailDTO }>(`/deliveries/${failed!.id}`)
    expect(body.delivery.events).toEqual([expect.objectContaining({ to_state: "failed", smtp_code: 550 })])
    expect(body.delivery.mail).toMatchObject({
      subject: "News for Jiro",
      text: expect.stringContaining("Dear Jiro Sato"),
    })
    const ofAll = { id: failed!.id, mailing_subject: content.subject, invalid: false }
    expect((await store.admin.get("/failures")).body).toMatchObject({ failures: [ofAll], next: null })
    const hers = await store.admin.get(`/deliveries?customer_id=${hanako}&state[]=sent`)
    expect(hers.body).toMatchObject({ count: 1, deliveries: [{ mailing_id: id, state: "sent" }] })

    await until("the bell tells of the end", async () =>
      (await bell()).some(
        ({ title, description }) =>
          title === "Mailing sent, but not to all" && description.includes("2 of 3 sent, 1 failed.\n")
      )
    )
    await store.admin.post("/members/flags", {
      emails: [failed!.email],
      invalid: true,
      reason: failed!.response,
    })
    const next = await store.admin.post<AudienceDTO>("/audience", { audience: { filter: {} } })
    expect(next.body).toMatchObject({ sendable: { count: 2 }, unsendable: { invalid: 1, not_asked: 1 } })
  })

  it("what failed is sent once more, and nothing else", async () => {
    store.smtp.script({ at: "rcpt", to: "jiro@shop.test", reply: "550 5.1.1 No such user", times: 1 })
    const id = await createDraft()
    await act(id, "send")
    await reached(id, "completed")
    expect(recipients()).toEqual(["hanako@shop.test", "kumi@shop.test"])

    await expectRefusals(store.admin, `/mailings/${id}/retry`, [
      ["'states'", {}],
      ["'states'", { states: [] }],
      ["'states, 0'", { states: ["sent"] }],
      ["'force'", { states: ["failed"], force: true }],
    ])
    expect((await act(id, "retry", { states: ["failed"] })).status).toBe(202)
    await until("everyone has their mail", async () => (await mailing(id)).counts.sent === 3)
    await reached(id, "completed")
    expect(recipients()).toEqual(["hanako@shop.test", "jiro@shop.test", "kumi@shop.test"])
    expect(await quota()).toMatchObject({ used: 3, reserved: 0 })
  })

  it("a mailing may have its own sender name and address for answers, in every mail that is made of it", async () => {
    await store.admin.post("/settings", { admin_copy: "every", admin_copy_address: "boss@shop.test" })
    const own = { sender_name: "山田商店", reply_to: " answers@shop.test " }
    const id = await createDraft(own)
    expect(await mailing(id)).toMatchObject({ sender_name: "山田商店", reply_to: "answers@shop.test" })
    const shown = await store.admin.post("/preview", { kind: "member", content, ...own })
    expect(shown.body).toMatchObject({
      from: { name: "山田商店", address: "shop@shop.test" },
      reply_to: { address: "answers@shop.test" },
    })
    await expectRefusals(store.admin, `/mailings/${id}`, [
      ["reply_to", { reply_to: "answers" }],
      ["reply_to", { reply_to: "返信@shop.test" }],
      ["'reply_to'", { reply_to: "a@shop.test\r\nBcc: b@shop.test" }],
      ["'sender_name'", { sender_name: "Shop\r\nBcc: b@shop.test" }],
      ["'sender_address'", { sender_address: "other@shop.test" }],
    ])

    await act(id, "test", { to: "me@shop.test" })
    store.smtp.script({ at: "rcpt", to: "jiro@shop.test", reply: "550 5.1.1 No such user", times: 1 })
    await act(id, "send", { grace: 0 })
    await reached(id, "completed")
    await act(id, "retry", { states: ["failed"] })
    await until("the test, three mails and their copies are here", () => store.smtp.received.length === 7)
    for (const { bytes } of store.smtp.received) {
      const mail = await PostalMime.parse(bytes)
      expect(mail.from).toMatchObject({ name: "山田商店", address: "shop@shop.test" })
      expect(mail.replyTo).toMatchObject([{ address: "answers@shop.test" }])
    }

    const next = await createDraft(own)
    const back = await store.admin.post(`/mailings/${next}`, { sender_name: "", reply_to: null })
    expect(back.body).toMatchObject({ mailing: { sender_name: null, reply_to: null } })
  })

  it("nothing leaves while it is paused; resumed, it goes on", async () => {
    const id = await startAgainstBusyServer()
    await reached(id, "sending")
    expect(await act(id, "pause")).toMatchObject({ status: 202, body: { mailing: { state: "paused" } } })
    expect(await act(id, "pause")).toMatchObject({
      status: 400,
      body: { type: "not_allowed", message: expect.stringContaining("its state is paused") },
    })

    store.smtp.reset()
    await until("the server is back", async () =>
      (await bell()).some(({ title }) => title === "Mail is being sent again")
    )
    // Single mail goes out past the pause, so the dispatcher has looked.
    await act(id, "test", { to: "me@shop.test" })
    await store.smtp.waitFor(() => store.smtp.received.length === 1, 20_000)
    expect(recipients()).toEqual(["me@shop.test"])

    expect((await act(id, "resume")).status).toBe(202)
    await reached(id, "completed")
    expect(recipients()).toEqual(["hanako@shop.test", "jiro@shop.test", "kumi@shop.test", "me@shop.test"])
  })

  it("paused for what the server said, it says what is wrong and what helps, in the shop's language", async () => {
    const reply = "550 5.4.5 Daily user sending quota exceeded"
    store.smtp.script({ at: "rcpt", reply })
    await store.admin.post("/settings", { language: "ja" })
    const id = await createDraft()
    await act(id, "send")
    await reached(id, "paused")

    expect(await mailing(id)).toMatchObject({ pause_cause: "limit", pause_reason: reply })
    await until("the bell tells why", async () =>
      (await bell()).some(
        ({ title, description }) =>
          title === "メール送信を一時停止しました" &&
          description.includes("送信数の上限に達しました") &&
          description.includes(reply)
      )
    )
    await store.admin.post("/settings", { language: "en" })
    await act(id, "cancel")
  })

  it("cancelled, nobody gets it and the quota is free again", async () => {
    const id = await startAgainstBusyServer()
    await reached(id, "sending")
    expect(await quota()).toMatchObject({ reserved: 3, remaining: 2 })

    expect(await act(id, "cancel")).toMatchObject({ status: 202, body: { mailing: { state: "cancelled" } } })
    store.smtp.reset()
    await until("all are left out", async () => (await mailing(id)).counts.skipped === 3)
    expect((await deliveries(id, "state=skipped")).map(({ reason }) => reason)).toEqual(
      everyone.map(() => "cancelled")
    )
    expect(await quota()).toMatchObject({ used: 0, reserved: 0, remaining: 5 })
    expect(store.smtp.received).toEqual([])
    expect((await act(id, "resume")).body.message).toContain("its state is cancelled")
  })

  it("a mailing waits for its hour, can only be changed after it is taken off the schedule", async () => {
    const id = await createDraft()
    await expectRefusals(store.admin, `/mailings/${id}/send`, [
      ["'scheduled_at'", { scheduled_at: "2020-01-01T00:00:00Z" }],
      ["'scheduled_at'", { scheduled_at: "tomorrow" }],
      ["'scheduled_at'", { scheduled_at: "2030-01-01T00:00:00" }],
      ["'at'", { at: "2030-01-01T00:00:00Z" }],
    ])
    expect((await mailing(id)).state).toBe("draft")

    expect(await act(id, "send", { scheduled_at: "2030-01-01T09:00:00+09:00" })).toMatchObject({
      status: 202,
      body: { mailing: { state: "scheduled", scheduled_at: "2030-01-01T00:00:00.000Z" } },
    })
    const path = `/mailings/${id}`
    const purpose = { purpose: "notice", purpose_reason: "New terms" }
    expect(await store.admin.post(path, purpose)).toMatchObject({
      status: 400,
      body: { type: "not_allowed", message: expect.stringContaining("its state is scheduled") },
    })
    expect(await store.admin.post(path, { ...purpose, scheduled_at: null })).toMatchObject({
      status: 200,
      body: { mailing: { ...purpose, state: "draft", scheduled_at: null } },
    })
  })

  it("in its grace Send can be undone; afterwards it is too late, and that is told", async () => {
    const id = await createDraft()
    const before = await mailing(id)
    await expectRefusals(store.admin, `/mailings/${id}/send`, [
      ["'grace'", { grace: -1 }],
      ["'grace'", { grace: 601 }],
      ["'grace'", { grace: 0.5 }],
      ["'grace'", { grace: "30" }],
      ["'grace'", { grace: 30, scheduled_at: "2030-01-01T09:00:00+09:00" }],
    ])
    await store.admin.post("/settings", { grace_seconds: 30 })
    expect(await act(id, "send")).toMatchObject({
      status: 202,
      body: {
        mailing: {
          state: "scheduled",
          scheduled_at: null,
          grace_until: expect.any(String),
          grace_left: expect.any(Number),
        },
      },
    })
    const waiting = await store.admin.get("/mailings?state=scheduled")
    expect(waiting.body).toMatchObject({ mailings: [{ id, grace_until: expect.any(String) }] })

    expect(await act(id, "undo")).toMatchObject({ status: 200, body: { mailing: { state: "draft" } } })
    expect(await mailing(id)).toEqual({ ...before, updated_at: expect.any(String) })
    expect(await act(id, "undo")).toMatchObject({
      status: 400,
      body: { type: "not_allowed", message: expect.stringContaining("is draft") },
    })

    await act(id, "send", { grace: 1 })
    await reached(id, "completed")
    expect(await act(id, "undo")).toMatchObject({
      status: 400,
      body: { type: "not_allowed", issues: [{ code: "too_late", values: { state: "completed" } }] },
    })
    expect(recipients()).toHaveLength(3)
  })

  it("over the quota it is refused with the numbers, and the draft stays as it was", async () => {
    await createMembers(
      store,
      ["a", "b", "c"].map((name) => ({ email: `${name}@shop.test` }))
    )
    const id = await createDraft()
    const before = await mailing(id)

    const refused = await act(id, "send")
    expect(refused).toMatchObject({ status: 400, body: { type: "not_allowed" } })
    expect(refused.body.message).toMatch(/6 mails to send, 5 of 5 left/)
    expect(await mailing(id)).toEqual(before)
    expect(await quota()).toMatchObject({ used: 0, reserved: 0 })
    const asked = await store.admin.post<AudienceDTO>("/audience", { audience: { filter: {} } })
    expect(asked.body.quota).toMatchObject({ remaining: 5, fits: false })
  })

  it("a state that does not fit is named, and nothing happens", async () => {
    const id = await createDraft()

    for (const [action, body] of [["pause"], ["resume"], ["cancel"], ["retry", { states: ["failed"] }]] as [
      string,
      object?,
    ][]) {
      expect(await act(id, action, body)).toMatchObject({
        status: 400,
        body: { type: "not_allowed", message: expect.stringContaining("its state is draft") },
      })
    }
    await expectRefusals(store.admin, `/mailings/${id}/pause`, [["'reason'", { reason: "tea" }]])
    await act(id, "send")
    await reached(id, "completed")
    expect((await act(id, "send")).body.message).toContain("its state is completed")
    expect(await store.admin.delete(`/mailings/${id}`)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("its state is completed") },
    })
    expect((await store.admin.post(`/mailings/${id}`, { content })).status).toBe(400)
    expect(recipients()).toHaveLength(3)
  })

  it("a sample needs one address", async () => {
    const id = await createDraft()

    await expectRefusals(store.admin, `/mailings/${id}/test`, [
      ["'to'", {}],
      ["to", { to: "nobody" }],
      ["to", { to: "a@shop.test, b@shop.test" }],
      ["to", { to: "a@shop.test\r\nBcc: b@shop.test" }],
      ["'cc'", { to: "a@shop.test", cc: "b@shop.test" }],
    ])
    expect((await act(id, "test", { to: "me@shop.test", customer_id: "cus_none" })).status).toBe(404)
    expect((await store.admin.get("/deliveries")).body).toMatchObject({ count: 0 })
    expect(store.smtp.received).toEqual([])
  })

  it("a notice to those who opted out needs a reason", async () => {
    await store.admin.post("/members/consent", { customer_ids: [jiro], consent: "opted_out", source: "test" })
    const id = await createDraft({ audience: { customer_ids: [jiro] }, purpose: "notice" })
    await expectRefusals(store.admin, `/mailings/${id}/send`, [["purpose_reason", {}]])

    await store.admin.post(`/mailings/${id}`, { purpose_reason: "Recall of a product" })
    expect((await act(id, "send")).status).toBe(202)
    await reached(id, "completed")
    expect(recipients()).toEqual(["jiro@shop.test"])
  })

  it.each([
    ["en", "Scheduled mailing not sent", "is a draft again"],
    ["ja", "予約したメールは送信されませんでした", "下書きへ戻しました"],
  ])(
    "a mailing whose hour passed while nothing ran: the bell says so in the shop's language (%s)",
    async (language, title, words) => {
      await store.admin.post("/settings", { language })
      const id = await createDraft()
      expect(
        (await act(id, "send", { scheduled_at: new Date(Date.now() + 3_600_000).toISOString() })).status
      ).toBe(202)
      await store.container
        .resolve(ContainerRegistrationKeys.PG_CONNECTION)("mpmd_mailing")
        .where({ id })
        .update({ scheduled_at: new Date(Date.now() - 13 * 3_600_000) })
      await reached(id, "draft")

      await until("the bell has rung", async () => (await bell()).some((notice) => notice.title === title))
      expect((await bell()).find((notice) => notice.title === title)!.description).toContain(words)
      expect(store.smtp.received).toEqual([])
      await store.admin.post("/settings", { language: "en" })
    }
  )
})
