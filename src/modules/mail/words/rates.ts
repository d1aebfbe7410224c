/** How many mails do not arrive and how many are called spam, as shares, and what a sender should stay below. */

/** What of a mailing's counters it takes; `sent` has those in it that came back or were called spam. */
export interface Outcomes {
  sent: number
  failed: number
  bounced: number
  complained: number
}

export interface Rates {
  /** Mails that a server has said yes or no to. */
  attempted: number
  /** Refused at once, or come back later. */
  undelivered: number
  /** Mails that were taken, and those of them that were called spam. */
  sent: number
  complained: number
  /** Shares from 0 to 1; null where nothing was sent. */
  undelivered_rate: number | null
  complaint_rate: number | null
}

/**
 * Above these, mailbox providers begin to distrust a sender: 0.3 % is what Google and Yahoo ask of everybody, 2 % the usual
 * advice of mail services.
 */
export const ADVISED = { undelivered: 0.02, complaints: 0.003 } as const

/** Of fewer mails a share says nothing. */
export const LEAST_MAILS = { undelivered: 100, complaints: 500 } as const

/** One angry reader is no pattern. */
export const LEAST_COMPLAINTS = 3

export function ratesOf({ sent, failed, bounced, complained }: Outcomes): Rates {
  const attempted = sent + failed
  const undelivered = failed + bounced
  return {
    attempted,
    undelivered,
    sent,
    complained,
    undelivered_rate: attempted ? undelivered / attempted : null,
    complaint_rate: sent ? complained / sent : null,
  }
}
