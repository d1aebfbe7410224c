/**
 * What an answer of the server means for the mails to come: one mailing pauses, everything waits, sending becomes slower,
 * staff are told. What waits for a connection meanwhile is taken back: it would only be refused too.
 */
import type { ClaimedDelivery } from "../deliveries/claim"
import { Recall } from "../deliveries/recall"
import type { SendOutcome } from "../smtp/transport"
import type { Database } from "../sql/database"
import type { OwnPauseCause } from "../words"
import type { MailEvents } from "../words/events"
import type { Breaker } from "./breaker"
import { Pace } from "./pace"
import type { RateLimit } from "./rate-limit"
import { RefusalCount } from "./refusal-count"
import { type Finding, RefusalPatterns } from "./refusal-patterns"
import { heldBack, type Verdict } from "./verdict"

/** Something of ours is refused, and no pause says so. */
export type OwnFaultNotice = MailEvents["mail-delivery.sending_refused"]

/** How much the server takes. */
export type ServerLimit = MailEvents["mail-delivery.server_limits"]

export interface FeedbackHooks {
  breaker: Breaker
  /** Stops a mailing because of what the server said. */
  pauseMailing(id: string, cause: OwnPauseCause, reason: string): Promise<void>
  /** Stops it if too many of its mails do not arrive. @returns whether it did. */
  pauseAboveLimit(id: string): Promise<boolean>
  onOwnFault(notice: OwnFaultNotice): void
  onServerLimit(limit: ServerLimit): void
  onError(error: unknown): void
}

export class Feedback {
  private readonly patterns: RefusalPatterns
  private readonly refusals = new RefusalCount()
  private readonly recall = new Recall()
  private readonly pace = new Pace()
  /** When the server wanted it slower, by `performance.now()`. */
  private slowedAt = -Infinity

  /** @param alike - So many refusals in the same words, one after the other, pause what they belong to. */
  constructor(
    db: Database,
    alike: number,
    private readonly rateLimit: RateLimit,
    private readonly hooks: FeedbackHooks
  ) {
    this.patterns = new RefusalPatterns(db, alike)
  }

  /**
   * Whether a mail that waits for a connection may still get one.
   *
   * @param claimedAt - by `performance.now()`, like `handedOverAt`.
   */
  isWanted({ mailing_id }: ClaimedDelivery, claimedAt: number, handedOverAt: number): boolean {
    return this.recall.isWanted(mailing_id, claimedAt) && handedOverAt > this.slowedAt
  }

  /** What became of a mail on the wire, before anybody has judged it. */
  note(outcome: SendOutcome): void {
    if (outcome.kind === "transport_fault") {
      this.hooks.breaker.trip(outcome)
    } else if (outcome.kind === "accepted") {
      this.pace.accepted()
    }
  }

  /** Draws the consequences for the mails to come. @returns what becomes of this one. */
  async follow(delivery: ClaimedDelivery, verdict: Verdict): Promise<Verdict> {
    const { breaker } = this.hooks
    if (verdict.refusal?.tooMuch === "in_time") {
      await this.slowDown(verdict.change.response ?? "").catch(this.hooks.onError)
    }
    const words = verdict.refusal?.forGood ? verdict.refusal.words : null
    const known = words !== null && breaker.explains(words)
    if (verdict.answered) {
      breaker.answered(words)
    }
    if (known) {
      return heldBack(delivery, verdict)
    }
    if (verdict.transition === "reject") {
      this.refusals.note(delivery)
    }
    const finding = await this.patterns.note(delivery, verdict).catch(this.hooks.onError)
    if (finding) {
      await this.stop(finding, delivery, words)
    } else {
      this.reportOwnFault(delivery, verdict)
    }
    return verdict
  }

  /** What is on record now counts: from time to time it is asked whether that is too much. */
  recorded(ids: readonly string[]): void {
    this.refusals.recorded(ids).forEach((mailing) => void this.lookAtLimits(mailing))
  }

  private async lookAtLimits(mailing: string): Promise<void> {
    try {
      if (await this.hooks.pauseAboveLimit(mailing)) {
        this.recall.stop(mailing)
      }
    } catch (error) {
      this.hooks.onError(error)
    }
  }

  private async slowDown(message: string): Promise<void> {
    this.slowedAt = performance.now()
    const value = await this.rateLimit.slowDown(this.pace.perSecond)
    if (value !== null) {
      this.hooks.onServerLimit({ limit: "rate", value, message })
    }
  }

  private async stop(
    { stop, cause, reason }: Finding,
    { mailing_id: id }: ClaimedDelivery,
    words: string | null
  ): Promise<void> {
    if (stop === "all") {
      this.hooks.breaker.tripByRefusals(words ?? "", reason)
    } else if (id) {
      this.recall.stop(id)
      await this.hooks.pauseMailing(id, cause, reason).catch(this.hooks.onError)
      // What was marked until the pause was written.
      this.recall.stop(id)
    }
  }

  /** A retry can go on for days and single mail has no mailing that could be paused: somebody must know all the same. */
  private reportOwnFault({ mailing_id }: ClaimedDelivery, { refusal, change }: Verdict): void {
    if (refusal?.fault && (!refusal.forGood || (refusal.certain && !mailing_id))) {
      const { fault, forGood } = refusal
      this.hooks.onOwnFault({ fault, message: change.response ?? "", forNow: !forGood })
    }
  }
}
