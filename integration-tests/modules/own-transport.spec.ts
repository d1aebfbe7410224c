/** Mail through a transport of the store's own, which may do whatever it likes: in a thread of its own, and inline. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { parseOptions } from "../../src/modules/mail/options"
import { sendProbe } from "../../src/modules/mail/sending/probe"
import { QUICK, type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"
import { SHOP_SETTINGS } from "../support/shop-settings"
import { type SentLine, type Trick, TRICKS } from "../support/transports/scripted"

jest.setTimeout(120_000)

const SECRET = "h1dden-s3cret"
const MODULE = "./integration-tests/support/transports/scripted"

let scratch: ScratchDatabase
let contentId: string
let folder: string
let sent: string
let running: RunningEngine | undefined

beforeAll(async () => {
  scratch = await createMailTables()
  contentId = await seedContent(scratch.db)
})
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "own-transport-"))
  sent = path.join(folder, "sent")
  writeFileSync(sent, "")
})
afterEach(async () => {
  await running?.engine.stop()
  running = undefined
  rmSync(folder, { recursive: true })
  await scratch.db.query("UPDATE mpmd_mailing SET state = 'cancelled', completed_at = now()")
})
afterAll(() => scratch.drop())

const sentLines = (): SentLine[] =>
  readFileSync(sent, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SentLine)

const own = (tricks: Record<string, Trick>) => ({
  transport: { resolve: MODULE, options: { sent, secret: SECRET, tricks } },
  smtpTimeoutSeconds: 0.5,
})

const PLACES = { "in the thread": true, inline: false }

function start(place: keyof typeof PLACES, options: object): RunningEngine {
  const postgres = { connection: { connectionString: scratch.url }, searchPath: "public" }
  running = startEngine(scratch.db, "", options, PLACES[place] ? postgres : null)
  return running
}

interface Row {
  email: string
  state: string
  reason: string | null
  response: string | null
}

async function rowsOf(mailing: string): Promise<Row[]> {
  return scratch.db.query<Row>(
    "SELECT email, state, reason, response FROM mpmd_delivery WHERE mailing_id = $1 ORDER BY position",
    [mailing]
  )
}

const isCompleted = async (mailing: string) => {
  const [row] = await scratch.db.query<{ state: string }>("SELECT state FROM mpmd_mailing WHERE id = $1", [
    mailing,
  ])
  return row!.state === "completed"
}

/** What is known of a mail that met it once; every other is `sent` in the end, by a later attempt. */
const ENDS: Partial<Record<Trick, object>> = {
  rejects: { state: "failed", reason: "address_invalid", response: expect.stringContaining("No such user") },
  "does not know": { state: "uncertain", response: "After the hand-over: who knows" },
  "hangs after": { state: "uncertain", response: "After the hand-over: It gave no answer within 500 ms" },
  "says garbage after": { state: "uncertain", response: expect.stringContaining("none that can be read") },
  "throws after": { state: "uncertain", response: "After the hand-over: fetch failed: reset of …" },
}

describe.each(Object.keys(PLACES) as (keyof typeof PLACES)[])("%s", (place) => {
  it("whatever it does to some mails, each ends as what is known of it, and no other is harmed", async () => {
    // Others stand between, so that not everything is in doubt in a row.
    const addressOf = (index: number) => `${index * 5 + 1}@x.test`
    const tricks = Object.fromEntries(TRICKS.map((trick, index) => [addressOf(index), trick]))
    const recipients = TRICKS.length * 5
    const mailing = await seedMailing(scratch.db, { recipients, contentId })
    const { errors } = start(place, own(tricks))
    await until("the mailing is completed", () => isCompleted(mailing), 90_000)

    expect(errors).toEqual([])
    const rows = new Map((await rowsOf(mailing)).map((row) => [row.email, row]))
    TRICKS.forEach((trick, index) => {
      const row = rows.get(addressOf(index))!
      expect({ trick, ...row }).toMatchObject({ trick, ...(ENDS[trick] ?? { state: "sent" }) })
    })
    const others = [...rows.values()].filter(({ email }) => !(email in tricks))
    expect(new Set(others.map(({ state }) => state))).toEqual(new Set(["sent"]))

    const lines = sentLines()
    const counted = new Map(lines.map(({ to }) => [to, lines.filter((line) => line.to === to).length]))
    expect(new Set(counted.values())).toEqual(new Set([1]))
    // Once each: all but what was refused.
    expect(counted.size).toBe(recipients - 1)
    expect(lines.every(({ isMainThread }) => isMainThread === !PLACES[place])).toBe(true)
    expect(
      lines.every(({ to, message }) => message.includes(to) && message.includes("the autumn list is here."))
    ).toBe(true)
    expect(JSON.stringify([...rows.values()])).not.toContain(SECRET)
  })
})

it("one that loses every mail after the hand-over leaves few in doubt, and the rest wait", async () => {
  const recipients = 200
  const tricks = Object.fromEntries(
    Array.from({ length: recipients }, (_, n) => [`${n + 1}@x.test`, "throws after" as const])
  )
  const mailing = await seedMailing(scratch.db, { recipients, contentId })
  const { events } = start("inline", { ...own(tricks), connections: 4 })
  await until("sending pauses", () => events.some(({ name }) => name === "mail-delivery.transport_paused"))

  const uncertain = (await rowsOf(mailing)).filter(({ state }) => state === "uncertain")
  expect(sentLines().length).toBeLessThanOrEqual(8)
  expect(uncertain.length).toBeLessThanOrEqual(8)
  const [pause] = events.filter(({ name }) => name === "mail-delivery.transport_paused")
  expect(pause!.data.message).toMatch(/^The last \d+ mails are in doubt\. After the hand-over: fetch failed/)
  expect(JSON.stringify(events)).not.toContain(SECRET)
})

it("an error that nobody catches ends the thread: it is started again, and nothing is lost or sent twice", async () => {
  const recipients = 60
  const mailing = await seedMailing(scratch.db, { recipients, contentId })
  const { errors } = start("in the thread", own({ "30@x.test": "throws outside" }))
  await until("the mailing is completed", () => isCompleted(mailing), 90_000)

  const rows = await rowsOf(mailing)
  expect(rows.find(({ email }) => email === "30@x.test")!.state).toBe("uncertain")
  const lines = sentLines().map(({ to }) => to)
  expect(new Set(lines).size).toBe(lines.length)
  rows.filter(({ state }) => state === "sent").forEach(({ email }) => expect(lines).toContain(email))
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["sent", "uncertain"]))
  const words = errors.map((error) => `${(error as Error).message} ${(error as Error).stack}`).join()
  expect(words).toContain("caught by nobody, with …")
  expect(words).not.toContain(SECRET)
})

describe("the test mail", () => {
  const probe = (trick: Trick) =>
    sendProbe(parseOptions({ ...QUICK, ...own({ "me@shop.test": trick }) }), SHOP_SETTINGS, "me@shop.test")

  it.each([
    ["accepts", { ok: true, stage: "accepted", class: null, reply: "Accepted: 250 taken" }],
    ["rejects", { ok: false, stage: "content", class: "address_invalid" }],
    ["hangs after", { ok: false, stage: "content", class: "no_reply" }],
    ["throws before", { ok: false, class: "transient", reply: "Before the hand-over: no login with …" }],
  ] as const)("that it %s is told", async (trick, outcome) => {
    expect(await probe(trick)).toMatchObject({ ...outcome, host: MODULE, port: null })
  })
})
