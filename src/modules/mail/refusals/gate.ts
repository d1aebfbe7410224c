/** Lets so many through at once in this process, and keeps some waiting; a caller who comes on top is told so. */
import { notAllowed } from "./refusal"

interface GateLimits {
  atOnce: number
  waiting: number
  /** What a caller who is turned away is told, by its code and in English. */
  code: "busy_testing" | "busy_checking"
  full: string
}

export class Gate {
  private inside = 0
  private readonly queue: (() => void)[] = []

  constructor(private readonly limits: GateLimits) {}

  /** Runs the work when it is its turn. @throws MedusaError `not_allowed` if too many wait already. */
  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.enter()
    try {
      return await work()
    } finally {
      this.leave()
    }
  }

  private async enter(): Promise<void> {
    const { atOnce, waiting, code, full } = this.limits
    if (this.inside < atOnce) {
      this.inside += 1
      return
    }
    if (this.queue.length >= waiting) {
      throw notAllowed(code, full)
    }
    await new Promise<void>((resolve) => this.queue.push(resolve))
  }

  /** A place that becomes free goes to the next in the queue. */
  private leave(): void {
    const next = this.queue.shift()
    if (next) {
      next()
    } else {
      this.inside -= 1
    }
  }
}
