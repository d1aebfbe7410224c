/**
 * The life of a delivery: every allowed change of state, with its effects on quota and counters.
 * Nothing else writes `mpmd_delivery.state` once a row exists.
 *
 * ```
 * pending ──claim──▶ claimed ──mark──▶ sending ──accept──▶ sent ──bounce──▶ bounced, complained
 *  ▲ ▲ ▲                │ release,        ├─ defer ───▶ deferred ──claim──▶ claimed
 *  │ │ └────────────────┤ orphan, setBack ├─ reject ──▶ failed ──retry──▶ pending
 *  │ │                  ├─ skip ─▶ skipped└─ lose ────▶ uncertain ──confirm──▶ sent
 *  │ └── resend ────────│──────────────────────────────────┘
 *  ├─────────────────   └─ spoil ─▶ failed(render)
 *  └──── withdraw: from sending, before any connection had it
 * ```
 *
 * Every statement is fenced by the attempt number, which is counted at the claim: the result of an older
 * attempt never overwrites a newer one. State, counters, quota and event change in one statement. In which order it
 * locks what it changes is said in locks.ts.
 */
import type { Database } from "../sql/database"
import type { DeliveryState } from "../words"

/** What a transition adds to the mailing's counters. `pending` counts pending, claimed and sending rows. */
interface CounterDeltas {
  pending?: -1 | 1
  sent?: -1 | 1
  deferred?: -1 | 1
  failed?: -1 | 1
  uncertain?: -1 | 1
  skipped?: -1 | 1
  bounced?: -1 | 1
  complained?: 1
}

/** What a transition does to the reservation that a member delivery holds in `quota_month`. */
type QuotaEffect =
  /** Given back: nothing was sent. */
  | "release"
  /** The mail left, or may have left. */
  | "use"

export interface Transition {
  from: readonly DeliveryState[]
  to: DeliveryState
  counters: CounterDeltas
  quota?: QuotaEffect
  /** Leaves a row in `mpmd_delivery_event`. */
  recorded: boolean
  /** Further assignments; `i` is the input row. */
  set: string
}

const LET_GO = "claimed_by = NULL, lease_until = NULL"
const OUTCOME =
  "reason = i.reason, response = i.response, smtp_code = i.smtp_code, smtp_enhanced = i.smtp_enhanced"

/** It got as far as a connection: neither its making nor a worker's death is to be held against it any more. */
const WELL_MADE = "worker_deaths = 0, render_tries = 0"
const DUE = "next_attempt_at = now() + make_interval(secs => i.delay)"

export const TRANSITIONS = {
  /** Let go of by pause, shutdown or trouble of ours: provably not sent. */
  release: {
    from: ["claimed"],
    to: "pending",
    counters: {},
    recorded: false,
    set: `${LET_GO}, ${DUE}`,
  },
  /** The lease is over, so whoever held it is dead: provably not sent. */
  orphan: {
    from: ["claimed"],
    to: "pending",
    counters: {},
    recorded: false,
    set: `${LET_GO}, ${DUE}, worker_deaths = d.worker_deaths + 1`,
  },
  /** This mail could not be made just now; it is tried again later. */
  setBack: {
    from: ["claimed"],
    to: "pending",
    counters: {},
    recorded: true,
    set: `${LET_GO}, ${DUE}, render_tries = d.render_tries + 1`,
  },
  /** The rule now says no. */
  skip: {
    from: ["claimed"],
    to: "skipped",
    counters: { pending: -1, skipped: 1 },
    quota: "release",
    recorded: true,
    set: `${LET_GO}, ${OUTCOME}`,
  },
  /** This row cannot be rendered or composed. */
  spoil: {
    from: ["claimed"],
    to: "failed",
    counters: { pending: -1, failed: 1 },
    quota: "release",
    recorded: true,
    set: `${LET_GO}, ${OUTCOME}`,
  },
  /** Committed before a connection gets the mail. Touches no indexed column, see models/delivery.ts. */
  mark: { from: ["claimed"], to: "sending", counters: {}, recorded: false, set: "" },
  /**
   * Its mailing was paused before a connection had taken it, this process stops, or the answer to its mark was lost: no server
   * has the whole of it.
   */
  withdraw: {
    from: ["sending"],
    to: "pending",
    counters: {},
    recorded: false,
    set: `${LET_GO}, next_attempt_at = now()`,
  },
  /** 250 after the final dot. */
  accept: {
    from: ["sending"],
    to: "sent",
    counters: { pending: -1, sent: 1 },
    quota: "use",
    recorded: false,
    set: `${LET_GO}, sent_at = now(), ${OUTCOME}`,
  },
  /** 4xx, or the connection was lost before the last byte. */
  defer: {
    from: ["sending"],
    to: "deferred",
    counters: { pending: -1, deferred: 1 },
    recorded: true,
    set:
      `${LET_GO}, ${OUTCOME}, ${DUE}, ${WELL_MADE}, ` +
      "deferrals = d.deferrals + i.deferrals, " +
      "first_deferred_at = CASE WHEN i.deferrals > 0 THEN coalesce(d.first_deferred_at, now()) ELSE d.first_deferred_at END",
  },
  /** 5xx, or the time for deferrals is over. */
  reject: {
    from: ["sending"],
    to: "failed",
    counters: { pending: -1, failed: 1 },
    quota: "release",
    recorded: true,
    set: `${LET_GO}, ${OUTCOME}`,
  },
  /** Lost after the last byte, or the holder died while it was sending. */
  lose: {
    from: ["sending"],
    to: "uncertain",
    counters: { pending: -1, uncertain: 1 },
    quota: "use",
    recorded: true,
    set: `${LET_GO}, ${OUTCOME}`,
  },
  /** The 250 of the same attempt came late, or a bounce proves that it left. */
  confirm: {
    from: ["uncertain"],
    to: "sent",
    counters: { uncertain: -1, sent: 1 },
    recorded: true,
    set: `sent_at = now(), ${OUTCOME}`,
  },
  /** A person resends (member), or once by itself (order, single). What was used stays used. */
  resend: {
    from: ["uncertain"],
    to: "pending",
    counters: { uncertain: -1, pending: 1 },
    recorded: true,
    set: `quota_month = NULL, reason = NULL, resends = d.resends + 1, next_attempt_at = now(), ${WELL_MADE}`,
  },
  /** A person retries. The caller has reserved quota in the month that the input names. */
  retry: {
    from: ["failed"],
    to: "pending",
    counters: { failed: -1, pending: 1 },
    recorded: true,
    set:
      "reason = NULL, deferrals = 0, first_deferred_at = NULL, next_attempt_at = now(), " +
      `quota_month = i.quota_month, ${WELL_MADE}`,
  },
  /** The mailing was cancelled before this row was taken. */
  cancel: {
    from: ["pending"],
    to: "skipped",
    counters: { pending: -1, skipped: 1 },
    quota: "release",
    recorded: false,
    set: "reason = 'cancelled', next_attempt_at = NULL",
  },
  cancelDeferred: {
    from: ["deferred"],
    to: "skipped",
    counters: { deferred: -1, skipped: 1 },
    quota: "release",
    recorded: false,
    set: "reason = 'cancelled', next_attempt_at = NULL",
  },
  /** A delivery status notification came. */
  bounce: {
    from: ["sent"],
    to: "bounced",
    counters: { bounced: 1 },
    recorded: true,
    set: OUTCOME,
  },
  /** The recipient called it spam. */
  complain: {
    from: ["sent"],
    to: "complained",
    counters: { complained: 1 },
    recorded: true,
    set: OUTCOME,
  },
  /** The same, and a report was there first: who can call it spam has got it. */
  complainBounced: {
    from: ["bounced"],
    to: "complained",
    counters: { bounced: -1, complained: 1 },
    recorded: true,
    set: OUTCOME,
  },
} as const satisfies Record<string, Transition>

export type TransitionName = keyof typeof TRANSITIONS

/** One row of input: which delivery, at which attempt, and what to note. Left out: null or zero. */
export interface Change {
  id: string
  attempt: number
  reason?: string | null
  response?: string | null
  code?: number | null
  enhanced?: string | null
  phase?: string | null
  /** Seconds until the next attempt. */
  delay?: number
  /** 1 if this deferral counts towards giving up, 0 if it is nobody's fault. */
  deferrals?: 0 | 1
  actorId?: string | null
  quotaMonth?: string | null
}

/** Columns of the input relation `i` of every transition. */
const INPUT =
  "unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::float8[], " +
  "$9::int[], $10::text[], $11::text[]) AS i(id, attempt, reason, response, smtp_code, smtp_enhanced, phase, " +
  "delay, deferrals, actor_id, quota_month)"

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
  ]
}

function quoted(states: readonly DeliveryState[]): string {
  return states.map((state) => `'${state}'`).join(", ")
}

/**
 * The CTEs that carry a transition's effects from the relation `changed` to counters and quota. The rows of the mailings
 * are locked first, by their ids, since a batch may have outcomes of several; see locks.ts.
 */
export function effectsOf(transition: Transition): string[] {
  const deltas = Object.entries(transition.counters)
  if (!deltas.length) {
    return []
  }
  const set = deltas.map(([name, delta]) => `${name} = m.${name} + (${delta}) * n.n`).join(", ")
  const effects = [
    "locked AS MATERIALIZED (SELECT id FROM mpmd_mailing WHERE id IN (SELECT mailing_id FROM changed) " +
      "ORDER BY id FOR NO KEY UPDATE)",
    `counted AS (UPDATE mpmd_mailing m SET ${set} FROM (SELECT mailing_id, count(*)::int AS n FROM changed ` +
      "GROUP BY mailing_id) n JOIN locked ON locked.id = n.mailing_id WHERE m.id = n.mailing_id)",
  ]
  if (transition.quota) {
    const used = transition.quota === "use" ? ", used = q.used + n.n" : ""
    effects.push(
      `settled AS (UPDATE mpmd_quota_entry q SET reserved = q.reserved - n.n${used} FROM (SELECT mailing_id, ` +
        "quota_month, count(*)::int AS n FROM changed GROUP BY 1, 2) n JOIN locked ON locked.id = n.mailing_id " +
        "WHERE q.mailing_id = n.mailing_id AND q.month = n.quota_month AND q.deleted_at IS NULL)"
    )
  }
  return effects
}

/** The statement of a transition over rows named by id and attempt. Built once per name. */
function statementOf(name: TransitionName): string {
  const transition: Transition = TRANSITIONS[name]
  const set = transition.set ? `, ${transition.set}` : ""
  const ctes = [
    `changed AS (UPDATE mpmd_delivery d SET state = '${transition.to}'${set} FROM ${INPUT} ` +
      `WHERE d.id = i.id AND d.attempt = i.attempt AND d.state IN (${quoted(transition.from)}) ` +
      "RETURNING d.id, d.mailing_id, d.quota_month, d.attempt, i.reason, i.smtp_code, i.smtp_enhanced, i.phase, " +
      "i.response, i.actor_id)",
    ...effectsOf(transition),
  ]
  if (transition.recorded) {
    ctes.push(
      "noted AS (INSERT INTO mpmd_delivery_event (id, delivery_id, attempt, from_state, to_state, reason, " +
        "smtp_code, smtp_enhanced, phase, response, actor_id) " +
        `SELECT 'mdev_' || replace(gen_random_uuid()::text, '-', ''), id, attempt, '${transition.from[0]}', ` +
        `'${transition.to}', reason, smtp_code, smtp_enhanced, phase, response, actor_id FROM changed)`
    )
  }
  return `WITH ${ctes.join(", ")} SELECT id FROM changed`
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
