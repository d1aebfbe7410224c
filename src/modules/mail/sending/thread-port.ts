/** What a thread of ours and the store say to each other, and the thread's side of it. */
import { parentPort, workerData } from "node:worker_threads"

import type { ReturnTally } from "../bounces/receive"
import type { Tally } from "../dispatch/tally"
import type { MailOptions } from "../options"
import { waysOf } from "../options/ways"
import type { Database } from "../sql/database"
import type { MailEvent } from "../words/events"
import { openPool, type PostgresAddress } from "./connections"
import type { Sender, SendingHooks } from "./sending"

export interface ThreadData<Options extends MailOptions = MailOptions> {
  options: Options
  postgres: PostgresAddress
}

export type ToThread = "wake" | "stop"

/** Errors cross as what people read of them: classes do not survive the way. */
export type FromThread =
  | { kind: "event"; name: MailEvent; data: object }
  | { kind: "tally"; tally: Tally }
  | { kind: "returns"; tally: ReturnTally }
  | { kind: "error"; message: string; stack: string | undefined }

function post(message: FromThread): void {
  parentPort?.postMessage(message)
}

function report(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  post({ kind: "error", message, stack })
}

const HOOKS: SendingHooks = {
  tell: (name, data) => post({ kind: "event", name, data }),
  report,
  count: (tally) => post({ kind: "tally", tally }),
  countReturns: (tally) => post({ kind: "returns", tally }),
}

/** Runs a part in this thread, with connections of its own, until the store asks it to stop. */
export function runInThread<Options extends MailOptions>(
  start: (db: Database, options: Options, hooks: SendingHooks) => Sender
): void {
  const { options, postgres } = workerData as ThreadData<Options>
  const pool = openPool(postgres, report, waysOf(options).length)
  const part = start(pool.db, options, HOOKS)
  const stop = async () => {
    await part.stop()
    await pool.close()
    parentPort?.close()
  }
  parentPort?.on("message", (message: ToThread) => {
    if (message === "wake") {
      part.wake()
    } else {
      stop().catch(report)
    }
  })
}
