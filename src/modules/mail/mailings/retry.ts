/**
 * The failed or uncertain mails of a mailing once more, each to its person's address as it is now. Who may get it is asked by
 * the one rule, beforehand and of that address: whoever is left out stays where they are, and is told under a reason.
 */
import { normalised } from "../address/sql"
import { transition } from "../deliveries/change-state"
import { NO_PRESENT_ADDRESS, PRESENT_ADDRESS } from "../deliveries/present-address"
import { assertContentKept } from "../deliveries/retention"
import { consentJoins, exclusionOf } from "../eligibility/exclusions"
import {
  balanceOf,
  fits,
  monthOf,
  OverQuotaError,
  type QuotaBalance,
  type QuotaLimits,
  reserve,
} from "../quota/quota"
import { notAllowed } from "../refusals/refusal"
import type { Database } from "../sql/database"
import type { Exclusion, MailingState, RetryableState } from "../words"
import { getMailing } from "./mailing"
import { isAllowed, lockMailing, moveMailing } from "./states"

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

/** One that goes. */
interface Going {
  id: string
  attempt: number
  state: RetryableState
  kind: string
  content_cleared_at: Date | null
  former: string
  email: string
  /** To another address, not only to another spelling. */
  moved: boolean
}

/** Deliveries that one transaction changes: a command must not lock a million rows at once. */
const BATCH = 5_000
/** How many changes of address are shown before they are made. */
const SHOWN_CHANGES = 20

const ALIASES = { member: "m", address: "a" }

const EXCLUSION = exclusionOf({
  ...ALIASES,
  email: "present.email",
  purpose: "terms.purpose",
  include: "terms.include",
})

/**
 * CTEs up to `judged`, of deliveries `d` of the mailing `$1`. An address that another delivery of the mailing has is not
 * written to twice, nor is one that two of these have now: the one that had it before goes, or else the first.
 *
 * Only who moved is looked for among the others: a key that stayed is nobody else's by its index, and over rows that were
 * not analysed yet each look may read the whole mailing. The audience may hold 100,000 ids: it is unpacked once.
 */
const judged = (conditions: string) => `
  WITH terms AS MATERIALIZED (
    SELECT purpose, coalesce(audience->>'include', 'opted_in') AS include FROM mpmd_mailing WHERE id = $1
  ), asked AS MATERIALIZED (
    SELECT d.id, d.position, d.attempt, d.state, d.kind, d.content_cleared_at, d.email AS former, present.email,
           present.address, present.address IS DISTINCT FROM d.address AS moved,
           CASE WHEN d.kind <> 'member' THEN ${NO_PRESENT_ADDRESS}
                WHEN c.id IS NULL THEN 'not_found' ELSE ${EXCLUSION} END AS exclusion
      FROM mpmd_delivery d CROSS JOIN terms ${PRESENT_ADDRESS}
      ${consentJoins("d.customer_id", "present.address", ALIASES)}
     WHERE d.mailing_id = $1 AND d.deleted_at IS NULL AND ${conditions}
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY exclusion IS NULL, address ORDER BY moved, position) AS turn FROM asked
  ), judged AS (
    SELECT r.id, r.position, r.attempt, r.state, r.kind, r.content_cleared_at, r.former, r.email, r.moved,
           CASE WHEN r.exclusion IS NULL AND r.kind = 'member' AND (r.turn > 1 OR (r.moved AND EXISTS (
                  SELECT FROM mpmd_delivery other WHERE other.mailing_id = $1 AND other.dedupe_key = r.address
                     AND other.id <> r.id AND other.deleted_at IS NULL))) THEN 'duplicate_address'
                ELSE r.exclusion END AS exclusion
      FROM ranked r
  )`

/** States that always have a reason: their rows stand in a small index of their own. */
const RETRYABLE = "d.reason IS NOT NULL AND d.state = ANY($2)"

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

/**
 * Sends the failed or uncertain deliveries of a mailing once more. Failed member mail takes new places of this
 * month's quota; the places of uncertain mail stay used.
 *
 * Some thousand at a time, each in a transaction of its own that is right by itself: a mailing's row carries its counters,
 * and locked for a million rows it would hold up every outcome.
 *
 * @returns how many go out again.
 * @throws OverQuotaError, before anything is changed; MedusaError `not_allowed` in a state where nothing can be retried, and
 *   if none of them may go.
 */
export async function retryMailing(
  db: Database,
  limits: QuotaLimits,
  id: string,
  states: readonly RetryableState[],
  actorId: string | null
): Promise<number> {
  assertSomeGo(await previewRetry(db, limits, id, states))
  let [count, after]: [number, number | undefined] = [0, 0]
  while (after !== undefined) {
    const retry: Retry = { id, states, actorId, after }
    const batch = await db.transaction((tx) => retrySome(tx, limits, retry))
    count += batch.count
    after = batch.next
  }
  return count
}

function assertMayRetry(state: MailingState): void {
  if (state !== "sending" && !isAllowed(state, "sending")) {
    throw notAllowed("wrong_state", `Deliveries of this mailing cannot be retried: its state is ${state}.`, {
      state,
    })
  }
}

/** All that can go or none, as far as that can be known beforehand. */
function assertSomeGo({ matched, sendable, unsendable, quota }: RetryPreviewDTO): void {
  if (matched && !sendable.count) {
    const { count, ...reasons } = unsendable
    const list = Object.entries(reasons).map(([reason, n]) => `${reason}: ${n}`)
    throw notAllowed("none_to_retry", `None of the ${count} mails can be sent again (${list.join(", ")}).`, {
      count,
    })
  }
  if (!quota.fits) {
    throw new OverQuotaError(quota, quota.wanted)
  }
}

interface Retry {
  id: string
  states: readonly RetryableState[]
  actorId: string | null
  /** The last position that this retry has looked at: no delivery has two turns in it. */
  after: number
}

/** What somebody is writing just now is left out, see deliveries/locks.ts. */
const LOCKED =
  `SELECT d.id, d.position FROM mpmd_delivery d WHERE d.mailing_id = $1 AND ${RETRYABLE} AND d.position > $3 ` +
  "AND d.deleted_at IS NULL ORDER BY d.position LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED"

const GOING = `${judged("d.id = ANY($2)")}
  SELECT id, attempt, state, kind, content_cleared_at, former, email, moved FROM judged WHERE exclusion IS NULL
   ORDER BY position`

/** @returns how many of the next ones go, and from where to look on; undefined at the end. */
async function retrySome(
  tx: Database,
  limits: QuotaLimits,
  { id, states, actorId, after }: Retry
): Promise<{ count: number; next: number | undefined }> {
  const state = await lockMailing(tx, id)
  assertMayRetry(state)
  const rows = await tx.query<{ id: string; position: number }>(LOCKED, [id, states, after, BATCH])
  const going = await tx.query<Going>(GOING, [id, rows.map((row) => row.id)])
  assertContentKept(going)
  const counted = going.filter((row) => row.state === "failed" && row.kind === "member").length
  const month = counted ? await monthOf(tx, limits) : null
  await readdress(tx, going, actorId)
  await sendAgain(tx, going, month, actorId)
  if (going.length && state === "completed") {
    // Retention looks at it anew when it is old again.
    const anew = { completed_at: null, first_pass_done_at: null, cleared_position: 0 }
    await moveMailing(tx, id, "sending", "be retried", anew)
  }
  if (month) {
    await reserve(tx, limits, month, id, counted)
  }
  return { count: going.length, next: rows.length === BATCH ? rows.at(-1)?.position : undefined }
}

/** The key of a member mail is its address: the unique index is the last word on "each address once". */
const READDRESS = `
  WITH changed AS (
    UPDATE mpmd_delivery d
       SET email = i.email, address = i.address,
           dedupe_key = CASE WHEN d.kind = 'member' THEN i.address ELSE d.dedupe_key END,
           variables = CASE WHEN d.kind = 'member' THEN jsonb_set(d.variables, '{member,email}', to_jsonb(i.email), false)
                            ELSE d.variables END
      FROM (SELECT id, email, ${normalised("email")} AS address, former, moved
              FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[]) AS given(id, email, former, moved)) i
     WHERE d.id = i.id RETURNING d.id, d.attempt, i.former, i.moved)
  INSERT INTO mpmd_delivery_event (id, delivery_id, attempt, from_state, to_state, reason, email, actor_id)
  SELECT 'mdev_' || replace(gen_random_uuid()::text, '-', ''), id, attempt, 'pending', 'pending', 'readdressed', former, $5
    FROM changed WHERE moved`

/** The mail goes to the present address in its present spelling; which one it had before stays on record. */
async function readdress(tx: Database, going: readonly Going[], actorId: string | null): Promise<void> {
  const changed = going.filter(({ email, former }) => email !== former)
  if (changed.length) {
    await tx.query(READDRESS, [
      changed.map(({ id }) => id),
      changed.map(({ email }) => email),
      changed.map(({ former }) => former),
      changed.map(({ moved }) => moved),
      actorId,
    ])
  }
}

/** @param month - In whose quota failed member mail takes new places. */
async function sendAgain(
  tx: Database,
  going: readonly Going[],
  month: string | null,
  actorId: string | null
): Promise<void> {
  const changes = (state: RetryableState) =>
    going
      .filter((row) => row.state === state)
      .map(({ id, attempt, kind }) => ({
        id,
        attempt,
        actorId,
        quotaMonth: kind === "member" ? month : null,
      }))
  await transition(tx, "retry", changes("failed"))
  await transition(tx, "resend", changes("uncertain"))
}
