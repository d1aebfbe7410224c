/** From Send, or the hour of the schedule, to the first mail: what one mailing meets on this way holds up no other. */
import { createDraft, updateDraft } from "../../src/modules/mail/mailings/drafts"
import { prepareMailing } from "../../src/modules/mail/mailings/freeze"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { requestSend } from "../../src/modules/mail/mailings/send"
import { parseOptions } from "../../src/modules/mail/options"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import type { Database } from "../../src/modules/mail/sql/database"
import { openDatabase, type ScratchDatabase } from "../support/database"
import { type RunningEngine, startEngine, until } from "../support/engine"
import { aMember, emptyStore } from "../support/factories"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(60_000)

const OPTIONS = parseOptions({ timezone: "Asia/Tokyo" })

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
  server.reset()
  await emptyStore(scratch.db)
  await scratch.db.query("TRUNCATE mpmd_mailing, mpmd_delivery")
})
afterAll(async () => {
  await server.stop()
  await scratch.drop()
})

async function draft(subject: string): Promise<string> {
  const content = {
    subject,
    body: "The autumn list is here.",
    format: "text",
    include_signature: false,
  } as const
  return createDraft(scratch.db, { kind: "member", content, audience: { filter: {} } }, null)
}

async function send(subject: string, scheduled_at: Date | null = null): Promise<string> {
  const id = await draft(subject)
  await requestSend(scratch.db, OPTIONS, id, { scheduled_at, grace: 0 }, null)
  return id
}

const TOMORROW = new Date(Date.now() + 86_400_000)

/** Its hour came so long ago. */
async function passed(id: string, ago: string): Promise<void> {
  await scratch.db.query("UPDATE mpmd_mailing SET scheduled_at = now() - $2::interval WHERE id = $1", [
    id,
    ago,
  ])
}

const state = async (id: string) => (await getMailing(scratch.db, id)).state

it("a mailing whose freezing fails again and again keeps no other waiting, and goes out when it can be frozen", async () => {
  const stuck = await send("Stuck")
  const others = [await send("Second"), await send("Third")]
  // Every mailing is looked at in the order of its id.
  await scratch.db.query("UPDATE mpmd_mailing SET id = 'mling_0' WHERE id = $1", [stuck])
  await scratch.db.query(
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full' " +
      "USING ERRCODE = 'disk_full'; END $$"
  )
  await scratch.db.query(
    "CREATE TRIGGER refuse BEFORE INSERT ON mpmd_delivery FOR EACH ROW WHEN (NEW.mailing_id = 'mling_0') " +
      "EXECUTE FUNCTION refuse()"
  )
  running = startEngine(scratch.db, server.url, { timezone: "Asia/Tokyo" })

  for (const id of others) {
    await until("the other is completed", async () => (await state(id)) === "completed")
  }
  expect(await state("mling_0")).toBe("preparing")
  expect(running.errors).toContainEqual(expect.objectContaining({ message: "the disk is full" }))

  await scratch.db.query("DROP FUNCTION refuse CASCADE")
  await until("it is completed", async () => (await state("mling_0")) === "completed")
  expect(server.received).toHaveLength(3)
})

it("a mailing whose hour passed while nothing was running does not start by itself: it is a draft again, and staff are told", async () => {
  const [late, justNow] = [await send("Old news", TOMORROW), await send("News", TOMORROW)]
  await passed(late, "12 hours 1 minute")
  await passed(justNow, "11 hours 59 minutes")
  running = startEngine(scratch.db, server.url, { timezone: "Asia/Tokyo" })

  await until("the other is completed", async () => (await state(justNow)) === "completed")
  await until("the first is a draft", async () => (await state(late)) === "draft")

  expect(await getMailing(scratch.db, late)).toMatchObject({
    scheduled_at: null,
    refusal_reason: expect.stringContaining("its time passed more than 12 hours ago"),
    refusal_issues: [expect.objectContaining({ code: "overdue", values: { hours: 12 } })],
  })
  expect(running.events).toContainEqual({ name: "mail-delivery.mailing_overdue", data: { id: late } })
  expect(server.received).toHaveLength(1)

  await requestSend(scratch.db, OPTIONS, late, { grace: 0 }, null)
  await until("it is completed all the same", async () => (await state(late)) === "completed")
  expect(await getMailing(scratch.db, late)).toMatchObject({ refusal_reason: null, refusal_issues: null })
})

it.each([
  ["comes twice", "2027-11-07T01:30:00-04:00", "2027-11-07T05:30:00.000Z"],
  ["comes twice, the second time", "2027-11-07T01:30:00-05:00", "2027-11-07T06:30:00.000Z"],
  ["is left out", "2027-03-14T02:30:00-05:00", "2027-03-14T07:30:00.000Z"],
])(
  "a schedule in the hour that %s means its own moment, whatever clock the database shows",
  async (_hour, at, moment) => {
    const inNewYork = openDatabase(`${scratch.url}?options=-c%20timezone%3DAmerica/New_York`)
    const id = await draft("News")
    await requestSend(
      inNewYork.db,
      parseOptions({ timezone: "America/New_York" }),
      id,
      { scheduled_at: new Date(at) },
      null
    )

    expect((await getMailing(inNewYork.db, id)).scheduled_at!.toISOString()).toBe(moment)
    const [due] = await inNewYork.db.query(
      "SELECT scheduled_at <= $2::timestamptz AS now, scheduled_at <= $2::timestamptz - interval '1 second' AS before " +
        "FROM mpmd_mailing WHERE id = $1",
      [id, moment]
    )
    expect(due).toEqual({ now: true, before: false })
    await inNewYork.end()
  }
)

it("a worker that finds a fault in what somebody has mended and sent anew meanwhile refuses nothing", async () => {
  const id = await send("News")
  const { content } = await getMailing(scratch.db, id)
  await scratch.db.query(
    `UPDATE mpmd_mailing SET content = content || '{"subject": "{% if %}"}' WHERE id = $1`,
    [id]
  )

  const slow: Database = {
    query: scratch.db.query,
    // It comes to its transaction only after another one has refused the mailing and a person has mended it.
    transaction: async (work) => {
      expect(await prepareMailing(scratch.db, OPTIONS, id)).toMatchObject({ refusal: expect.any(String) })
      // By its code and place, for a sentence in whoever's language looks at it.
      expect(await getMailing(scratch.db, id)).toMatchObject({
        refusal_issues: [{ field: "subject", code: "syntax", values: { reason: "no_value" }, line: 1 }],
      })
      await updateDraft(scratch.db, id, { content })
      await requestSend(scratch.db, OPTIONS, id, { grace: 0 }, null)
      return scratch.db.transaction(work)
    },
  }
  expect(await prepareMailing(slow, OPTIONS, id)).toEqual({ changed: false, refusal: null })

  expect(await state(id)).toBe("preparing")
  expect(await prepareMailing(scratch.db, OPTIONS, id)).toEqual({ changed: true, refusal: null })
})
