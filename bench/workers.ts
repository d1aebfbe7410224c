/** Worker processes over a database of their own, and what they and those they work with use of the machine. */
import { createMailTables } from "../integration-tests/support/mail-tables"
import type { Database } from "../src/modules/mail/sql/database"
import { type Child, startChild } from "./child"
import { cpuOf, cpuOfFamily, machineTime } from "./cpu"
import type { EngineInput } from "./engine"
import { nothingPending, seedBench, startMailing } from "./mailing"

/** The default of the option. */
export const CONNECTIONS = 10

export interface Fleet {
  db: Database
  databaseUrl: string
  pids: number[]
}

/** Starts so many workers, lets them warm up on `warmUp` mails, and ends them after the work. */
export async function withWorkers<T>(
  count: number,
  warmUp: number,
  server: Pick<EngineInput, "smtpUrl" | "api" | "connections">,
  work: (fleet: Fleet) => Promise<T>
): Promise<T> {
  const { db, url: databaseUrl, drop } = await createMailTables()
  const workers: Child[] = Array.from({ length: count }, () =>
    startChild("worker-process.ts", { databaseUrl, ...server })
  )
  try {
    await Promise.all(workers.map((worker) => worker.answer()))
    await sendMailing(db, await seedBench(db, warmUp))
    return await work({ db, databaseUrl, pids: workers.map((worker) => worker.process.pid!) })
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
    await drop()
  }
}

/** Lets the workers send a mailing. @returns mails per second from its start to the last outcome on record. */
export async function sendMailing(
  db: Database,
  mailing: string,
  onLook?: (sent: number) => void
): Promise<number> {
  const start = performance.now()
  await startMailing(db, mailing)
  const sent = await nothingPending(db, mailing, onLook)
  return (sent * 1_000) / (performance.now() - start)
}

/** CPU seconds. */
export interface Usage {
  workers: number
  /** Undefined if the server is not ours to look into. */
  postgres?: number
  sink: number
  /** Percent of all processors. */
  idle: number
}

/** Begins to account. @returns what was used since. */
export function account(pids: number[], sink: { cpu(): number }, postmaster?: number): () => Usage {
  const look = () => ({
    workers: pids.reduce((sum, pid) => sum + cpuOf(pid), 0),
    postgres: postmaster === undefined ? NaN : cpuOfFamily(postmaster),
    sink: sink.cpu(),
    machine: machineTime(),
  })
  const before = look()
  return () => {
    const after = look()
    return {
      workers: after.workers - before.workers,
      postgres: postmaster === undefined ? undefined : after.postgres - before.postgres,
      sink: after.sink - before.sink,
      idle: (100 * (after.machine.idle - before.machine.idle)) / (after.machine.total - before.machine.total),
    }
  }
}
