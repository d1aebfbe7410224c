/** The administrator's copies, and the pause when receivers turn against a mailing. */
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { updateSettings } from "../../src/modules/mail/settings"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { booksOf, seedMailing } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

jest.setTimeout(30_000)

let scratch: ScratchDatabase
let server: SmtpServer
let contentId: string
let running: RunningEngine | undefined

beforeAll(async () => {
  scratch = await createMailTables()
  server = await startSmtpServer()
  contentId = await seedContent(scratch.db)
})
afterEach(async () => {
  await running?.engine.stop()
  server.reset()
  await scratch.db.query("UPDATE mpmd_mailing SET state = 'cancelled', completed_at = now()")
})
afterAll(async () => {
  await server.stop()
  await scratch.drop()
})

const boss = "boss@shop.test"
const ofBoss = () => server.received.filter(({ to }) => to[0] === boss)

it("every: one copy of each mail that left, outside quota and counts", async () => {
  await updateSettings(scratch.db, { admin_copy: "every", admin_copy_address: boss })
  server.script({ to: "2@x.test", at: "rcpt", reply: "550 5.1.1 User unknown" })
  const mailing = await seedMailing(scratch.db, { recipients: 5, contentId })
  running = startEngine(scratch.db, server.url)

  await until("the copies are here", () => ofBoss().length === 4)
  await until("all is on record", async () => (await getMailing(scratch.db, mailing)).state === "completed")

  expect(
    ofBoss()
      .map(({ bytes }) => /Dear (\w+)/.exec(bytes.toString())![1])
      .sort()
  ).toEqual(["N1", "N3", "N4", "N5"])
  expect(await booksOf(scratch.db, mailing)).toMatchObject({
    total: 5,
    sent: 4,
    failed: 1,
    used: 4,
    reserved: 0,
  })
})

it("first: one mail under a line with the counts", async () => {
  await updateSettings(scratch.db, { admin_copy: "first", admin_copy_address: boss })
  const mailing = await seedMailing(scratch.db, { recipients: 5, contentId })
  running = startEngine(scratch.db, server.url)

  await until("the copy is here", () => ofBoss().length === 1)
  const text = ofBoss()[0]!.bytes.toString()
  expect(text).toContain("Of 5 mails 5 were sent, 0 failed")
  expect(text).toContain("Dear N1,")
  const copies = await scratch.db.query("SELECT kind FROM mpmd_delivery WHERE about_mailing_id = $1", [
    mailing,
  ])
  expect(copies).toEqual([{ kind: "copy" }])
})

it("a burst of refusals for policy pauses the mailing once, in the server's words", async () => {
  await updateSettings(scratch.db, { admin_copy: "none" })
  server.script({ at: "data", reply: "554 5.7.1 Blocked by reputation" })
  const mailing = await seedMailing(scratch.db, { recipients: 300, contentId })
  running = startEngine(scratch.db, server.url, { connections: 2 })

  await until("it is paused", async () => (await getMailing(scratch.db, mailing)).state === "paused")

  expect(await getMailing(scratch.db, mailing)).toMatchObject({
    pause_cause: "policy",
    pause_reason: "554 5.7.1 Blocked by reputation",
  })
  expect(running.events.filter(({ name }) => name === "mail-delivery.mailing_paused")).toHaveLength(1)
})
