/** A store whose database password is a function has no thread for sending: its visitors do not wait for mails all the same. */
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { closeRenderThreads } from "../../src/modules/mail/render-threads"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { delayDuring } from "../support/loop-delay"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { countersOf, seedMailing } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

jest.setTimeout(120_000)

let scratch: ScratchDatabase
let server: SmtpServer
let running: RunningEngine

beforeAll(async () => {
  scratch = await createMailTables()
  server = await startSmtpServer()
})
afterEach(async () => {
  await running.engine.stop()
  server.reset()
})
afterAll(async () => {
  await closeRenderThreads()
  await server.stop()
  await scratch.drop()
})

/** Almost as many steps as a mail may take. */
const SLOW =
  "Dear {{ member.name }}{% for a in (1..200) %}{% for b in (1..150) %}{% if a > b %}{% endif %}{% endfor %}{% endfor %}"

const isOver = async (mailing: string) => (await getMailing(scratch.db, mailing)).state === "completed"

it("mails that take long to be made leave, and nobody else is held up", async () => {
  const contentId = await seedContent(scratch.db, { text: SLOW })
  const mailing = await seedMailing(scratch.db, { recipients: 40, contentId })

  const delay = await delayDuring(async () => {
    running = startEngine(scratch.db, server.url)
    await until("the mailing is completed", () => isOver(mailing), 90_000)
  })

  expect(new Set(server.received.map(({ deliveryId }) => deliveryId)).size).toBe(40)
  expect(server.received[0]!.bytes.toString()).toContain("Dear N")
  expect(running.errors).toEqual([])
  expect(delay.p99).toBeLessThan(50)
})

it("one that cannot be made fails alone, with the reason on record", async () => {
  const text =
    "Dear {{ member.name }}{% for a in member.tags %}{% for b in member.tags %}x{% endfor %}{% endfor %}"
  const contentId = await seedContent(scratch.db, { text, variables: ["member.name", "member.tags"] })
  const mailing = await seedMailing(scratch.db, { recipients: 3, contentId, state: "paused" })
  await scratch.db.query(
    "UPDATE mpmd_delivery SET variables = jsonb_set(variables, '{member,tags}', $2) WHERE mailing_id = $1 AND position = 2",
    [mailing, JSON.stringify(Array<string>(4_000).fill("w"))]
  )
  await scratch.db.query("UPDATE mpmd_mailing SET state = 'sending' WHERE id = $1", [mailing])
  running = startEngine(scratch.db, server.url)
  await until("the mailing is completed", () => isOver(mailing))

  expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 2, failed: 1 })
  const [failed] = await scratch.db.query(
    "SELECT state, reason, response FROM mpmd_delivery WHERE mailing_id = $1 AND position = 2",
    [mailing]
  )
  expect(failed).toMatchObject({
    state: "failed",
    reason: "render",
    response: expect.stringContaining("100000 steps"),
  })
})
