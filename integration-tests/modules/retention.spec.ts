/** Forgetting what old mail said: what goes, what stays, and what becomes of it when somebody dies at it. */
import { gzipSync } from "node:zlib"

import { copyEach } from "../../src/modules/mail/deliveries/copies"
import { getDelivery, listDeliveries } from "../../src/modules/mail/deliveries/ledger"
import { resendDelivery } from "../../src/modules/mail/deliveries/resend"
import { clearOldContent } from "../../src/modules/mail/deliveries/retention"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { retryMailing } from "../../src/modules/mail/mailings/retry"
import { unsubscribe } from "../../src/modules/mail/members/unsubscribe"
import { unsubscribeLink } from "../../src/modules/mail/members/unsubscribe-link"
import { parseOptions } from "../../src/modules/mail/options"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import { onServer, type ScratchDatabase } from "../support/database"
import { seedContent, until } from "../support/engine"
import { sized } from "../support/fault-size"
import { countersOf, seedCustomers, seedMailing } from "../support/mailings"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(sized(60_000, 600_000))

const MONTHS = 12
const OLD = "13 months"
const YOUNG = "11 months"
const CHUNK = 4
const ROUNDS = sized(100, 1_000)
const LINKS = { publicUrl: "https://shop.test", secret: "only-for-these-stories" }

let scratch: ScratchDatabase
let contentId: string

beforeAll(async () => {
  scratch = await createStoreTables()
  await seedCustomers(scratch.db)
  contentId = await seedContent(scratch.db)
}, MIGRATING)
afterEach(() =>
  scratch.db.query(
    "TRUNCATE mpmd_mailing, mpmd_delivery, mpmd_delivery_event, mpmd_quota_entry, mpmd_settings"
  )
)
afterAll(() => scratch.drop())

const query = <Row extends object>(text: string, values: unknown[] = []) =>
  scratch.db.query<Row>(text, values)

/** All sent and over so long ago; with bytes, as order mail has. */
async function aSentMailing(ago: string, recipients: number): Promise<string> {
  const id = await seedMailing(scratch.db, { recipients, state: "completed", contentId })
  await query(
    "UPDATE mpmd_delivery SET state = 'sent', attempt = 1, response = '250 Ok', bytes = $3, " +
      "sent_at = now() - $2::interval WHERE mailing_id = $1",
    [id, ago, gzipSync("the mail")]
  )
  await query(
    "UPDATE mpmd_mailing SET sent = total, pending = 0, next_position = total + 1, " +
      "completed_at = now() - $2::interval WHERE id = $1",
    [id, ago]
  )
  return id
}

/** Neither sent nor forgotten. */
async function exception(mailingId: string, position: number, state: "failed" | "uncertain"): Promise<void> {
  await query(
    "UPDATE mpmd_delivery SET state = $3, reason = 'unknown', sent_at = NULL WHERE mailing_id = $1 AND position = $2",
    [mailingId, position, state]
  )
  await query(`UPDATE mpmd_mailing SET sent = sent - 1, ${state} = ${state} + 1 WHERE id = $1`, [mailingId])
  await query(
    "INSERT INTO mpmd_delivery_event (id, delivery_id, attempt, from_state, to_state, response) " +
      "SELECT 'mdev_' || id, id, 1, 'sending', state, 'No such user' FROM mpmd_delivery " +
      "WHERE mailing_id = $1 AND position = $2",
    [mailingId, position]
  )
}

async function clearAll(chunk = CHUNK): Promise<number> {
  let chunks = 0
  while (await clearOldContent(scratch.db, MONTHS, chunk)) {
    chunks += 1
  }
  return chunks
}

/** Positions whose content is still there, or is gone. */
async function positions(mailingId: string, which: "kept" | "cleared"): Promise<number[]> {
  const condition =
    which === "cleared"
      ? "content_cleared_at IS NOT NULL AND variables = '{}' AND bytes IS NULL"
      : "content_cleared_at IS NULL AND variables <> '{}' AND bytes IS NOT NULL"
  const rows = await query<{ position: number }>(
    `SELECT position FROM mpmd_delivery WHERE mailing_id = $1 AND ${condition} ORDER BY position`,
    [mailingId]
  )
  return rows.map(({ position }) => position)
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

it("keeps everything unless it is told otherwise", async () => {
  const id = await aSentMailing("10 years", 3)

  expect(parseOptions({}).retentionMonths).toBeNull()
  expect(await clearOldContent(scratch.db, null)).toBe(false)
  expect(await positions(id, "kept")).toEqual(upTo(3))
})

it("of an old mailing what it said goes, and who got it when stays", async () => {
  const old = await aSentMailing(OLD, 10)
  await exception(old, 3, "failed")
  await exception(old, 7, "uncertain")
  const young = await aSentMailing(YOUNG, 3)
  const paused = await aSentMailing(OLD, 3)
  await query("UPDATE mpmd_mailing SET state = 'paused', completed_at = NULL WHERE id = $1", [paused])
  const books = await countersOf(scratch.db, old)
  const before = await listDeliveries(scratch.db, { mailing_id: old, limit: 10, offset: 0 })

  expect(await clearAll()).toBe(3)

  expect(await positions(old, "cleared")).toEqual(upTo(10).filter((position) => ![3, 7].includes(position)))
  expect(await positions(old, "kept")).toEqual([3, 7])
  expect(await positions(young, "kept")).toEqual(upTo(3))
  expect(await positions(paused, "kept")).toEqual(upTo(3))
  expect(await countersOf(scratch.db, old)).toEqual(books)
  const after = await listDeliveries(scratch.db, { mailing_id: old, limit: 10, offset: 0 })
  const timeless = (list: typeof before) =>
    list.deliveries.map((row) => ({ ...row, content_cleared_at: null }))
  expect(timeless(after)).toEqual(before.deliveries)
  expect(await clearAll()).toBe(0)
})

it("a cleared mail says so instead of being shown with holes; a failed one is shown with its events", async () => {
  const id = await aSentMailing(OLD, 2)
  await exception(id, 2, "failed")
  const [sent, failed] = (await listDeliveries(scratch.db, { mailing_id: id, limit: 2, offset: 0 }))
    .deliveries
  await clearAll()

  expect(await getDelivery(scratch.db, sent!.id)).toMatchObject({
    state: "sent",
    email: "1@x.test",
    response: "250 Ok",
    sent_at: sent!.sent_at,
    content_cleared_at: expect.any(Date),
    mail: null,
  })
  expect(await getDelivery(scratch.db, failed!.id)).toMatchObject({
    content_cleared_at: null,
    mail: { subject: "News for N2", raw: "the mail" },
    events: [{ to_state: "failed", response: "No such user" }],
  })
  const url = unsubscribeLink(LINKS, sent!.id, "en")
  expect(await unsubscribe(scratch.db, LINKS, url.split("/").at(-1)!)).toEqual({
    state: "done",
    undoable: true,
  })
})

it("single mail, samples and copies are cleared by their own age, and a key still never sends twice", async () => {
  const send = async (kind: "single" | "copy" | "test", dedupeKey: string, ago: string | null) => {
    const sent = await insertSeparateDelivery(scratch.db, {
      kind,
      contentId,
      dedupeKey,
      to: "a@x.test",
      variables: { member: { name: "A" } },
    })
    if (ago) {
      await query(
        "UPDATE mpmd_delivery SET state = 'sent', outside_sent_at = now() - $2::interval, bytes = '\\x00' WHERE id = $1",
        [sent.id, ago]
      )
    }
    return sent
  }
  for (const kind of ["single", "copy", "test"] as const) {
    await send(kind, `${kind} old`, OLD)
    await send(kind, `${kind} young`, YOUNG)
    await send(kind, `${kind} waiting`, null)
  }

  expect(await clearAll(2)).toBe(2)

  const cleared = await query<{ dedupe_key: string }>(
    "SELECT dedupe_key FROM mpmd_delivery WHERE content_cleared_at IS NOT NULL AND bytes IS NULL ORDER BY 1"
  )
  expect(cleared.map(({ dedupe_key }) => dedupe_key)).toEqual(["copy old", "single old", "test old"])
  const again = await send("single", "single old", null)
  expect(again).toMatchObject({ state: "sent", created: false })
  await expect(resendDelivery(scratch.db, again.id, null)).rejects.toMatchObject({
    type: "not_allowed",
    message: expect.stringContaining("their content was cleared"),
  })
  expect(await getDelivery(scratch.db, again.id)).toMatchObject({ resendable: false, mail: null })
})

it("whoever dies in the middle of a chunk has done nothing of it, and the next goes on there", async () => {
  const id = await aSentMailing(OLD, 10)
  await clearOldContent(scratch.db, MONTHS, CHUNK)
  expect(await positions(id, "cleared")).toEqual(upTo(4))

  let dying: Promise<unknown> = Promise.resolve()
  await scratch.db.transaction(async (tx) => {
    // In the way of the second chunk, so that it can be met half-way.
    await tx.query("SELECT id FROM mpmd_delivery WHERE mailing_id = $1 AND position = 8 FOR UPDATE", [id])
    dying = clearOldContent(scratch.db, MONTHS, CHUNK).catch((error: unknown) => error)
    await until("it waits", async () => (await endWhoWaits()) > 0)
    expect(await dying).toMatchObject({ message: expect.stringContaining("terminat") })
  })
  expect(await positions(id, "cleared")).toEqual(upTo(4))
  expect(await positions(id, "kept")).toEqual([5, 6, 7, 8, 9, 10])

  expect(await clearAll()).toBe(2)
  expect(await positions(id, "cleared")).toEqual(upTo(10))
})

it("several workers at once pass each other by", async () => {
  const ids = [await aSentMailing(OLD, 30), await aSentMailing(OLD, 30), await aSentMailing(OLD, 30)]
  await Promise.all([clearAll(), clearAll(), clearAll()])
  await clearAll()

  for (const id of ids) {
    expect(await positions(id, "cleared")).toEqual(upTo(30))
  }
})

it("what failed can be sent again, and is cleared when it is old itself", async () => {
  const id = await aSentMailing(OLD, 4)
  await exception(id, 2, "failed")
  await clearAll()
  const options = { monthlyQuota: null, timezone: "UTC" }

  await retryMailing(scratch.db, options, id, ["failed"], null)
  expect(await clearAll()).toBe(0)
  await query(
    "UPDATE mpmd_delivery SET state = 'sent', sent_at = now() WHERE mailing_id = $1 AND position = 2",
    [id]
  )
  await query(
    "UPDATE mpmd_mailing SET state = 'completed', completed_at = now() - $2::interval WHERE id = $1",
    [id, OLD]
  )
  await clearAll()
  expect(await positions(id, "cleared")).toEqual(upTo(4))

  await exception(id, 3, "failed")
  await expect(retryMailing(scratch.db, options, id, ["failed"], null)).rejects.toMatchObject({
    type: "not_allowed",
    message: expect.stringMatching(/^1 of these mails cannot be sent again: their content was cleared/),
  })
})

it("no copy is made of what is gone", async () => {
  const id = await aSentMailing(OLD, 3)
  await exception(id, 3, "failed")
  await clearAll()
  await query(
    "UPDATE mpmd_delivery SET state = 'sent', reason = NULL WHERE mailing_id = $1 AND position = 3",
    [id]
  )
  await updateSettings(scratch.db, { admin_copy: "every", admin_copy_address: "boss@x.test" })
  await copyEach(scratch.db, id)

  const copies = await query("SELECT variables FROM mpmd_delivery WHERE kind = 'copy'")
  expect(copies).toEqual([{ variables: { member: { name: "N3" } } }])
})

/** A text of its own, last used so long ago. */
async function aText(text: string, ago: string): Promise<string> {
  const id = await seedContent(scratch.db, { text })
  await query("UPDATE mpmd_content SET used_at = now() - $2::interval WHERE id = $1", [id, ago])
  return id
}

async function aMailOf(text: string, key: string, state: "sent" | "failed" | "pending", ago = OLD) {
  const { id } = await insertSeparateDelivery(scratch.db, {
    kind: "single",
    contentId: text,
    dedupeKey: key,
    to: "a@x.test",
    variables: { member: { name: "A" } },
  })
  await query(
    "UPDATE mpmd_delivery SET state = $2, outside_sent_at = CASE WHEN $2 = 'sent' THEN now() - $3::interval END, " +
      "reason = CASE WHEN $2 = 'failed' THEN 'unknown' END WHERE id = $1",
    [id, state, ago]
  )
  return id
}

async function textsLeft(ids: readonly string[]): Promise<string[]> {
  const rows = await query<{ id: string }>("SELECT id FROM mpmd_content WHERE id = ANY($1)", [ids])
  return ids.filter((id) => rows.some((row) => row.id === id))
}

it("a text goes with the last mail that can be shown or sent; that of a mailing stays with it", async () => {
  const [own, shared, failed, resent, mailing, young] = [
    await aText("Only for A", OLD),
    await aText("For A then and now", OLD),
    await aText("What never reached A", OLD),
    await aText("Twice for A", OLD),
    await aText("The autumn list of old", OLD),
    await aText("Of yesterday, of no mail yet", YOUNG),
  ] as [string, string, string, string, string, string]
  await aMailOf(own, "own", "sent")
  await aMailOf(shared, "shared then", "sent")
  await aMailOf(shared, "shared now", "sent", YOUNG)
  await aMailOf(failed, "failed", "failed")
  await resendDelivery(scratch.db, await aMailOf(resent, "resent", "sent"), null)
  await query("UPDATE mpmd_mailing SET content_id = $2 WHERE id = $1", [await aSentMailing(OLD, 2), mailing])

  await clearAll()

  const all = [own, shared, failed, resent, mailing, young]
  expect(await textsLeft(all)).toEqual([shared, failed, resent, mailing, young])
  await query(
    "UPDATE mpmd_delivery SET state = 'sent', reason = NULL, outside_sent_at = now() - $1::interval",
    [OLD]
  )
  await clearAll()
  expect(await textsLeft(all)).toEqual([mailing, young])
})

it("a text that is used again in the moment in which it would go is there for the new mail", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = await aText("Again and again", OLD)
    const [, mail] = await Promise.all([
      clearAll(),
      seedContent(scratch.db, { text: "Again and again" }).then((id) =>
        aMailOf(id, `again ${round}`, "pending")
      ),
    ])
    expect(await textsLeft([text])).toEqual([text])
    await query("DELETE FROM mpmd_delivery WHERE id = $1", [mail])
  }
})

it("a mailing that is retried while it is cleared is not marked as cleared", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const id = await aSentMailing(OLD, 6)
    await exception(id, 6, "failed")
    await Promise.all([
      clearAll(),
      retryMailing(scratch.db, { monthlyQuota: null, timezone: "UTC" }, id, ["failed"], null),
    ])
    const [row] = await query(
      "SELECT state, completed_at, cleared_position FROM mpmd_mailing WHERE id = $1",
      [id]
    )
    expect(row).toEqual({ state: "sending", completed_at: null, cleared_position: 0 })
  }
})

/** Ends every connection that waits for a lock in this database, as a power cut would. @returns how many. */
function endWhoWaits(): Promise<number> {
  return onServer(async (server) => {
    const { rowCount } = await server.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'",
      [new URL(scratch.url).pathname.slice(1)]
    )
    return rowCount ?? 0
  })
}
