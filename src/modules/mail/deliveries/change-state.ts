/**
 * Carries out what transitions.ts allows: from each entry of that table one statement is made, which changes the state
 * together with counters, quota and event. In which order it locks what it changes is said in locks.ts.
 */
import { COUNT_SENT } from "../quota/sent-counts"
import type { Database } from "../sql/database"
import { prepared } from "../sql/prepared"
import type { DeliveryState } from "../words"
import { effectsOf } from "./effects"
import { IN_RANGE, MARKED_IN_RANGE } from "./leases"
import { type Change, type Transition, type TransitionName, TRANSITIONS } from "./transitions"

/** Columns of the input relation `i` of every transition. */
const INPUT =
  "unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::float8[], " +
  "$9::int[], $10::text[], $11::text[], $12::bigint[]) AS i(id, attempt, reason, response, smtp_code, smtp_enhanced, phase, " +
  "delay, deferrals, actor_id, quota_month, claim)"

/** In the order of ids: two who write some of the same deliveries meet at the first of them. */
function inputOf(unordered: readonly Change[]): unknown[] {
  const changes = [...unordered].sort((one, other) => (one.id < other.id ? -1 : 1))
  return [
    changes.map((c) => c.id),
    changes.map((c) => c.attempt),
    changes.map((c) => c.reason ?? null),
    changes.map((c) => c.response ?? null),
    changes.map((c) => c.code ?? null),
    changes.map((c) => c.enhanced ?? null),
    changes.map((c) => c.phase ?? null),
    changes.map((c) => c.delay ?? 0),
    changes.map((c) => c.deferrals ?? 0),
    changes.map((c) => c.actorId ?? null),
    changes.map((c) => c.quotaMonth ?? null),
    changes.map((c) => c.claim ?? null),
  ]
}

function quoted(states: readonly DeliveryState[]): string {
  return states.map((state) => `'${state}'`).join(", ")
}

/** What a claim of a range holds, in each of its states. Of an outcome nobody asks for the mark: only its holder knows one. */
const HELD: Partial<Record<DeliveryState, string>> = {
  claimed: `${IN_RANGE} AND NOT ${MARKED_IN_RANGE}`,
  sending: IN_RANGE,
}

/**
 * Where a transition may begin: by the row's own state and attempt; or, for what a claim of a range holds, one attempt before, which
 * this write is the first to note.
 */
function fenceOf({ from }: Transition): string {
  const byRow = `d.attempt = i.attempt AND d.state IN (${quoted(from)})`
  const inRange = from.flatMap((state) => HELD[state] ?? [])
  return inRange.length ? `((${byRow}) OR (d.attempt = i.attempt - 1 AND ${inRange[0]}))` : byRow
}

/** The statement of a transition over rows named by id and attempt. Built once per name; that of almost every mail is prepared. */
function statementOf(name: TransitionName): string {
  const transition: Transition = TRANSITIONS[name]
  const set = transition.set ? `, ${transition.set}` : ""
  const ctes = [
    `changed AS (UPDATE mpmd_delivery d SET state = '${transition.to}', attempt = i.attempt${set} FROM ${INPUT} ` +
      `WHERE d.id = i.id AND ${fenceOf(transition)} ` +
      "RETURNING d.id, d.mailing_id, d.quota_month, d.attempt, i.reason, i.smtp_code, i.smtp_enhanced, i.phase, " +
      "i.response, i.actor_id, i.claim)",
    ...(name === "accept"
      ? [COUNT_SENT]
      : effectsOf(transition, { relation: "changed", number: "count(*)" })),
  ]
  if (transition.recorded) {
    ctes.push(
      "noted AS (INSERT INTO mpmd_delivery_event (id, delivery_id, attempt, from_state, to_state, reason, " +
        "smtp_code, smtp_enhanced, phase, response, actor_id) " +
        `SELECT 'mdev_' || replace(gen_random_uuid()::text, '-', ''), id, attempt, '${transition.from[0]}', ` +
        `'${transition.to}', reason, smtp_code, smtp_enhanced, phase, response, actor_id FROM changed)`
    )
  }
  const statement = `WITH ${ctes.join(", ")} SELECT id FROM changed`
  return name === "accept" ? prepared(statement) : statement
}

const statements = new Map<TransitionName, string>()

/**
 * Carries out one transition for many deliveries, with all its effects, in one statement.
 *
 * Rows whose attempt or state no longer match are left alone: somebody else has decided.
 *
 * @returns the ids that really changed.
 */
export async function transition(
  db: Database,
  name: TransitionName,
  changes: readonly Change[]
): Promise<Set<string>> {
  if (!changes.length) {
    return new Set()
  }
  const statement = statements.get(name) ?? statementOf(name)
  statements.set(name, statement)
  const rows = await db.query<{ id: string }>(statement, inputOf(changes))
  return new Set(rows.map((row) => row.id))
}
