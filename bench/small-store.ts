/** Most stores are small: what does the plugin cost at rest, and how soon does a single mail leave? */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import { aMember } from "../integration-tests/support/factories"
import { type SmtpSink, startSmtpSink } from "../integration-tests/support/smtp-sink"
import { createStoreTables } from "../integration-tests/support/store-tables"
import { saveSettings } from "../src/modules/mail/facade/save-settings"
import type { Database } from "../src/modules/mail/sql/database"
import { createTemplate } from "../src/modules/mail/templates/templates"
import { type Child, startChild } from "./child"
import { compile } from "./compiled"
import { cpuOf, cpuOfFamily, memoryOf, wakeUpsOf } from "./cpu"
import { type QueryMeter, startQueryMeter } from "./query-meter"
import { say } from "./report"
import type { Benchmark, Settings } from "./settings"
import type { Begun, Question, SmallStore, Started } from "./small-store-process"

const NOTIFICATIONS = 200
const MAILINGS = 30
/** Of each, before anything is measured. */
const WARM_UP = 10
/** Until threads and connections that nobody needs any more have ended. Milliseconds. */
const REST = 70_000
/** How long an idle process is looked at. Milliseconds. */
const IDLE = 60_000
/** Between two mails: the process has come to rest, and its connection to the mail server is open. Milliseconds. */
const BETWEEN = 50
const LOOK_EVERY = 5
const LONGEST = 30_000
const MEGABYTE = 2 ** 20

const BODY =
  "<style>h1{font-size:20px} p{margin:0 0 12px;color:#222} a{color:#06c}</style><h1>Your new password</h1>" +
  "<p>Somebody asked for a new password for your account.</p>".repeat(10) +
  '<p><a href="{{ url | safe_url }}">Set it here</a></p>'

type Report = Parameters<Benchmark>[1]

/** A process, the server that its mail comes to, and whom it writes to. */
interface Place {
  store: Child
  sink: SmtpSink
  member: string
}

async function seed(db: Database): Promise<string> {
  await saveSettings(db, {
    sender_name: "Shop",
    sender_address: "shop@shop.example",
    signature_text: "Example Trading, Tokyo",
    signature_html: "<p>Example Trading, Tokyo</p>",
  })
  await createTemplate(db, {
    name: "New password",
    kind: "single",
    key: "password-reset",
    format: "html",
    subject: "Your new password",
    body: BODY,
  })
  return aMember(db)
}

/** Sends one mail. @returns milliseconds until the mail server had taken it. */
async function timeOf({ store, sink }: Place, question: Question): Promise<number> {
  const before = sink.mails().length
  const { at } = await store.ask<Begun>(question)
  for (let waited = 0; waited < LONGEST; waited += LOOK_EVERY) {
    const mail = sink.mails()[before]
    if (mail) {
      await pause(BETWEEN)
      return mail.at - at
    }
    await pause(LOOK_EVERY)
  }
  throw new Error(`No mail came within ${LONGEST / 1_000} s`)
}

/** One after the other, the quickest first. */
async function timesOf(place: Place, question: (n: number) => Question, count: number): Promise<number[]> {
  const times: number[] = []
  while (times.length < count) {
    times.push(await timeOf(place, question(times.length)))
  }
  return times.sort((one, other) => one - other)
}

const mailingTo = (member: string) => (): Question => ({ mailing: member })
const notification = (n: number): Question => ({ notification: `customer-${n}@shop.example` })

async function warmUp(place: Place): Promise<void> {
  await timesOf(place, notification, WARM_UP)
  await timesOf(place, mailingTo(place.member), WARM_UP)
}

/** Half of them took no longer, and 99 of 100. */
function spread(times: number[]) {
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!
  return { value: at(0.5), unit: "ms", note: `median of ${times.length}; p99 ${at(0.99)} ms` }
}

/** What is asked of PostgreSQL by one mail, and what an idle process does in a minute. */
async function measureRest(
  place: Place,
  { meter, loaded }: { meter: QueryMeter; loaded: number },
  { postmaster }: Settings,
  report: Report
): Promise<void> {
  const tell = (subject: string, value: number, unit: string, note?: string) =>
    report({ bench: "small-store", subject, value, unit, note })
  const pid = place.store.process.pid!
  const look = () => ({
    queries: meter.queries(),
    cpu: cpuOf(pid),
    wakeUps: wakeUpsOf(pid),
    postgres: postmaster === undefined ? NaN : cpuOfFamily(postmaster),
  })
  await warmUp(place)
  const before = meter.queries()
  await timesOf(place, notification, WARM_UP)
  tell("queries of one single mail", (meter.queries() - before) / WARM_UP, "queries", "from call to record")
  await pause(REST)
  const [first, start] = [look(), performance.now()]
  await pause(IDLE)
  const last = look()
  const aMinute = (value: number) => Math.round((value * 60_000) / (performance.now() - start))
  tell("idle: queries", aMinute(last.queries - first.queries), "a minute")
  tell("idle: wake-ups", aMinute(last.wakeUps - first.wakeUps), "a minute", "of all threads of the process")
  tell("idle: CPU", aMinute((last.cpu - first.cpu) * 1_000), "ms a minute")
  if (postmaster !== undefined) {
    tell("idle: CPU of PostgreSQL", aMinute((last.postgres - first.postgres) * 1_000), "ms a minute")
  }
  const memory = memoryOf(pid)
  tell("idle: memory", Math.round(memory), "MB", `${Math.round(loaded / MEGABYTE)} MB before sending began`)
}

async function measureTimes(place: Place, report: Report): Promise<void> {
  const pid = place.store.process.pid!
  await warmUp(place)
  const mailings = await timesOf(place, mailingTo(place.member), MAILINGS)
  report({ bench: "small-store", subject: "a mailing to one, from Send to 250", ...spread(mailings) })
  const before = cpuOf(pid)
  const mails = await timesOf(place, notification, NOTIFICATIONS)
  const cpu = ((cpuOf(pid) - before) * 1_000) / NOTIFICATIONS
  report({
    bench: "small-store",
    subject: "a single mail, from createNotifications to 250",
    ...spread(mails),
  })
  report({
    bench: "small-store",
    subject: "CPU of one single mail",
    value: Number(cpu.toFixed(1)),
    unit: "ms",
    note: "of the whole process, Medusa's Notification Module included",
  })
}

/** The same URL at another port. */
function through(url: string, port: number): string {
  return Object.assign(new URL(url), { port: String(port) }).href
}

export const smallStore: Benchmark = async (settings, report) => {
  say(`small-store: ${MAILINGS} mailings, ${NOTIFICATIONS} single mails, and a minute at rest`)
  const folder = mkdtempSync(path.join(tmpdir(), "mail-bench-"))
  const compiled = compile("child.ts", "store-modules.ts", "small-store-process.ts")
  const tables = await createStoreTables()
  const sink = await startSmtpSink(path.join(folder, "mails"))
  const meter = await startQueryMeter(Number(new URL(tables.url).port))
  const member = await seed(tables.db)
  const withStore = async (databaseUrl: string, work: (place: Place, started: Started) => Promise<void>) => {
    const input: SmallStore = { databaseUrl, smtpUrl: sink.url }
    const store = startChild(compiled.fileOf("bench/small-store-process"), input)
    try {
      await work({ store, sink, member }, await store.answer<Started>())
    } finally {
      await store.stop()
    }
  }
  try {
    // The meter stands in the way of what is asked: times are taken without it.
    await withStore(tables.url, (place) => measureTimes(place, report))
    await withStore(through(tables.url, meter.port), (place, { loaded }) =>
      measureRest(place, { meter, loaded }, settings, report)
    )
  } finally {
    meter.stop()
    await sink.stop()
    await tables.drop()
    compiled.remove()
    rmSync(folder, { recursive: true })
  }
}
