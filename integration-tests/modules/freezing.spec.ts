/** From Send, or the hour of the schedule, to the first mail: what one mailing meets on this way holds up no other. */
import { createDraft } from "../../src/modules/mail/mailings/drafts"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { requestSend } from "../../src/modules/mail/mailings/send"
import { parseOptions } from "../../src/modules/mail/options"
import { updateSettings } from "../../src/modules/mail/settings"
import type { ScratchDatabase } from "../support/database"
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
  await requestSend(scratch.db, OPTIONS, id, { scheduled_at }, null)
  return id
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
