/** The sending thread: `Sending` behind a message port. Started and watched by `thread-host.ts`. */
import { parentPort, workerData } from "node:worker_threads"

import type { Tally } from "../dispatch/tally"
import type { MailOptions } from "../options"
import type { MailEvent } from "../words/events"
import { openPool, type PostgresAddress } from "./connections"
import { Sending } from "./sending"

export interface ThreadData {
  options: MailOptions
  postgres: PostgresAddress
}

export type ToThread = "wake" | "stop"

/** Errors cross as what people read of them: classes do not survive the way. */
export type FromThread =
  | { kind: "event"; name: MailEvent; data: object }
  | { kind: "tally"; tally: Tally }
  | { kind: "error"; message: string; stack: string | undefined }

const { options, postgres } = workerData as ThreadData

function post(message: FromThread): void {
  parentPort?.postMessage(message)
}

function report(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  post({ kind: "error", message, stack })
}

const pool = openPool(postgres, report)
const sending = new Sending(pool.db, options, {
  tell: (name, data) => post({ kind: "event", name, data }),
  report,
  count: (tally) => post({ kind: "tally", tally }),
})

async function stop(): Promise<void> {
  await sending.stop()
  await pool.close()
  parentPort?.close()
}

parentPort?.on("message", (message: ToThread) => {
  if (message === "wake") {
    sending.wake()
  } else {
    stop().catch(report)
  }
})
