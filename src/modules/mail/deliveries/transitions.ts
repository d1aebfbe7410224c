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
 * `claimed` and `sending` of what was taken by a range of positions stand in its claim (leases.ts); the row is still `pending`, and
 * its outcome is the first write to it.
 *
 * Every statement is fenced by the attempt number, which is counted at the claim: the result of an older
 * attempt never overwrites a newer one. State, counters, quota and event change in one statement, which is made from
 * this table in change-state.ts.
 */
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
/** The second is indexed, and stays as it is where a mailing is sent: see models/delivery.ts. */
const SENT = "sent_at = now(), outside_sent_at = CASE WHEN d.mailing_id IS NULL THEN now() END"
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
  /** The lease is over, so its holder is dead: provably not sent. */
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
  /** 250 after the final dot. Its effects are counted first, and carried over later: quota/sent-counts.ts. */
  accept: {
    from: ["sending"],
    to: "sent",
    counters: { pending: -1, sent: 1 },
    quota: "use",
    recorded: false,
    set: `${LET_GO}, ${SENT}, ${OUTCOME}`,
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
    set: `${SENT}, ${OUTCOME}`,
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
  /** The claim of a range that it was taken with, if it was. */
  claim?: string | null
}
