/** What one customer wrote into their own data stops nobody else's mail: their own fails, with the reason on record. */
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { countersOf, seedMailing } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

jest.setTimeout(60_000)

let scratch: ScratchDatabase
let server: SmtpServer
let sending: RunningEngine

beforeAll(async () => {
  scratch = await createMailTables()
  server = await startSmtpServer()
  // As in a store: in a thread of its own. One for all stories, as one process lives through many mailings.
  sending = startEngine(
    scratch.db,
    server.url,
    {},
    {
      connection: { connectionString: scratch.url },
      searchPath: "public",
    }
  )
})
afterEach(() => {
  expect(sending.errors).toEqual([])
  server.reset()
})
afterAll(async () => {
  await sending.engine.stop()
  await server.stop()
  await scratch.drop()
})

const METADATA = ["member.name", "member.metadata.words"]

/** Gives the third of five recipients these words. */
async function mailingWithPoison(text: string, words: unknown): Promise<string> {
  const contentId = await seedContent(scratch.db, { text, variables: METADATA })
  const id = await seedMailing(scratch.db, { recipients: 5, contentId, state: "paused" })
  await scratch.db.query(
    "UPDATE mpmd_delivery SET variables = jsonb_set(variables, '{member,metadata}', jsonb_build_object('words', $2::jsonb)) " +
      "WHERE mailing_id = $1 AND position = 3",
    [id, JSON.stringify(words)]
  )
  await scratch.db.query("UPDATE mpmd_mailing SET state = 'sending' WHERE id = $1", [id])
  return id
}

const LOOP = "Dear {{ member.name }} {% for w in member.metadata.words %}"

it.each([
  [
    "a loop over it in a loop",
    `${LOOP}{% for v in member.metadata.words %}{{ v }}{% endfor %}{% endfor %}`,
    Array<string>(4_000).fill("w"),
    "takes more than 100000 steps",
  ],
  [
    "a filter over it in a loop",
    `${LOOP}{% assign found = member.metadata.words | where: "x", w %}{% endfor %}`,
    Array<object>(4_000).fill({ x: 1 }),
    "takes more than 100000 steps",
  ],
  [
    "a comparison of it in a loop",
    `${LOOP}{% if member.metadata.words == member.metadata.words %}{% endif %}{% endfor %}`,
    Array<string>(4_000).fill("w"),
    "works on too much data",
  ],
  [
    "more of it than any mail needs",
    "Dear {{ member.name }}",
    "w".repeat(100_001),
    "too much data about this recipient",
  ],
])("with %s, one mail fails and the others arrive", async (_what, text, words, reason) => {
  const mailing = await mailingWithPoison(text, words)
  sending.engine.wake()

  await until(
    "the mailing is completed",
    async () => (await getMailing(scratch.db, mailing)).state === "completed"
  )

  expect(server.received.map(({ to }) => to[0]).sort()).toEqual([
    "1@x.test",
    "2@x.test",
    "4@x.test",
    "5@x.test",
  ])
  const [third] = await scratch.db.query(
    "SELECT id, state, reason, response FROM mpmd_delivery WHERE mailing_id = $1 AND position = 3",
    [mailing]
  )
  expect(third).toMatchObject({
    state: "failed",
    reason: "render",
    response: expect.stringContaining(reason),
  })
  // At once: a busy machine may have put it off for its time, but it was never tried again for its fault.
  const events = await scratch.db.query("SELECT to_state FROM mpmd_delivery_event WHERE delivery_id = $1", [
    third!.id,
  ])
  expect(events).toEqual([{ to_state: "failed" }])
  expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 4, failed: 1, used: 4, reserved: 0 })
})

it("and mail that was asked for does not wait behind it", async () => {
  const text = `${LOOP}{% for v in member.metadata.words %}{{ v }}{% endfor %}{% endfor %}`
  const contentId = await seedContent(scratch.db, { text, variables: METADATA })
  const poison = { member: { name: "P", metadata: { words: Array<string>(4_000).fill("w") } } }
  const asked = async (to: string, variables: object) =>
    insertSeparateDelivery(scratch.db, {
      kind: "single",
      contentId,
      dedupeKey: to,
      to,
      variables: { ...variables },
    })
  for (let n = 0; n < 3; n++) {
    await asked(`poison${n}@x.test`, poison)
  }
  await asked("friend@x.test", { member: { name: "F", metadata: {} } })
  sending.engine.wake()

  await until("the mail has arrived", () => server.received.length === 1)

  expect(server.received[0]!.to).toEqual(["friend@x.test"])
  await until("the others have failed", async () => {
    const [row] = await scratch.db.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM mpmd_delivery WHERE state = 'failed' AND reason = 'render' AND mailing_id IS NULL"
    )
    return row!.count === 3
  })
})
