/** A long mailing: does a worker's memory grow with the recipients, and is the end as fast as the beginning? */
import { openDatabase } from "../integration-tests/support/database"
import { memoryOf } from "./cpu"
import { seedBench } from "./mailing"
import { ratioOf, say } from "./report"
import type { Benchmark } from "./settings"
import { startSink } from "./sink"
import { CONNECTIONS, type Fleet, sendMailing, withWorkers } from "./workers"

/** What a small mailing is; the first one in a process also warms it up. */
const FEW = 10_000

interface Run {
  /** The most that the worker held while it sent, MB. */
  memory: number
  /** Mails per second of the first and of the last tenth. */
  first: number
  last: number
}

async function run({ db, pids }: Fleet, recipients: number): Promise<Run> {
  const mailing = await seedBench(db, recipients)
  const looks: { at: number; sent: number }[] = []
  let memory = 0
  await sendMailing(db, mailing, (sent) => {
    looks.push({ at: performance.now(), sent })
    memory = Math.max(memory, memoryOf(pids[0]!))
  })
  return {
    memory,
    first: speedBetween(looks, 0, recipients / 10),
    last: speedBetween(looks, recipients * 0.9, recipients),
  }
}

function speedBetween(looks: { at: number; sent: number }[], from: number, to: number): number {
  const within = looks.filter(({ sent }) => sent >= from && sent <= to)
  const [begin, end] = [within.at(0), within.at(-1)]
  return begin && end ? ((end.sent - begin.sent) * 1_000) / (end.at - begin.at) : NaN
}

/** Runs some work while somebody else's transaction keeps every old version of a row alive. */
async function withSnapshot<T>({ databaseUrl }: Fleet, work: () => Promise<T>): Promise<T> {
  const { db, end } = openDatabase(databaseUrl)
  try {
    return await db.transaction(async (tx) => {
      await tx.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
      await tx.query("SET LOCAL idle_in_transaction_session_timeout = 0")
      await tx.query("SELECT count(*) FROM mpmd_mailing")
      return work()
    })
  } finally {
    await end()
  }
}

export const endurance: Benchmark = async ({ store }, report) => {
  const many = store.customers
  const sink = await startSink()
  try {
    await withWorkers(1, FEW, { smtpUrl: sink.url, connections: CONNECTIONS }, async (fleet) => {
      say(`endurance: ${FEW}, then ${many} recipients, then again with a long snapshot open`)
      const few = await run(fleet, FEW)
      tell("memory", few.memory, "MB", undefined, `${FEW} recipients`)
      const plain = await run(fleet, many)
      tellLong("", plain, few)
      const beside = await withSnapshot(fleet, () => run(fleet, many))
      tellLong("long snapshot: ", beside, few)
    })
  } finally {
    sink.stop()
  }

  function tellLong(name: string, { memory, first, last }: Run, few: Run): void {
    const grown = `${many} recipients, ${(memory - few.memory).toFixed(0)} MB more than for ${FEW}`
    tell(`${name}memory`, memory, "MB", undefined, grown)
    const note = `last tenth against first (${Math.round(first)})`
    tell(`${name}last tenth`, last, "mails/s", ratioOf(last, first), note)
  }

  function tell(subject: string, value: number, unit: string, ratio?: number, note?: string): void {
    report({ bench: "endurance", subject, value: Math.round(value), unit, ratio, note })
  }
}
