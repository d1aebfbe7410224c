/** What became of mails, added up for a second: figures leave the sending thread in one message and not one by one. */
import type { ClaimedDelivery } from "../deliveries/claim"
import type { Change, TransitionName } from "../deliveries/transitions"
import type { OfTransport } from "../words/events"

export interface Tally extends OfTransport {
  outcomes: { outcome: string; reason: string | null; count: number }[]
  /** Of accepted mail outside mailings: seconds from when it was due. */
  waits: number[]
}

/** What is let go of, or made again, has no outcome yet. */
const OUTCOMES: Partial<Record<TransitionName, string>> = {
  accept: "sent",
  defer: "deferred",
  reject: "failed",
  spoil: "failed",
  lose: "uncertain",
  skip: "skipped",
}

/** Milliseconds. */
const WHILE = 1_000

export class Tallies {
  private readonly counts = new Map<string, Tally["outcomes"][number]>()
  private waits: number[] = []
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly tell: (tally: Tally) => void) {}

  /** @param held - Milliseconds since it was claimed. */
  add(delivery: ClaimedDelivery, transition: TransitionName, change: Change, held: number): void {
    const outcome = OUTCOMES[transition]
    if (!outcome) {
      return
    }
    const reason = change.reason ?? null
    const key = `${outcome} ${reason}`
    const entry = this.counts.get(key) ?? { outcome, reason, count: 0 }
    entry.count += 1
    this.counts.set(key, entry)
    if (transition === "accept" && delivery.waited !== null) {
      this.waits.push(delivery.waited + held / 1_000)
    }
    this.timer ??= setTimeout(() => this.flush(), WHILE).unref()
  }

  /** Tells what there is. Before an end: the timer holds up nobody. */
  flush(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.counts.size) {
      this.tell({ outcomes: [...this.counts.values()], waits: this.waits })
      this.counts.clear()
      this.waits = []
    }
  }
}
