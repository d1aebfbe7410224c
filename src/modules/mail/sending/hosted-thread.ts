/**
 * A part of the process in a thread of its own: rendering thousands of mails a second, or reading thousands of reports,
 * would take the store's main thread from those who wait for its answers. A thread that dies is started again; what it held
 * is found by its leases.
 */
import path from "node:path"
import type { Worker } from "node:worker_threads"

import { startThread } from "../render-threads/threads"
import type { Sender, SendingHooks } from "./sending"
import type { FromThread, ThreadData, ToThread } from "./thread-port"

/** Before a thread that died is started again. Milliseconds. */
const RESTART_PAUSE = 1_000
/**
 * Megabytes. Far more than sending needs: claims are half a second of work. Without a bound V8 lets the garbage of a
 * long mailing lie, and the process grew by 140 MB over 200,000 mails; with it the memory stays, at the same speed.
 */
const HEAP = 1_024
/** What a stop may take beyond the drain, before the thread is ended. Milliseconds. */
const STOP_GRACE = 3_000

export class HostedThread implements Sender {
  private worker: Worker
  private stopping: Promise<void> | null = null
  private restart: NodeJS.Timeout | undefined
  /** Of the present worker; it may have died before anybody waits for it. */
  private exited: Promise<void> = Promise.resolve()

  /** @param file - Beside this one, without an ending. */
  constructor(
    private readonly file: "sending-thread" | "intake-thread",
    private readonly data: ThreadData,
    private readonly hooks: SendingHooks
  ) {
    this.worker = this.start()
  }

  wake(): void {
    this.say("wake")
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.end())
  }

  private async end(): Promise<void> {
    clearTimeout(this.restart)
    const grace = this.data.options.drainSeconds * 1_000 + STOP_GRACE
    this.say("stop")
    let deadline: NodeJS.Timeout | undefined
    await Promise.race([
      this.exited,
      new Promise((resolve) => {
        deadline = setTimeout(resolve, grace)
      }),
    ])
    clearTimeout(deadline)
    await this.worker.terminate()
  }

  private say(message: ToThread): void {
    this.worker.postMessage(message)
  }

  private start(): Worker {
    const worker = startThread(path.join(__dirname, this.file), this.data, HEAP)
    worker.on("message", (message: FromThread) => this.hear(message))
    worker.on("error", (error) => this.hooks.report(error))
    this.exited = new Promise((resolve) => {
      worker.once("exit", () => {
        resolve()
        if (!this.stopping) {
          this.restart = setTimeout(() => (this.worker = this.start()), RESTART_PAUSE)
        }
      })
    })
    return worker
  }

  private hear(message: FromThread): void {
    switch (message.kind) {
      case "event":
        return this.hooks.tell(message.name, message.data as never)
      case "tally":
        return this.hooks.count?.(message.tally)
      case "returns":
        return this.hooks.countReturns?.(message.tally)
      case "error":
        return this.hooks.report(Object.assign(new Error(message.message), { stack: message.stack }))
    }
  }
}
