/** The SMTP server goes away, is slow, turns us away, and comes back. Sending goes on by itself. */
import { readFileSync } from "node:fs"

import { seedContent, startWorkerProcess, until, type WorkerProcess } from "../support/engine"
import { sized } from "../support/fault-size"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"
import { expectNothingLostOrTwice, untilCompleted } from "../support/outcomes"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { noteOf, type SinkLine } from "../support/smtp-sink"
import { standingUntil } from "../support/standing"

jest.setTimeout(600_000)

const RECIPIENTS = sized(1_000, 20_000)
const QUICKLY = { connections: 5, leaseSeconds: 2, smtpTimeoutSeconds: 2 }
/** Room for a garbage collector that takes its time; a million mails kept in memory would not fit into it. */
const MEGABYTES = 100

let scratch: ScratchDatabase
let server: SmtpServer
let worker: WorkerProcess
const mails: SinkLine[] = []
const standing = standingUntil(afterAll)

/** What people were told of this kind. */
function told(event: "mail-delivery.transport_paused" | "mail-delivery.transport_resumed"): string[] {
  return worker.told.flatMap((line) =>
    "event" in line && line.event === event ? [line.data.message ?? ""] : []
  )
}

/** Megabytes that the worker holds; known on Linux only. */
function memory(): number {
  const status = process.platform === "linux" ? readFileSync(`/proc/${worker.child.pid}/status`, "utf8") : ""
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

beforeAll(async () => {
  scratch = standing.add(await createMailTables(), (database) => database.drop())
}, 180_000)

it("is away, slow, turns us away and is back: each outage is told once, and every mail arrives once", async () => {
  server = standing.add(await startSmtpServer(), () => server.stop())
  const { port, url } = server
  await server.stop()
  const contentId = await seedContent(scratch.db)
  const mailing = await seedMailing(scratch.db, { recipients: RECIPIENTS, contentId })
  worker = standing.add(await startWorkerProcess(scratch.url, url, QUICKLY), (process) => process.kill())

  await until(
    "people are told that nobody is there",
    () => told("mail-delivery.transport_paused").length === 1
  )
  expect(told("mail-delivery.transport_paused")[0]).toMatch(/ECONNREFUSED/)
  const before = memory()
  const away = performance.now()
  server = await startSmtpServer({ port, rules: [{ at: "greeting", drop: true }] })
  await until("it has knocked twice at a door that is shut", () => server.connections().total === 2)
  const knocking = performance.now() - away
  await server.stop()
  server = await startSmtpServer({
    port,
    onMail: (mail) => mails.push(noteOf(mail)),
    rules: [{ at: "final", delayMs: 20 }],
  })

  await until("slow mails arrive", () => mails.length > RECIPIENTS / 3, 120_000)
  const connections = server.connections().total
  server.behave()
  server.script({ at: "greeting", reply: "421 4.7.0 Too busy, come back later" })
  server.hangUp("421 4.3.2 Going down")
  await until(
    "people are told that it turns us away",
    () => told("mail-delivery.transport_paused").length === 2
  )
  expect(told("mail-delivery.transport_paused")[1]).toBe(
    "Invalid greeting: 421 4.7.0 Too busy, come back later"
  )
  await until("it has been asked again", () => server.connections().total > connections + 2)
  const turnedAway = server.connections().total - connections
  server.behave()
  await untilCompleted(scratch.db, mailing, 300_000)

  const { uncertain } = await expectNothingLostOrTwice(scratch.db, mailing, mails)
  const grown = memory() - before
  console.info(
    `${RECIPIENTS} recipients: 2 attempts in ${Math.round(knocking)} ms of a shut door, ${turnedAway} were turned away, ` +
      `${uncertain} uncertain, ${Math.round(grown)} MB more than at first`
  )
  expect(uncertain).toBe(0)
  expect(knocking).toBeGreaterThan(1_000)
  expect(turnedAway).toBeLessThanOrEqual(QUICKLY.connections + 2)
  expect(told("mail-delivery.transport_paused")).toHaveLength(2)
  expect(told("mail-delivery.transport_resumed")).toHaveLength(2)
  expect(worker.told.filter((line) => "error" in line)).toEqual([])
  expect(grown).toBeLessThan(MEGABYTES)
})
