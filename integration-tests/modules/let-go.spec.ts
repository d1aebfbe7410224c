/** What a dispatcher cannot do because Postgres is away for a moment is done later, by it or by another. */
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { booksOf, seedMailing } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

jest.setTimeout(60_000)

let scratch: ScratchDatabase
let server: SmtpServer
let running: RunningEngine

beforeEach(async () => {
  scratch = await createMailTables()
  server = await startSmtpServer()
})
afterEach(async () => {
  await running.engine.stop()
  await server.stop()
  await scratch.drop()
})

/** The first statement for each of these changes of state fails as in an outage; leases are renewed all the while. */
async function failOnce(...changes: [from: string, to: string][]): Promise<void> {
  for (const [from, to] of changes) {
    const name = `once_${from}_${to}`
    await scratch.db.query(`CREATE SEQUENCE ${name}`)
    await scratch.db.query(
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF nextval('${name}') = 1 THEN RAISE EXCEPTION 'shutting down' USING ERRCODE = '57P01'; END IF;
         RETURN NEW; END $$`
    )
    await scratch.db.query(
      `CREATE TRIGGER ${name} BEFORE UPDATE ON mpmd_delivery FOR EACH ROW
         WHEN (OLD.state = '${from}' AND NEW.state = '${to}') EXECUTE FUNCTION ${name}()`
    )
  }
}

it.each([
  ["a mark", [["claimed", "sending"]]],
  [
    "a mark, and letting go of it",
    [
      ["claimed", "sending"],
      ["claimed", "pending"],
    ],
  ],
  ["an outcome", [["sending", "sent"]]],
] as [string, [string, string][]][])("%s that fails keeps no mail from leaving, once", async (_, changes) => {
  await failOnce(...changes)
  const mailing = await seedMailing(scratch.db, { recipients: 50, contentId: await seedContent(scratch.db) })
  running = startEngine(scratch.db, server.url)

  await until(
    "the mailing is completed",
    async () => (await getMailing(scratch.db, mailing)).state === "completed",
    20_000
  )

  expect(running.errors.length).toBeGreaterThan(0)
  expect(await booksOf(scratch.db, mailing)).toMatchObject({ sent: 50, uncertain: 0, failed: 0 })
  expect(new Set(server.received.map(({ deliveryId }) => deliveryId)).size).toBe(50)
  expect(server.received).toHaveLength(50)
})
