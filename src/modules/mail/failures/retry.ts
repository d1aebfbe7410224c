/** When a deferred mail is tried again, and when it is given up. Pure: chance and time come from outside. */

/** Seconds after the first, second … deferral; the last goes on. Greylisting lets through after 5 to 15 minutes. */
export const RETRY_DELAYS: readonly number[] = [60, 300, 900, 1800, 3600, 7200, 14_400]

/** Retries spread over this part of the delay, so that a deferred burst does not come back as one. */
const SPREAD = 0.2

/**
 * @param deferrals - How often the mail has been deferred, this time included: at least 1.
 * @param jitter - A number from 0 to 1, usually random.
 * @param delays - In seconds; not empty.
 * @returns Whole seconds until the next attempt, never less than the delay itself.
 * @throws RangeError if `deferrals` or `delays` are out of range.
 */
export function nextAttemptDelay(
  deferrals: number,
  jitter: number,
  delays: readonly number[] = RETRY_DELAYS
): number {
  const delay = delays[Math.min(deferrals, delays.length) - 1]
  if (delay === undefined) {
    throw new RangeError(`No delay for deferral ${deferrals} of ${delays.length}`)
  }
  return Math.round(delay * (1 + SPREAD * jitter))
}

/** Whether a mail has been deferred for longer than `hours` (RFC 5321 4.5.4.1 suggests some days). */
export function isGivenUp(firstDeferredAt: Date, now: Date, hours = 72): boolean {
  return now.getTime() - firstDeferredAt.getTime() >= hours * 3_600_000
}
