/**
 * Outcomes are on record whatever a mail server says, what Postgres refuses holds up nobody else's, and what could not be
 * written while it was away is done later.
 */
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { pauseMailing } from "../../src/modules/mail/mailings/control"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { countersOf, seedMailing, standingOf } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

jest.setTimeout(60_000)

let scratch: ScratchDatabase
let server: SmtpServer
let contentId: string
let running: RunningEngine | undefined

beforeEach(async () => {
  scratch = await createMailTables()
  server = await startSmtpServer()
  contentId = await seedContent(scratch.db)
})
afterEach(async () => {
  await running?.engine.stop()
  running = undefined
  await server.stop()
  await scratch.drop()
})

const completed = (mailing: string) => async () =>
  (await getMailing(scratch.db, mailing)).state === "completed"

async function deliveryTo(email: string) {
  const [row] = await scratch.db.query<{ id: string; state: string; reason: string; response: string }>(
    "SELECT id, state, reason, response FROM mpmd_delivery WHERE email = $1",
    [email]
  )
  return row!
}

/** Postgres says no to the outcome of one mail: of all its words, or only of the server's. */
async function refuseOutcomesOf(email: string, when: string): Promise<void> {
  await scratch.db.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION 'this cannot be stored' USING ERRCODE = '22023'; END $$`
  )
  await scratch.db.query(
    `CREATE TRIGGER refuse BEFORE UPDATE ON mpmd_delivery FOR EACH ROW
       WHEN (NEW.email = '${email}' AND ${when}) EXECUTE FUNCTION refuse()`
  )
}

it("one NUL in one reply is kept without it, and everything after it is on record", async () => {
  server.script({ at: "rcpt", to: "2@x.test", raw: "550 5.1.1 \0\r\n" })
  const mailing = await seedMailing(scratch.db, { recipients: 300, contentId })
  running = startEngine(scratch.db, server.url)

  await until("the mailing is completed", completed(mailing))

  expect(await deliveryTo("2@x.test")).toMatchObject({
    state: "failed",
    reason: "address_invalid",
    response: "550 5.1.1",
  })
  expect(await countersOf(scratch.db, mailing)).toMatchObject({
    sent: 299,
    failed: 1,
    uncertain: 0,
    pending: 0,
  })
  expect(running.errors).toEqual([])
})

it("an outcome whose words Postgres refuses is kept without them, and the others of its batch as they are", async () => {
  server.script({ at: "rcpt", to: "2@x.test", reply: "550 5.1.1 unspeakable" })
  await refuseOutcomesOf("2@x.test", "NEW.response LIKE '%unspeakable%'")
  const mailing = await seedMailing(scratch.db, { recipients: 300, contentId })
  running = startEngine(scratch.db, server.url)

  await until("the mailing is completed", completed(mailing))

  expect(await deliveryTo("2@x.test")).toMatchObject({
    state: "failed",
    reason: "address_invalid",
    response: "What the mail server said could not be kept (22023).",
  })
  expect(await countersOf(scratch.db, mailing)).toMatchObject({
    sent: 299,
    failed: 1,
    uncertain: 0,
    pending: 0,
  })
  expect(running.errors).not.toEqual([])
})

it("an outcome that cannot be written at all holds up no other, and is written as soon as that can be", async () => {
  await refuseOutcomesOf("2@x.test", "NEW.state = 'sent'")
  const mailing = await seedMailing(scratch.db, { recipients: 300, contentId })
  running = startEngine(scratch.db, server.url, { leaseSeconds: 60 })

  await until("all others are on record", async () => (await countersOf(scratch.db, mailing)).sent === 299)
  const { id } = await insertSeparateDelivery(scratch.db, {
    kind: "single",
    contentId,
    dedupeKey: "later",
    to: "later@x.test",
    variables: { member: { name: "Later" } },
  })
  await until("a later mail too", async () => (await deliveryTo("later@x.test")).state === "sent")
  expect(await standingOf(scratch.db, (await deliveryTo("2@x.test")).id)).toMatchObject({ state: "sending" })

  await scratch.db.query("DROP TRIGGER refuse ON mpmd_delivery")
  await until("the mailing is completed", completed(mailing))

  expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 300, uncertain: 0 })
  expect(server.received.filter(({ to }) => to[0] === "2@x.test")).toHaveLength(1)
  expect(server.received.filter(({ deliveryId }) => deliveryId === id)).toHaveLength(1)
})

it("letting go that Postgres did not hear of is said again, although another mail of the same claim stays on a connection", async () => {
  server.script({ at: "rcpt", to: "1@x.test", silent: true }, { at: "final", delayMs: 20 })
  await failOnce("letGo")
  const mailing = await seedMailing(scratch.db, { recipients: 300, contentId })
  running = startEngine(scratch.db, server.url, { connections: 2, smtpTimeoutSeconds: 60 })
  await until("some are sent", async () => (await countersOf(scratch.db, mailing)).sent > 10)
  await pauseMailing(scratch.db, mailing, "coffee")

  const held = () =>
    scratch.db.query<{ email: string }>(
      "SELECT d.email FROM mpmd_delivery d JOIN mpmd_mailing m ON m.id = d.mailing_id WHERE d.mailing_id = $1 " +
        "AND d.state = 'pending' AND d.next_attempt_at IS NULL AND d.position < m.next_position",
      [mailing]
    )
  await until("only that one is held", async () => (await held()).length === 1, 20_000)
  expect(await held()).toEqual([{ email: "1@x.test" }])
  expect(running.errors.length).toBeGreaterThan(0)
})

const STEPS = {
  mark: { table: "mpmd_claim", when: "OLD.marked_to < NEW.marked_to" },
  letGo: { table: "mpmd_delivery", when: "NEW.state = 'pending' AND NEW.next_attempt_at IS NOT NULL" },
  success: { table: "mpmd_delivery", when: "NEW.state = 'sent'" },
}

/** The first statement that does each of these fails as in an outage; leases are renewed all the while. */
async function failOnce(...steps: (keyof typeof STEPS)[]): Promise<void> {
  for (const step of steps) {
    const { table, when } = STEPS[step]
    const name = `once_${step}`
    await scratch.db.query(`CREATE SEQUENCE ${name}`)
    await scratch.db.query(
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF nextval('${name}') = 1 THEN RAISE EXCEPTION 'shutting down' USING ERRCODE = '57P01'; END IF;
         RETURN NEW; END $$`
    )
    await scratch.db.query(
      `CREATE TRIGGER ${name} BEFORE UPDATE ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION ${name}()`
    )
  }
}

it.each([
  ["a mark", ["mark"]],
  ["a mark, and letting go of it", ["mark", "letGo"]],
  ["an outcome", ["success"]],
] as [string, (keyof typeof STEPS)[]][])(
  "%s that fails keeps no mail from leaving, once",
  async (_, steps) => {
    await failOnce(...steps)
    const mailing = await seedMailing(scratch.db, { recipients: 50, contentId })
    running = startEngine(scratch.db, server.url)

    await until("the mailing is completed", completed(mailing), 20_000)

    expect(running.errors.length).toBeGreaterThan(0)
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 50, uncertain: 0, failed: 0 })
    expect(new Set(server.received.map(({ deliveryId }) => deliveryId)).size).toBe(50)
    expect(server.received).toHaveLength(50)
  }
)
