/**
 * Two workers on the same mailing: do they fill the machine, and does a mail cost more than with one? One and two in turns, since the
 * speed of a machine that others share changes from minute to minute; of a long mailing each, since the looks for its begin and its
 * end count as idle; and with the most connections, since with few of them two workers wait for the server.
 */
import type { Database } from "../src/modules/mail/sql/database"
import { seedBench } from "./mailing"
import { ratioOf, say } from "./report"
import type { Benchmark, Settings } from "./settings"
import { type Sink, startSink } from "./sink"
import { account, sendMailing, type Usage, withWorkers } from "./workers"

/** How many times the recipients of other runs. */
const LENGTH = 5

interface Run {
  seconds: number
  usage: Usage
  /** Bytes that PostgreSQL wrote to its log for all of it. */
  wal: number
}

/** Of all runs with as many workers. Microseconds of the processor and bytes are those of one mail. */
interface Average {
  perSecond: number
  /** Percent of the whole machine. */
  idle: number
  cpu: { worker: number; postgres: number; sink: number }
  wal: number
}

async function walOf(db: Database): Promise<number> {
  const [row] = await db.query<{ bytes: string }>(
    "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS bytes"
  )
  return Number(row!.bytes)
}

function run(
  workers: number,
  mails: number,
  { connections, postmaster }: Settings,
  sink: Sink
): Promise<Run> {
  const server = { smtpUrl: sink.url, connections: Math.max(...connections) }
  return withWorkers(workers, mails / LENGTH, server, async ({ db, pids }) => {
    const mailing = await seedBench(db, mails)
    const [end, before] = [account(pids, sink, postmaster), await walOf(db)]
    const perSecond = await sendMailing(db, mailing)
    return { seconds: mails / perSecond, usage: end(), wal: (await walOf(db)) - before }
  })
}

function averageOf(runs: readonly Run[], mailsOfOne: number): Average {
  const sum = (value: (run: Run) => number) => runs.reduce((total, run) => total + value(run), 0)
  const mails = mailsOfOne * runs.length
  const perMail = (seconds: (usage: Usage) => number) => (sum(({ usage }) => seconds(usage)) * 1e6) / mails
  const seconds = sum((run) => run.seconds)
  return {
    perSecond: mails / seconds,
    idle: sum((run) => run.usage.idle * run.seconds) / seconds,
    cpu: {
      worker: perMail(({ workers }) => workers),
      postgres: perMail(({ postgres = 0 }) => postgres),
      sink: perMail(({ sink }) => sink),
    },
    wal: sum(({ wal }) => wal) / mails,
  }
}

const totalOf = ({ cpu }: Average) => cpu.worker + cpu.postgres + cpu.sink

function partsOf({ cpu: { worker, postgres, sink } }: Average): string {
  const database = postgres ? Math.round(postgres) : "unknown"
  return `worker ${Math.round(worker)} + PostgreSQL ${database} + sink ${Math.round(sink)} µs`
}

export const twoWorkers: Benchmark = async (settings, report) => {
  const mails = settings.mails * LENGTH
  say(
    `two-workers: ${settings.rounds} × ${mails} mails, ${Math.max(...settings.connections)} connections each`
  )
  const sink = await startSink()
  const runs: Record<1 | 2, Run[]> = { 1: [], 2: [] }
  try {
    for (let round = 0; round < settings.rounds; round += 1) {
      runs[1].push(await run(1, mails, settings, sink))
      runs[2].push(await run(2, mails, settings, sink))
    }
  } finally {
    sink.stop()
  }
  const one = averageOf(runs[1], mails)
  for (const [name, average] of Object.entries({
    "one worker": one,
    "two workers": averageOf(runs[2], mails),
  })) {
    const tell = (subject: string, unit: string, valueOf: (of: Average) => number, note?: string) => {
      const value = valueOf(average)
      const [rounded, ratio] = [Number(value.toFixed(unit === "%" ? 1 : 0)), ratioOf(value, valueOf(one))]
      report({ bench: "two-workers", subject: `${name}: ${subject}`, value: rounded, unit, ratio, note })
    }
    tell("speed", "mails/s", ({ perSecond }) => perSecond)
    tell("idle", "%", ({ idle }) => idle, "the whole machine")
    tell("CPU per mail", "µs", totalOf, partsOf(average))
    tell("WAL per mail", "bytes", ({ wal }) => wal)
  }
}
