/** Two workers on the same mailing: do they fill the machine, and does a mail cost more than with one? */
import type { Database } from "../src/modules/mail/sql/database"
import { seedBench } from "./mailing"
import { say } from "./report"
import { ratioOf } from "./report"
import type { Benchmark, Settings } from "./settings"
import { type Sink, startSink } from "./sink"
import { account, CONNECTIONS, sendMailing, type Usage, withWorkers } from "./workers"

interface Run {
  perSecond: number
  usage: Usage
  /** Bytes that PostgreSQL wrote to its log for all of it. */
  wal: number
}

async function walOf(db: Database): Promise<number> {
  const [row] = await db.query<{ bytes: string }>(
    "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS bytes"
  )
  return Number(row!.bytes)
}

function run(workers: number, { mails, postmaster }: Settings, sink: Sink): Promise<Run> {
  const server = { smtpUrl: sink.url, connections: CONNECTIONS }
  return withWorkers(workers, Math.max(2_000, mails / 10), server, async ({ db, pids }) => {
    const mailing = await seedBench(db, mails)
    const [end, before] = [account(pids, sink, postmaster), await walOf(db)]
    const perSecond = await sendMailing(db, mailing)
    return { perSecond, usage: end(), wal: (await walOf(db)) - before }
  })
}

/** Microseconds for one mail, all of them together. */
function costOf({ workers, postgres = 0, sink }: Usage, mails: number) {
  const perMail = (seconds: number) => Math.round((seconds * 1e6) / mails)
  const parts = `worker ${perMail(workers)} + PostgreSQL ${postgres ? perMail(postgres) : "unknown"} + sink ${perMail(sink)} µs`
  return { total: perMail(workers + postgres + sink), parts }
}

export const twoWorkers: Benchmark = async (settings, report) => {
  say(`two-workers: ${settings.mails} mails, ${CONNECTIONS} connections each`)
  const sink = await startSink()
  try {
    const one = await run(1, settings, sink)
    const two = await run(2, settings, sink)
    const base = costOf(one.usage, settings.mails).total
    for (const [name, { perSecond, usage, wal }] of Object.entries({
      "one worker": one,
      "two workers": two,
    })) {
      const tell = (subject: string, value: number, unit: string, ratio: number, note?: string) =>
        report({ bench: "two-workers", subject: `${name}: ${subject}`, value, unit, ratio, note })
      const { total, parts } = costOf(usage, settings.mails)
      tell("speed", Math.round(perSecond), "mails/s", ratioOf(perSecond, one.perSecond))
      tell(
        "idle",
        Number(usage.idle.toFixed(1)),
        "%",
        ratioOf(usage.idle, one.usage.idle),
        "the whole machine"
      )
      tell("CPU per mail", total, "µs", ratioOf(total, base), parts)
      tell("WAL per mail", Math.round(wal / settings.mails), "bytes", ratioOf(wal, one.wal))
    }
  } finally {
    sink.stop()
  }
}
