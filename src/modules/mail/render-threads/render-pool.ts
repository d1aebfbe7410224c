/**
 * The threads of ours for rendering and those who wait for them. Each queue, such as the previews of one user, has one thread
 * at a time and its turn after the others: a caller who asks for a thousand slow previews waits for them alone. Threads are
 * started when there is work, and end when there was none for a while.
 */
import { MedusaError } from "../refusals/medusa-error"
import { Refusal } from "../refusals/refusal"
import { RenderThread } from "./render-thread"
import { type Result, undone, type Work } from "./work"

const THREADS = 2
/** Works that may wait, in one queue and in all. */
const QUEUE_LENGTH = 10
const LENGTH = 50
/** Milliseconds; starting a thread takes a sixth of a second. */
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

export class RenderPool {
  private readonly idle: RenderThread[] = []
  private readonly all = new Set<RenderThread>()
  /** In the order of their turns. */
  private readonly queues = new Map<string, Waiting[]>()
  private readonly running = new Set<string>()
  private rest: NodeJS.Timeout | undefined

  /** @throws RenderThreadsBusy if too many wait already. */
  async do(name: string, work: Work): Promise<Result> {
    const queue = this.queues.get(name) ?? []
    const waiting = [...this.queues.values()].reduce((sum, { length }) => sum + length, 0)
    if (queue.length >= QUEUE_LENGTH || waiting >= LENGTH) {
      throw new RenderThreadsBusy()
    }
    return new Promise<Result>((resolve) => {
      queue.push({ work, resolve })
      this.queues.set(name, queue)
      this.next()
    })
  }

  /** Ends all threads; what they do and what waits for them counts as not done in time. */
  async close(): Promise<void> {
    clearTimeout(this.rest)
    const waiting = [...this.queues.values()].flat()
    this.queues.clear()
    waiting.forEach(({ work, resolve }) => resolve(Promise.resolve(undone(work))))
    await Promise.all([...this.all].map((thread) => thread.close()))
  }

  private next(): void {
    const name = [...this.queues.keys()].find((one) => !this.running.has(one))
    const thread = name === undefined ? undefined : this.freeThread()
    if (name === undefined || !thread) {
      return
    }
    const [first, ...others] = this.queues.get(name)!
    // What is set anew stands last: the other queues have their turns before.
    this.queues.delete(name)
    if (others.length) {
      this.queues.set(name, others)
    }
    this.running.add(name)
    clearTimeout(this.rest)
    const done = thread.do(first!.work)
    first!.resolve(done)
    void done.catch(() => undefined).then(() => this.release(name, thread))
    this.next()
  }

  private freeThread(): RenderThread | undefined {
    const resting = this.idle.pop()
    if (resting || this.all.size >= THREADS) {
      return resting
    }
    const thread: RenderThread = new RenderThread(() => this.forget(thread))
    this.all.add(thread)
    return thread
  }

  private release(name: string, thread: RenderThread): void {
    this.running.delete(name)
    if (!thread.isOver) {
      this.idle.push(thread)
    }
    if (!this.running.size) {
      this.rest = setTimeout(() => void this.close(), IDLE)
      this.rest.unref()
    }
    this.next()
  }

  private forget(thread: RenderThread): void {
    this.all.delete(thread)
    const at = this.idle.indexOf(thread)
    if (at !== -1) {
      this.idle.splice(at, 1)
    }
    this.next()
  }
}
