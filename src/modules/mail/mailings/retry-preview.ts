/** What sending a mailing's failed or uncertain mails once more would do. Changes nothing. */
import { balanceOf, fits, monthOf, type QuotaBalance, type QuotaLimits } from "../quota/quota"
import type { Database } from "../sql/database"
import type { Exclusion, RetryableState } from "../words"
import { getMailing } from "./mailing"
import { assertMayRetry, judged, RETRYABLE } from "./retry-rule"

/** Why a mail is not sent again. `not_found`: whom it was to has been deleted. */
export type RetryExclusion = Exclusion | "not_found"

export interface RetryPreviewDTO {
  /** Failed or uncertain, as was asked. */
  matched: number
  /** Those that go out again, and how many of them to another address than before. */
  sendable: { count: number; readdressed: number }
  unsendable: { count: number } & Partial<Record<RetryExclusion, number>>
  /** The first of those that go to another address. */
  changes: { delivery_id: string; from: string; to: string }[]
  /** Failed member mail takes new places. */
  quota: QuotaBalance & { wanted: number; fits: boolean }
}

/** How many changes of address are shown before they are made. */
const SHOWN_CHANGES = 20

const COUNTS = `${judged(RETRYABLE)}
  SELECT exclusion, count(*)::int AS count, count(*) FILTER (WHERE moved)::int AS moved,
         count(*) FILTER (WHERE state = 'failed' AND kind = 'member')::int AS counted
    FROM judged GROUP BY exclusion`

const CHANGES = `${judged(RETRYABLE)}
  SELECT id AS delivery_id, former AS from, email AS to FROM judged WHERE exclusion IS NULL AND moved
   ORDER BY position LIMIT ${SHOWN_CHANGES}`

interface Count {
  exclusion: RetryExclusion | null
  count: number
  moved: number
  counted: number
}

/**
 * What sending again would do now: how many go, to how many other addresses, and why others do not.
 *
 * @throws MedusaError `not_found`; `not_allowed` in a state where nothing can be retried.
 */
export async function previewRetry(
  db: Database,
  limits: QuotaLimits,
  id: string,
  states: readonly RetryableState[]
): Promise<RetryPreviewDTO> {
  assertMayRetry((await getMailing(db, id)).state)
  const counts = await db.query<Count>(COUNTS, [id, states])
  const going = counts.find(({ exclusion }) => exclusion === null)
  const left = counts.flatMap(({ exclusion, count }) => (exclusion ? [[exclusion, count] as const] : []))
  const [count, moved, wanted] = [going?.count ?? 0, going?.moved ?? 0, going?.counted ?? 0]
  const leftOut = left.reduce((sum, [, n]) => sum + n, 0)
  const balance = await balanceOf(db, limits, await monthOf(db, limits))
  return {
    matched: count + leftOut,
    sendable: { count, readdressed: moved },
    unsendable: { count: leftOut, ...Object.fromEntries(left) },
    changes: moved ? await db.query<RetryPreviewDTO["changes"][number]>(CHANGES, [id, states]) : [],
    quota: { ...balance, wanted, fits: fits(balance, wanted) },
  }
}
