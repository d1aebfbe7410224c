/** Messages waiting for a connection, first come first served. Linked, so that a long queue costs no more. */
import { notWanted, type OutgoingMessage, type SendOutcome } from "./transport"

/** A message, and whom to tell what became of it. */
export class Job {
  next: Job | null = null
  /** It was already given a second connection because the first had ended while resting. */
  retried = false

  constructor(
    readonly message: OutgoingMessage,
    readonly settle: (outcome: SendOutcome) => void
  ) {}
}

export class Queue {
  /** How many wait. */
  length = 0
  private head: Job | null = null
  private tail: Job | null = null

  get isEmpty(): boolean {
    return this.head === null
  }

  push(job: Job): void {
    if (this.tail) {
      this.tail.next = job
    } else {
      this.head = job
    }
    this.tail = job
    this.length += 1
  }

  /** For a job that had its turn and lost it through no fault of its own. */
  putBack(job: Job): void {
    job.next = this.head
    this.head = job
    this.tail ??= job
    this.length += 1
  }

  /** The next that is still wanted. */
  take(): Job | null {
    let job = this.shift()
    while (job && !(job.message.isWanted?.() ?? true)) {
      job.settle(notWanted("connect"))
      job = this.shift()
    }
    return job
  }

  private shift(): Job | null {
    const job = this.head
    if (job) {
      this.head = job.next
      this.tail = this.head ? this.tail : null
      job.next = null
      this.length -= 1
    }
    return job
  }
}
