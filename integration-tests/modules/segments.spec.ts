/** A segment is a filter with a name: what names it follows it, and what was sent keeps what it was sent to. */
import { countAudience } from "../../src/modules/mail/audience/count"
import { createDraft } from "../../src/modules/mail/mailings/drafts"
import { prepareMailing } from "../../src/modules/mail/mailings/freeze"
import { undoSend } from "../../src/modules/mail/mailings/grace-and-undo"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { requestSend, type SendOptions } from "../../src/modules/mail/mailings/send"
import { parseOptions } from "../../src/modules/mail/options"
import {
  createSegment,
  deleteSegment,
  listSegments,
  restoreSegment,
  updateSegment,
} from "../../src/modules/mail/segments/segments"
import { resolveAudience } from "../../src/modules/mail/segments/use"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import { audience, segment as segmentShape } from "../../src/modules/mail/shapes"
import { check } from "../../src/modules/mail/shapes/check"
import type { Audience, AudienceFilter } from "../../src/modules/mail/words"
import type { ScratchDatabase } from "../support/database"
import { aMember, emptyStore } from "../support/factories"
import { createStoreTables, MIGRATING } from "../support/store-tables"

const OPTIONS = parseOptions({})
const GOLD: AudienceFilter = { metadata: { rank: "gold" } }
const TOMORROW = new Date(Date.now() + 86_400_000)

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createStoreTables()
  await updateSettings(scratch.db, { sender_address: "shop@shop.test" })
}, MIGRATING)
beforeEach(async () => {
  await aMember(scratch.db, { email: "hana@x.test", metadata: { rank: "gold" } })
  await aMember(scratch.db, { email: "taro@x.test", metadata: { rank: "silver" } })
})
afterEach(async () => {
  await emptyStore(scratch.db)
  await scratch.db.query("TRUNCATE mpmd_mailing, mpmd_segment, mpmd_quota_entry")
})
afterAll(() => scratch.drop())

const aSegment = async (name: string, filter = GOLD) =>
  (await createSegment(scratch.db, { name, filter }, "user_1")).id
const names = async (options: { q?: string; order?: string } = {}) =>
  (await listSegments(scratch.db, { limit: 50, offset: 0, ...options })).segments.map(({ name }) => name)
const mailing = (id: string) => getMailing(scratch.db, id)
const send = (id: string, options: SendOptions = { grace: 0 }) =>
  requestSend(scratch.db, OPTIONS, id, options, null)

function draft(to: Audience): Promise<string> {
  const content = { subject: "News", body: "Hello", format: "text", include_signature: false } as const
  return createDraft(scratch.db, { kind: "member", content, audience: to }, null)
}

async function count(of: Audience): Promise<number> {
  return (await countAudience(scratch.db, (await resolveAudience(scratch.db, of)).audience)).matched
}

async function sentTo(id: string): Promise<string[]> {
  const rows = await scratch.db.query<{ email: string }>(
    "SELECT email FROM mpmd_delivery WHERE mailing_id = $1 ORDER BY email",
    [id]
  )
  return rows.map(({ email }) => email)
}

it("has a name of its own, in whatever case, and knows who made it and who changed it", async () => {
  const vip = await aSegment("VIP")
  await aSegment("Regulars")

  await expect(aSegment("vip")).rejects.toMatchObject({ type: "conflict", code: "name_taken" })
  await expect(updateSegment(scratch.db, vip, { name: "REGULARS" }, null)).rejects.toThrow(
    /^name: .*REGULARS/
  )
  expect(await updateSegment(scratch.db, vip, { name: "Vip" }, "user_2")).toMatchObject({
    name: "Vip",
    filter: GOLD,
    created_by: "user_1",
    updated_by: "user_2",
  })
  expect(check(segmentShape, { name: "　VIP ", filter: {} }).name).toBe("VIP")
  expect(() => check(segmentShape, { name: "　", filter: {} })).toThrow("'name'")
  expect(() => check(segmentShape, { name: "x".repeat(101), filter: {} })).toThrow("at most 100 characters")
  expect(() => check(segmentShape, { name: "VIP", filter: { rank: "gold" } })).toThrow("'rank'")
})

it("two who take a name in the same moment get one of it", async () => {
  const outcomes = await Promise.allSettled([aSegment("VIP"), aSegment("Vip"), aSegment("vip")])

  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
})

it("is found by its name and sorted", async () => {
  await aSegment("Regulars")
  await aSegment("VIP")

  expect(await names()).toEqual(["Regulars", "VIP"])
  expect(await names({ order: "-name" })).toEqual(["VIP", "Regulars"])
  expect(await names({ q: "vi" })).toEqual(["VIP"])
})

it("stands in the place of a filter, and never beside one", async () => {
  const segment_id = await aSegment("VIP")

  expect(await count({ segment_id })).toBe(1)
  await updateSegment(scratch.db, segment_id, { filter: {} }, null)
  expect(await count({ segment_id })).toBe(2)
  await expect(count({ segment_id: "mseg_none" })).rejects.toMatchObject({
    type: "not_found",
    issues: [{ field: "audience.segment_id", code: "not_found" }],
  })
  for (const both of [{ segment_id, filter: {} }, { segment_id, customer_ids: ["cus_1"] }, {}]) {
    expect(() => check(audience, both)).toThrow("exactly one of filter, segment_id, customer_ids")
  }
  await expect(draft({ segment_id: "mseg_none" })).rejects.toMatchObject({ type: "not_found" })
})

it("a mailing keeps the name and the filter that it was sent with, whatever becomes of the segment", async () => {
  const segment_id = await aSegment("VIP")
  const id = await draft({ segment_id })
  await updateSegment(scratch.db, segment_id, { filter: {}, name: "All" }, null)
  expect(await mailing(id)).toMatchObject({ segment: { id: segment_id, name: "All", filter: {} } })
  await updateSegment(scratch.db, segment_id, { filter: GOLD, name: "Gold" }, null)

  await send(id)
  expect(await prepareMailing(scratch.db, OPTIONS, id)).toEqual({ changed: true, refusal: null })
  await updateSegment(scratch.db, segment_id, { filter: {}, name: "All" }, null)
  await deleteSegment(scratch.db, segment_id)

  expect(await sentTo(id)).toEqual(["hana@x.test"])
  expect(await mailing(id)).toMatchObject({
    audience: { segment_id },
    segment: { id: segment_id, name: "Gold", filter: GOLD },
  })
})

it("a scheduled mailing goes to whom its segment means when it begins", async () => {
  const segment_id = await aSegment("VIP")
  const id = await draft({ segment_id })
  await send(id, { scheduled_at: TOMORROW })
  await updateSegment(scratch.db, segment_id, { filter: { metadata: { rank: "silver" } } }, null)

  await scratch.db.query("UPDATE mpmd_mailing SET scheduled_at = now()")
  await prepareMailing(scratch.db, OPTIONS, id)
  await prepareMailing(scratch.db, OPTIONS, id)

  expect(await sentTo(id)).toEqual(["taro@x.test"])
})

it("cannot be deleted while a mailing waits that needs it, not even in the moment of sending", async () => {
  const segment_id = await aSegment("VIP")
  const id = await draft({ segment_id })
  await send(id, { scheduled_at: TOMORROW })

  await expect(deleteSegment(scratch.db, segment_id)).rejects.toMatchObject({
    type: "not_allowed",
    issues: [{ code: "segment_in_use", values: { count: 1 } }],
  })
  await undoSend(scratch.db, id)
  const [deleted, sent] = await Promise.allSettled([
    deleteSegment(scratch.db, segment_id),
    send(id, { scheduled_at: TOMORROW }),
  ])
  expect([deleted.status, sent.status].sort()).toEqual(["fulfilled", "rejected"])
})

it("a draft whose segment was deleted says so when it is sent, by the segment's name", async () => {
  const segment_id = await aSegment("VIP")
  const id = await draft({ segment_id })
  await deleteSegment(scratch.db, segment_id)

  await expect(send(id)).rejects.toMatchObject({
    type: "invalid_data",
    message: expect.stringContaining('"VIP"'),
    issues: [{ field: "audience.segment_id", code: "segment_gone", values: { name: "VIP" } }],
  })
  expect(await mailing(id)).toMatchObject({ state: "draft", segment: null })
  await restoreSegment(scratch.db, segment_id)
  await send(id)
  expect(await mailing(id)).toMatchObject({ state: "preparing" })
})

it("a name is free again after a deletion, which then cannot be taken back", async () => {
  const first = await aSegment("VIP")
  await deleteSegment(scratch.db, first)
  await aSegment("VIP")

  await expect(restoreSegment(scratch.db, first)).rejects.toMatchObject({ code: "name_taken" })
  expect(await names()).toEqual(["VIP"])
})
