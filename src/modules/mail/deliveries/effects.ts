/**
 * What a transition does to the counters of mailings and to the quota, for a relation that says how many of its mails there are. The
 * rows of the mailings are locked first, by their ids, since a batch may have outcomes of several; see locks.ts.
 */
import type { Transition } from "./transitions"

/** The relation that effects are taken from. */
interface Mails {
  /** With `mailing_id` and `quota_month`. */
  relation: string
  /** How many mails some of its rows stand for. */
  number: string
}

/** Two CTEs more at most: `counted` and `settled`, after `locked`. */
export function effectsOf(transition: Transition, { relation, number }: Mails): string[] {
  const deltas = Object.entries(transition.counters)
  if (!deltas.length) {
    return []
  }
  const set = deltas.map(([name, delta]) => `${name} = m.${name} + (${delta}) * n.n`).join(", ")
  const effects = [
    `locked AS MATERIALIZED (SELECT id FROM mpmd_mailing WHERE id IN (SELECT mailing_id FROM ${relation}) ` +
      "ORDER BY id FOR NO KEY UPDATE)",
    `counted AS (UPDATE mpmd_mailing m SET ${set} FROM (SELECT mailing_id, ${number}::int AS n FROM ${relation} ` +
      "GROUP BY mailing_id) n JOIN locked ON locked.id = n.mailing_id WHERE m.id = n.mailing_id)",
  ]
  if (transition.quota) {
    const used = transition.quota === "use" ? ", used = q.used + n.n" : ""
    effects.push(
      `settled AS (UPDATE mpmd_quota_entry q SET reserved = q.reserved - n.n${used} FROM (SELECT mailing_id, ` +
        `quota_month, ${number}::int AS n FROM ${relation} GROUP BY 1, 2) n JOIN locked ON locked.id = n.mailing_id ` +
        "WHERE q.mailing_id = n.mailing_id AND q.month = n.quota_month AND q.deleted_at IS NULL)"
    )
  }
  return effects
}
