/** The administrator's copies, and the pause when receivers turn against a mailing. */
import PostalMime from "postal-mime"

import { transition } from "../../src/modules/mail/deliveries/change-state"
import { claimRange } from "../../src/modules/mail/deliveries/claim"
import { mark } from "../../src/modules/mail/deliveries/mark"
import { settleMailing } from "../../src/modules/mail/deliveries/settle"
import { saveSettings } from "../../src/modules/mail/facade/save-settings"
import { cancelMailing } from "../../src/modules/mail/mailings/control"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { getSettings, updateSettings } from "../../src/modules/mail/settings/settings"
import type { Database } from "../../src/modules/mail/sql/database"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { countersOf, seedMailing } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

jest.setTimeout(30_000)

const HOLDER = { id: "disp_test", leaseSeconds: 60 }

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

const parse = (bytes: Buffer) => PostalMime.parse(bytes)
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
  expect(await countersOf(scratch.db, mailing)).toMatchObject({
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

const HTML =
  '<!DOCTYPE html>\n<html><head><title>News</title></head><body class="a>b"><h1>News</h1></body></html>'

it("first: in HTML the line stands at the beginning of what is seen, and the subject says what it is", async () => {
  await updateSettings(scratch.db, { admin_copy: "first", admin_copy_address: boss })
  const html = await seedContent(scratch.db, { html: HTML })
  await seedMailing(scratch.db, { recipients: 1, contentId: html })
  running = startEngine(scratch.db, server.url)

  await until("the copy is here", () => ofBoss().length === 1)
  const mail = await parse(ofBoss()[0]!.bytes)
  expect(mail.subject).toBe("[Copy] News for N1")
  expect(mail.html).toMatch(
    /^<!DOCTYPE html>\s<html><head><title>News<\/title><\/head><body class="a>b"><p>Copy for the administrator\. Of 1 mails 1 were sent/
  )
  expect((await parse(server.received.find(({ to }) => to[0] === "1@x.test")!.bytes)).subject).toBe(
    "News for N1"
  )
})

it("every: what was deferred in the first pass has its copy too, once it is sent, and each copy says that it is one", async () => {
  await updateSettings(scratch.db, { admin_copy: "every", admin_copy_address: boss })
  server.script({ to: "2@x.test", at: "rcpt", reply: "450 4.2.1 try later", times: 1 })
  const mailing = await seedMailing(scratch.db, { recipients: 3, contentId })
  running = startEngine(scratch.db, server.url, { retrySeconds: [1] })

  await until("the copies of the first pass are here", () => ofBoss().length === 2)
  expect((await getMailing(scratch.db, mailing)).state).toBe("sending")
  await until("all copies are here", () => ofBoss().length === 3)

  const subjects = await Promise.all(ofBoss().map(async ({ bytes }) => (await parse(bytes)).subject))
  expect(subjects.sort()).toEqual([1, 2, 3].map((n) => `[Copy] News for N${n}`))
})

it("every: what turns out to have left while the others are being copied has its copy at the next look", async () => {
  await updateSettings(scratch.db, { admin_copy: "every", admin_copy_address: boss })
  const mailing = await seedMailing(scratch.db, { recipients: 2, contentId })
  const range = await claimRange(scratch.db, HOLDER, mailing, 2)
  await mark(scratch.db, HOLDER, range)
  const [taken, doubtful] = range.map(({ id, attempt }) => [{ id, attempt }])
  await transition(scratch.db, "accept", taken!)
  await transition(scratch.db, "lose", doubtful!)
  const lateReply: Database = {
    ...scratch.db,
    transaction: async (work) => {
      await transition(scratch.db, "confirm", doubtful!)
      return scratch.db.transaction(work)
    },
  }

  expect(await settleMailing(lateReply, mailing)).toEqual({ firstPassDone: false, completed: false })
  expect(await settleMailing(scratch.db, mailing)).toEqual({ firstPassDone: true, completed: true })

  running = startEngine(scratch.db, server.url)
  await until("both copies are here", () => ofBoss().length === 2)
})

it.each([
  ["first", 1],
  ["every", 2],
] as const)(
  "%s: a mailing that was cancelled on its way has the copies of what had left",
  async (admin_copy, copies) => {
    await updateSettings(scratch.db, { admin_copy, admin_copy_address: boss })
    server.script({ to: "3@x.test", at: "rcpt", reply: "450 4.2.1 try later" })
    const mailing = await seedMailing(scratch.db, { recipients: 3, contentId })
    running = startEngine(scratch.db, server.url, { retrySeconds: [60] })
    await until("two have left", async () => (await countersOf(scratch.db, mailing)).sent === 2)
    await cancelMailing(scratch.db, mailing)

    await until("the copies are here", () => ofBoss().length === copies)
    await until("it is done", async () => (await getMailing(scratch.db, mailing)).completed_at !== null)
    expect(ofBoss()).toHaveLength(copies)
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 2, skipped: 1, deferred: 0 })
  }
)

it("copies that cannot be made hold up the end of their own mailing alone", async () => {
  await updateSettings(scratch.db, { admin_copy: "first", admin_copy_address: boss })
  const [broken, sound] = [
    await seedMailing(scratch.db, { id: "mling_00", recipients: 1, contentId }),
    await seedMailing(scratch.db, { recipients: 2, contentId }),
  ]
  await scratch.db.query(
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no copies' " +
      "USING ERRCODE = 'raise_exception'; END $$"
  )
  await scratch.db.query(
    "CREATE TRIGGER refuse BEFORE INSERT ON mpmd_delivery FOR EACH ROW WHEN (NEW.about_mailing_id = 'mling_00') " +
      "EXECUTE FUNCTION refuse()"
  )
  running = startEngine(scratch.db, server.url)

  await until(
    "the other is completed",
    async () => (await getMailing(scratch.db, sound)).state === "completed"
  )
  expect((await getMailing(scratch.db, broken)).state).toBe("sending")

  await scratch.db.query("DROP FUNCTION refuse CASCADE")
  await until("it is completed", async () => (await getMailing(scratch.db, broken)).state === "completed")
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

it("copies that would go nowhere are refused by the name of the field, and nothing is changed", async () => {
  const refused = { message: expect.stringContaining("admin_copy_address"), type: "invalid_data" }
  await updateSettings(scratch.db, { admin_copy: "none", admin_copy_address: null })
  await expect(saveSettings(scratch.db, { admin_copy: "every" })).rejects.toMatchObject(refused)
  await expect(
    saveSettings(scratch.db, { admin_copy: "first", admin_copy_address: " " })
  ).rejects.toMatchObject(refused)
  expect(await getSettings(scratch.db)).toMatchObject({ admin_copy: "none", admin_copy_address: null })

  await saveSettings(scratch.db, { admin_copy: "every", admin_copy_address: boss })
  await expect(saveSettings(scratch.db, { admin_copy_address: null })).rejects.toMatchObject(refused)
  expect(await saveSettings(scratch.db, { sender_name: "Shop" })).toMatchObject({ admin_copy_address: boss })
  expect(await saveSettings(scratch.db, { admin_copy: "none", admin_copy_address: null })).toMatchObject({
    admin_copy: "none",
    admin_copy_address: null,
  })
})
