/**
 * Mails per second, the same work for each subject: render 40 Liquid outputs in 3.3 kB HTML with a text part,
 * compose with headers of its own, send over loopback into a sink. Each at its own best number of connections.
 */
import { createMailTables } from "../integration-tests/support/mail-tables"
import { createStoreTables } from "../integration-tests/support/store-tables"
import { isInstalled, startChild } from "./child"
import { type Redis, startRedis } from "./redis"
import { ratioOf, say } from "./report"
import type { Benchmark, Settings } from "./settings"
import { type Sink, startSink } from "./sink"
import { SUBJECTS, withRecords } from "./subjects"
import type { SubjectInput, SubjectResult } from "./subjects/process"
import type { Subject } from "./subjects/subject"

/** What the slowest peer sends is a tenth of what the others do: the figure is a rate. */
const SLOW = 10

/** Measures one subject in a process of its own, over a database of its own. */
export async function measureSubject(
  subject: Subject,
  settings: Settings,
  sink: Sink,
  redis: Redis | null
): Promise<SubjectResult> {
  const database = await (subject.needsStore ? createStoreTables() : createMailTables())
  const input: SubjectInput = {
    subject: subject.name,
    mails: mailsOf(subject, settings),
    rounds: settings.rounds,
    connections: settings.connections,
    sinkPort: sink.port,
    databaseUrl: database.url,
    redisPort: redis?.port,
  }
  const child = startChild("subjects/process.ts", input)
  try {
    return await child.answer<SubjectResult>()
  } finally {
    await child.stop()
    await database.drop()
  }
}

function mailsOf(subject: Subject, { mails }: Settings): number {
  return subject.slow ? Math.round(mails / SLOW) : mails
}

/** Ours is always among them: it is what the others are compared with. */
function chosen({ only }: Settings): Subject[] {
  const named = ({ name }: Subject) => only.some((word) => name.toLowerCase().includes(word.toLowerCase()))
  return SUBJECTS.filter((subject) => !only.length || subject === withRecords || named(subject))
}

function canBeMeasured({ name, program }: Subject): boolean {
  const missing = program && !isInstalled(program)
  if (missing) {
    say(`  ${name}: not measured, there is no ${program} on the PATH`)
  }
  return !missing
}

/** What a figure needs besides, to be understood. */
function noteOn({ connections, cpuPerMail, memory }: SubjectResult, mails: number): string {
  const cpu = `${connections} connections, ${cpuPerMail} µs of the sender's CPU per mail, ${mails} mails`
  return memory ? `${cpu}, ${memory} MB of memory at most` : cpu
}

export const throughput: Benchmark = async (settings, report) => {
  const [sink, redis] = [await startSink(), await startRedis()]
  say(`throughput: ${settings.mails} mails into ${sink.name}`)
  const results = new Map<Subject, SubjectResult>()
  try {
    for (const subject of chosen(settings).filter(canBeMeasured)) {
      const result = await measureSubject(subject, settings, sink, redis)
      say(`  ${subject.name}: ${result.perSecond} mails/s`)
      results.set(subject, result)
    }
  } finally {
    sink.stop()
    await redis?.stop()
  }
  const ours = results.get(withRecords)!.perSecond
  for (const [subject, result] of results) {
    report({
      bench: "throughput",
      subject: subject.name,
      value: result.perSecond,
      unit: "mails/s",
      ratio: ratioOf(ours, result.perSecond),
      note: noteOn(result, mailsOf(subject, settings)),
    })
  }
}
