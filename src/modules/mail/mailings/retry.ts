/**
 * The failed or uncertain mails of a mailing once more, each to its person's address as it is now. A person who may not get it
 * (retry-rule.ts) stays where they are, and is counted under a reason.
 */
import { normalised } from "../address/sql"
import { transition } from "../deliveries/change-state"
import { assertContentKept } from "../deliveries/retention"
import { monthOf, OverQuotaError, type QuotaLimits, reserve } from "../quota/quota"
import { notAllowed } from "../refusals/refusal"
import type { Database } from "../sql/database"
import type { RetryableState } from "../words"
import { previewRetry, type RetryPreviewDTO } from "./retry-preview"
import { assertMayRetry, judged, RETRYABLE } from "./retry-rule"
import { lockMailing, moveMailing } from "./states"

/** Deliveries that one transaction changes: a command must not lock a million rows at once. */
const BATCH = 5_000
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
