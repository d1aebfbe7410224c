/** A content or a mail that cannot be made is the matter of its own recipients: all others get theirs, at once. */
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
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

async function single(to: string, contentId: string): Promise<string> {
  const { id } = await insertSeparateDelivery(scratch.db, {
    kind: "single",
    contentId,
    dedupeKey: to,
    to,
    variables: { member: { name: "N" } },
  })
  return id
}

async function rowOf(id: string) {
  const [row] = await scratch.db.query<{
    state: string
    reason: string | null
    response: string | null
    attempt: number
    render_tries: number
    waits: boolean
  }>("SELECT *, next_attempt_at > now() AS waits FROM mpmd_delivery WHERE id = $1", [id])
  return row!
}

it("sends mails of more contents than are kept at hand, all claimed together", async () => {
  const ids: string[] = []
  for (let n = 0; n < 130; n += 1) {
    ids.push(await single(`${n}@x.test`, await seedContent(scratch.db, { subject: `Number ${n}` })))
  }
  running = startEngine(scratch.db, server.url)

  await until("all have arrived", () => server.received.length === 130)

  expect(running.errors).toEqual([])
  for (const mail of server.received) {
    const n = mail.to[0]!.split("@")[0]!
    expect(mail.bytes.toString()).toContain(`Subject: Number ${n}\r\n`)
  }
})

it("a content that cannot be read fails its own mails, and nobody else's", async () => {
  const sound = await seedContent(scratch.db)
  const broken = await seedContent(scratch.db, { text: "{% if %} {{ | }} {% endfor %}" })
  const lost = await single("lost@x.test", broken)
  const good = await single("good@x.test", sound)
  running = startEngine(scratch.db, server.url)

  await until("the other has arrived", () => server.received.length === 1)
  await until("the first has failed", async () => (await rowOf(lost)).state === "failed")

  expect(await rowOf(lost)).toMatchObject({ reason: "render", attempt: 1 })
  await until("it is on record", async () => (await rowOf(good)).state === "sent")
})

it("what may pass is tried again with growing pauses, and fails in the end with the reason", async () => {
  const sound = await seedContent(scratch.db)
  const lost = await single("lost@x.test", "mcont_nowhere")
  running = startEngine(scratch.db, server.url)

  for (let tries = 1; tries <= 4; tries += 1) {
    await until(`try ${tries} is over`, async () => (await rowOf(lost)).render_tries === tries)
    expect(await rowOf(lost)).toMatchObject({ state: "pending", attempt: tries, waits: true })
    if (tries === 1) {
      await single("good@x.test", sound)
      await until("the other has arrived", () => server.received.length === 1)
    }
    // The clock moves on.
    await scratch.db.query("UPDATE mpmd_delivery SET next_attempt_at = now() WHERE id = $1", [lost])
  }
  await until("it has failed", async () => (await rowOf(lost)).state === "failed")

  expect(await rowOf(lost)).toMatchObject({ reason: "render", attempt: 5 })
  expect((await rowOf(lost)).response).toContain("mcont_nowhere was not found")
  const events = await scratch.db.query<{ to_state: string }>(
    "SELECT to_state FROM mpmd_delivery_event WHERE delivery_id = $1 ORDER BY attempt",
    [lost]
  )
  expect(events.map(({ to_state }) => to_state)).toEqual([
    "pending",
    "pending",
    "pending",
    "pending",
    "failed",
  ])
  expect(running.errors.length).toBeGreaterThan(0)
})
