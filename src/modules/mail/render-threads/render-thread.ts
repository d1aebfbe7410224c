/**
 * One thread of ours for rendering as its host sees it. The thread ends its work by itself when its time is over; one that
 * does not, because native code or a full memory keeps it from doing so, is ended from here.
 */
import path from "node:path"
import type { Worker } from "node:worker_threads"

import type { FromThread } from "./thread"
import { startThread } from "./threads"
import { type Result, undone, type Work, WORK_TIME } from "./work"

/** Megabytes; the style sheets of the largest mail take a tenth. */
const HEAP = 256
/** Beyond the time that a work has. Milliseconds. */
const GRACE = 2_000

interface Order {
  work: Work
  resolve(result: Result): void
  reject(error: Error): void
}

export class RenderThread {
  private readonly worker: Worker
  private order: Order | null = null
  private timer: NodeJS.Timeout | undefined
  private isReady = false
  isOver = false

  constructor(private readonly onOver: () => void) {
    this.worker = startThread(path.join(__dirname, "thread"), {}, HEAP)
    // A process that has nothing else to do may end.
    this.worker.unref()
    this.worker.on("message", (message: FromThread) => this.hear(message))
    this.worker.on("error", (error: Error & { code?: string }) => {
      if (error.code !== "ERR_WORKER_OUT_OF_MEMORY") {
        this.settle((order) => order.reject(error))
      }
    })
    this.worker.on("exit", () => this.over())
  }

  /** Does one work; not before the last is done. */
  do(work: Work): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.order = { work, resolve, reject }
      this.worker.ref()
      if (this.isReady) {
        this.begin()
      }
    })
  }

  /** Ends the thread, in the middle of a work if there is one. */
  async close(): Promise<void> {
    await this.worker.terminate()
  }

  private begin(): void {
    this.worker.postMessage(this.order!.work)
    this.timer = setTimeout(() => void this.worker.terminate(), WORK_TIME + GRACE)
  }

  private hear(message: FromThread): void {
    if (message.kind === "ready") {
      this.isReady = true
      if (this.order) {
        this.begin()
      }
    } else if (message.kind === "done") {
      this.settle((order) => order.resolve(message.result))
    } else {
      const error = Object.assign(new Error(message.message), { stack: message.stack })
      this.settle((order) => order.reject(error))
    }
  }

  private over(): void {
    this.isOver = true
    this.settle((order) => order.resolve(undone(order.work)))
    this.onOver()
  }

  private settle(act: (order: Order) => void): void {
    const { order } = this
    clearTimeout(this.timer)
    this.order = null
    this.worker.unref()
    if (order) {
      act(order)
    }
  }
}
