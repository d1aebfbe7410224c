/** The seconds after Send: nothing of a mailing begins, it can be undone, and it goes out by itself when they are over. */
import { openWork } from "../../src/modules/mail/deliveries/lanes"
import { cancelMailing } from "../../src/modules/mail/mailings/control"
import { createDraft } from "../../src/modules/mail/mailings/drafts"
import { prepareMailing } from "../../src/modules/mail/mailings/freeze"
import { undoSend } from "../../src/modules/mail/mailings/grace-and-undo"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { requestSend, type SendOptions } from "../../src/modules/mail/mailings/send"
import { parseOptions } from "../../src/modules/mail/options"
import { balanceOf, monthOf } from "../../src/modules/mail/quota/quota"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import type { ScratchDatabase } from "../support/database"
import { type RunningEngine, startEngine, startWorkerProcess, until } from "../support/engine"
import { aMember, emptyStore } from "../support/factories"
import { ORDER_CONTENT } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(60_000)

const OPTIONS = parseOptions({})

let scratch: ScratchDatabase
let server: SmtpServer
let running: RunningEngine | undefined

beforeAll(async () => {
  scratch = await createStoreTables()
  server = await startSmtpServer()
  await updateSettings(scratch.db, { sender_address: "shop@shop.test" })
}, MIGRATING)
beforeEach(() => aMember(scratch.db, { email: "hana@x.test" }))
afterEach(async () => {
  await running?.engine.stop()
  running = undefined
  server.reset()
  await emptyStore(scratch.db)
  await updateSettings(scratch.db, { grace_seconds: 30 })
  await scratch.db.query("TRUNCATE mpmd_mailing, mpmd_delivery, mpmd_quota_entry")
})
afterAll(async () => {
  await server.stop()
  await scratch.drop()
})

async function draft(): Promise<string> {
  const content = { subject: "News", body: "The list", format: "text", include_signature: false } as const
  return createDraft(scratch.db, { kind: "member", content, audience: { filter: { q: "hana" } } }, "writer")
}

async function send(options: SendOptions = {}, limits = OPTIONS): Promise<string> {
  const id = await draft()
  await requestSend(scratch.db, limits, id, options, "sender")
  return id
}

const mailing = (id: string) => getMailing(scratch.db, id)
const state = async (id: string) => (await mailing(id)).state
const completed = (id: string) => until("it is completed", async () => (await state(id)) === "completed")

/** Its grace was over so long ago. */
async function graceOver(id: string, ago = "0 seconds"): Promise<void> {
  await scratch.db.query("UPDATE mpmd_mailing SET grace_until = now() - $2::interval WHERE id = $1", [
    id,
    ago,
  ])
}

async function deliveries(): Promise<number> {
  const [row] = await scratch.db.query<{ count: number }>("SELECT count(*)::int AS count FROM mpmd_delivery")
  return row!.count
}

it("what was sent waits as the settings say, with nothing that could be claimed, and goes out by itself", async () => {
  const before = Date.now()
  const id = await send()

  const waiting = await mailing(id)
  expect(waiting).toMatchObject({
    state: "scheduled",
    scheduled_at: null,
    sent_by: "sender",
    started_at: null,
  })
  expect(waiting.grace_left).toBeGreaterThan(20)
  expect(waiting.grace_left).toBeLessThanOrEqual(30)
  expect(Math.abs(waiting.grace_until!.getTime() - before - 30_000)).toBeLessThan(10_000)
  expect((await openWork(scratch.db)).mailings).toEqual([])
  expect(await prepareMailing(scratch.db, OPTIONS, id)).toEqual({ changed: false, refusal: null })
  expect([await state(id), await deliveries()]).toEqual(["scheduled", 0])

  running = startEngine(scratch.db, server.url)
  await graceOver(id)
  await completed(id)
  expect(server.received).toHaveLength(1)
  expect(await mailing(id)).toMatchObject({ grace_until: null, grace_left: null, scheduled_at: null })
})

it("no mail leaves before its grace is over, by the database's clock", async () => {
  running = startEngine(scratch.db, server.url)
  const id = await send({ grace: 1 })
  const { grace_until } = await mailing(id)
  await completed(id)

  const [row] = await scratch.db.query<{ early: boolean }>(
    "SELECT bool_or(created_at < $1 OR sent_at < $1) AS early FROM mpmd_delivery",
    [grace_until]
  )
  expect(row).toEqual({ early: false })
})

it("how long it waits is said by the settings, or by whoever sends; a mailing with an hour of its own has none", async () => {
  expect(await state(await send({ grace: 0 }))).toBe("preparing")
  await updateSettings(scratch.db, { grace_seconds: 0 })
  expect(await state(await send())).toBe("preparing")
  expect(await mailing(await send({ grace: 600 }))).toMatchObject({ state: "scheduled", grace_left: 600 })

  await updateSettings(scratch.db, { grace_seconds: 30 })
  const scheduled_at = new Date(Date.now() + 3_600_000)
  expect(await mailing(await send({ scheduled_at }))).toMatchObject({ scheduled_at, grace_until: null })
})

it("undone, it is the draft that it was, is not sent, and can be sent anew", async () => {
  const id = await draft()
  const before = await mailing(id)
  await requestSend(scratch.db, OPTIONS, id, { grace: 1 }, "sender")
  await undoSend(scratch.db, id)

  expect(await mailing(id)).toEqual({ ...before, updated_at: expect.any(Date) })
  running = startEngine(scratch.db, server.url)
  const other = await send({ grace: 1 })
  await completed(other)
  expect([await state(id), server.received.length]).toEqual(["draft", 1])

  await requestSend(scratch.db, OPTIONS, id, { grace: 0 }, "sender")
  await completed(id)
  expect(server.received).toHaveLength(2)
})

it("what has begun cannot be undone, and whoever tries is told what helps; what was not sent has nothing to undo", async () => {
  const begun = await send({ grace: 0 })
  await expect(undoSend(scratch.db, begun)).rejects.toMatchObject({
    message: expect.stringContaining("too late"),
    issues: [{ field: "", code: "too_late", values: { state: "preparing" } }],
  })
  expect(await state(begun)).toBe("preparing")

  const cancelled = await send()
  await cancelMailing(scratch.db, cancelled)
  expect(await mailing(cancelled)).toMatchObject({ state: "cancelled", grace_until: null })
  for (const id of [await draft(), cancelled]) {
    await expect(undoSend(scratch.db, id)).rejects.toMatchObject({ issues: [{ code: "wrong_state" }] })
  }
})

it("a process that dies in the grace: the next one starts the mailing at its time", async () => {
  const worker = await startWorkerProcess(scratch.url, server.url)
  const id = await send({ grace: 600 })
  await worker.kill()

  running = startEngine(scratch.db, server.url)
  const other = await send({ grace: 0 })
  await completed(other)
  expect(await state(id)).toBe("scheduled")

  await graceOver(id)
  await completed(id)
  expect(server.received).toHaveLength(2)
})

it("nothing ran for half a day after the grace: it is a draft again, and staff are told", async () => {
  const id = await send()
  await graceOver(id, "12 hours 1 minute")
  running = startEngine(scratch.db, server.url)

  await until("it is a draft", async () => (await state(id)) === "draft")
  expect(await mailing(id)).toMatchObject({
    grace_until: null,
    refusal_reason: expect.stringContaining("12 hours"),
  })
  expect(running.events).toContainEqual({ name: "mail-delivery.mailing_overdue", data: { id } })
  expect(server.received).toEqual([])
})

it("an order mailing asks for its documents when its grace is over, and looks as the settings are then", async () => {
  const id = await createDraft(
    scratch.db,
    { kind: "order", content: ORDER_CONTENT, document_ids: ["order_1"] },
    null
  )
  await requestSend(scratch.db, OPTIONS, id, {}, null)
  expect(await state(id)).toBe("scheduled")
  running = startEngine(scratch.db, server.url)

  await graceOver(id)
  await until("its documents are asked for", () => running!.events.length > 0)
  expect(running.events).toEqual([{ name: "mail-delivery.documents_due", data: { id } }])
  expect(await state(id)).toBe("preparing")
  const [row] = await scratch.db.query(
    "SELECT presentation->'settings'->>'sender_address' AS sender FROM mpmd_mailing"
  )
  expect(row).toEqual({ sender: "shop@shop.test" })
})

it("in the grace no place of the quota is held: of two that do not fit together the second is refused when it begins", async () => {
  const limits = parseOptions({ monthlyQuota: 1 })
  const ids = [await send({}, limits), await send({}, limits)]
  expect(await balanceOf(scratch.db, limits, await monthOf(scratch.db, limits))).toMatchObject({
    reserved: 0,
  })

  for (const id of ids) {
    await graceOver(id)
    await prepareMailing(scratch.db, limits, id)
    await prepareMailing(scratch.db, limits, id)
  }
  expect(await Promise.all(ids.map(state))).toEqual(["sending", "refused"])
  expect((await mailing(ids[1]!)).refusal_reason).toContain("1 mails to send, 0 of 1 left")
})
