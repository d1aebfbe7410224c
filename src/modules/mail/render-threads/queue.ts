/**
 * The threads of ours for rendering and those who wait for them. Each lane, such as the previews of one user, has one thread
 * at a time and its turn after the others: whoever asks for a thousand slow previews waits for them alone. Threads are
 * started when there is work, and end when there was none for a while.
 */
import { MedusaError } from "@medusajs/framework/utils"

import { Refusal } from "../refusals/refusal"
import { type Result, undone, type Work } from "./work"
import { Bench } from "./worker"

const THREADS = 2
/** Works that may wait, in one lane and in all. */
const LANE_LENGTH = 10
const LENGTH = 50
/** Milliseconds; starting a thread takes a third of a second. */
const IDLE = 60_000

/** Nobody can be served just now: says nothing about the work. */
export class RenderThreadsBusy extends Refusal {
  constructor() {
    const message = "The server is making many mails just now. Try again in a moment."
    super([{ field: "", code: "busy", message }], MedusaError.Types.NOT_ALLOWED, message)
  }
}

interface Waiting {
  work: Work
  resolve(result: Promise<Result>): void
}

export class Pool {
  private readonly idle: Bench[] = []
  private readonly all = new Set<Bench>()
  /** In the order of their turns. */
  private readonly lanes = new Map<string, Waiting[]>()
  private readonly running = new Set<string>()
  private rest: NodeJS.Timeout | undefined

  /** @throws RenderThreadsBusy if too many wait already. */
  async do(lane: string, work: Work): Promise<Result> {
    const queue = this.lanes.get(lane) ?? []
    const waiting = [...this.lanes.values()].reduce((sum, { length }) => sum + length, 0)
    if (queue.length >= LANE_LENGTH || waiting >= LENGTH) {
      throw new RenderThreadsBusy()
    }
    return new Promise<Result>((resolve) => {
      queue.push({ work, resolve })
      this.lanes.set(lane, queue)
      this.next()
    })
  }

  /** Ends all threads; what they do and what waits for them counts as not done in time. */
  async close(): Promise<void> {
    clearTimeout(this.rest)
    const waiting = [...this.lanes.values()].flat()
    this.lanes.clear()
    waiting.forEach(({ work, resolve }) => resolve(Promise.resolve(undone(work))))
    await Promise.all([...this.all].map((bench) => bench.close()))
  }

  private next(): void {
    const lane = [...this.lanes.keys()].find((name) => !this.running.has(name))
    const bench = lane === undefined ? undefined : this.bench()
    if (lane === undefined || !bench) {
      return
    }
    const [first, ...others] = this.lanes.get(lane)!
    // What is set anew stands last: the other lanes have their turns before.
    this.lanes.delete(lane)
    if (others.length) {
      this.lanes.set(lane, others)
    }
    this.running.add(lane)
    clearTimeout(this.rest)
    const done = bench.do(first!.work)
    first!.resolve(done)
    void done.catch(() => undefined).then(() => this.release(lane, bench))
    this.next()
  }

  private bench(): Bench | undefined {
    const resting = this.idle.pop()
    if (resting || this.all.size >= THREADS) {
      return resting
    }
    const bench: Bench = new Bench(() => this.forget(bench))
    this.all.add(bench)
    return bench
  }

  private release(lane: string, bench: Bench): void {
    this.running.delete(lane)
    if (!bench.isOver) {
      this.idle.push(bench)
    }
    if (!this.running.size) {
      this.rest = setTimeout(() => void this.close(), IDLE)
      this.rest.unref()
    }
    this.next()
  }

  private forget(bench: Bench): void {
    this.all.delete(bench)
    const at = this.idle.indexOf(bench)
    if (at !== -1) {
      this.idle.splice(at, 1)
    }
    this.next()
  }
}
