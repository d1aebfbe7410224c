/**
 * What dispatchers do besides sending: freezing audiences, cancelling, rescuing, noticing the end. Those of one process share it,
 * and whichever looks does what is due: were it one's alone, a server that hangs would hold up the mailings of all others.
 */
import type { OpenMailing } from "../deliveries/lanes"
import { rescue } from "../deliveries/rescue"
import { type CancelledRest, reopenWronglyDone, settleMailing } from "../deliveries/settle"
import type { Database } from "../sql/database"
import { Setbacks } from "./setbacks"

/** How often dead leases are looked for. Milliseconds. */
const RESCUE_INTERVAL = 2_000
/** How often it looks for mailings that were taken for done too early. Milliseconds. */
const REOPEN_INTERVAL = 60_000

export interface HousekeepingHooks {
  /**
   * Freezes the audience of a mailing that is `preparing`, or starts one whose time has come.
   * @returns false if another worker is at it.
   */
  prepare(mailing: OpenMailing): Promise<boolean>
  /** Cancels some open deliveries. */
  settleCancelled(mailingId: string): Promise<CancelledRest>
  onFirstPassDone(mailingId: string): void
  onCompleted(mailingId: string): void
  onError(error: unknown): void
  /** There may be something to do at once. */
  wake(): void
}

export class Housekeeping {
  private preparing: Promise<void> | null = null
  private readonly setbacks = new Setbacks()
  /** Mailings whose end cannot be noted: no other one waits for that, and no mail. */
  private readonly failing = new Setbacks()
  private rescuedAt = -Infinity
  private reopenedAt = -Infinity

  /** @param longestSilence - milliseconds that a conversation may stay silent, over whichever transport. */
  constructor(
    private readonly db: Database,
    private readonly longestSilence: number,
    private readonly hooks: HousekeepingHooks
  ) {}

  /** Looks for dead leases, if it is time to. @returns whether it looked. */
  async rescue(): Promise<boolean> {
    const now = performance.now()
    if (now - this.rescuedAt < RESCUE_INTERVAL) {
      return false
    }
    const more = await rescue(this.db, this.longestSilence)
    this.rescuedAt = more ? -Infinity : performance.now()
    return true
  }

  /** Opens again what was taken for done too early, if it is time to look for that. */
  async reopen(): Promise<void> {
    if (performance.now() - this.reopenedAt >= REOPEN_INTERVAL) {
      await reopenWronglyDone(this.db)
      this.reopenedAt = performance.now()
    }
  }

  /**
   * Does what the open mailings need besides sending.
   *
   * @param isBusy - whether this process still holds deliveries of a mailing, so that it cannot be done.
   * @returns whether there is more to do at once.
   */
  async run(mailings: readonly OpenMailing[], isBusy: (id: string) => boolean): Promise<boolean> {
    let more = false
    this.failing.forget(mailings.map(({ id }) => id))
    for (const mailing of mailings.filter(({ id }) => this.failing.mayTry(id))) {
      const left = await this.finish(mailing, isBusy(mailing.id)).catch((error) => {
        this.failing.add(mailing.id)
        this.hooks.onError(error)
        return false
      })
      more ||= left
    }
    this.prepareNext(mailings)
    return more
  }

  /** @returns whether there is more to do of it at once. */
  private async finish({ id, state, fresh }: OpenMailing, busy: boolean): Promise<boolean> {
    if (state === "cancelled") {
      // What others hold comes back by itself, or when their lease is over.
      return (await this.hooks.settleCancelled(id)) === "open" && !busy
    }
    if (state === "sending" && !fresh && !busy) {
      await this.settle(id)
    }
    return false
  }

  /** Resolves when no audience is being frozen. */
  async finished(): Promise<void> {
    await this.preparing
  }

  private async settle(mailingId: string): Promise<void> {
    const { firstPassDone, completed } = await settleMailing(this.db, mailingId)
    if (firstPassDone) {
      this.hooks.onFirstPassDone(mailingId)
    }
    if (completed) {
      this.hooks.onCompleted(mailingId)
    }
  }

  /** One that fails, or that another worker has in hands, lets the others pass for a while. */
  private prepareNext(mailings: readonly OpenMailing[]): void {
    // The documents of an order mailing are brought from outside of the module.
    const waiting = mailings.filter(
      ({ kind, state }) => state === "scheduled" || (state === "preparing" && kind === "member")
    )
    this.setbacks.forget(waiting.map(({ id }) => id))
    const next = waiting.find(({ id }) => this.setbacks.mayTry(id))
    if (next) {
      this.prepareInBackground(next)
    }
  }

  /** Beside the sending, not before it: freezing a million recipients takes seconds. */
  private prepareInBackground(mailing: OpenMailing): void {
    this.preparing ??= this.hooks
      .prepare(mailing)
      .catch((error) => {
        this.hooks.onError(error)
        return false
      })
      .then((prepared) => {
        this.preparing = null
        // Not after a failure: the next look of the idle dispatcher is soon enough.
        if (prepared) {
          this.hooks.wake()
        } else {
          this.setbacks.add(mailing.id)
        }
      })
  }
}
