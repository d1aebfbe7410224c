/** A thread of ours for rendering: does one work after the other. Started and watched by `render-thread.ts`. */
import { parentPort } from "node:worker_threads"

import { doWork, type Result, type Work } from "./work"

/** `ready` comes first, when everything is loaded. */
export type FromThread =
  { kind: "ready" } | { kind: "done"; result: Result } | { kind: "error"; message: string; stack?: string }

function post(message: FromThread): void {
  parentPort?.postMessage(message)
}

parentPort?.on("message", (work: Work) => {
  try {
    post({ kind: "done", result: doWork(work) })
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    post({ kind: "error", message, stack })
  }
})

post({ kind: "ready" })
