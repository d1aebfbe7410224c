/** What is kept of news beside the mail: each once, and of one mail so much and no more. */
import { readable } from "../formats/readable"
import type { Database } from "../sql/database"
import type { Found } from "./item"

/** So much is kept about one mail; a flood of what nothing proves must not keep out what is proven. */
const MOST_KEPT = { named: 20, guessed: 20, sealed: 200, vouched: 200 }

const LONGEST_LINE = 320

/** One line that can be kept and read. */
export function lineOf(text: string | null | undefined): string | null {
  return text ? readable(text).replaceAll("\n", " ").slice(0, LONGEST_LINE) : null
}

const NOTED = "digest, delivery_id, kind, matched_by, source, recipient, status, diagnostic, remote, evidence"

/** @returns the digests of what was not there already. */
export async function note(tx: Database, items: readonly Found[]): Promise<Set<string>> {
  const columns = [
    items.map(({ digest }) => digest),
    items.map(({ delivery }) => delivery.id),
    items.map(({ event }) => event.kind),
    items.map(({ match }) => match.by),
    items.map(({ event }) => event.source),
    items.map(({ event }) => lineOf(event.recipients[0])),
    items.map(({ event }) => lineOf(event.status)),
    items.map(({ finding }) => finding.words || null),
    items.map(({ event }) => lineOf(event.remote)),
    items.map(({ event }) => (event.evidence === null ? null : readable(event.evidence))),
  ]
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`).join(", ")
  const rows = await tx.query<{ digest: string }>(
    `INSERT INTO mpmd_return (${NOTED}) SELECT ${NOTED} FROM unnest(${arrays}, $11::int[]) AS told(${NOTED}, most) ` +
      "WHERE (SELECT count(*) FROM mpmd_return r WHERE r.delivery_id = told.delivery_id AND r.matched_by = told.matched_by) < most " +
      "ON CONFLICT (digest) DO NOTHING RETURNING digest",
    [...columns, items.map(({ match }) => MOST_KEPT[match.by])]
  )
  return new Set(rows.map(({ digest }) => digest))
}
