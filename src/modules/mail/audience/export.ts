/** The people behind a count as CSV, by the rule that lists and counts them, in pieces. */
import { BYTE_ORDER_MARK, type CsvCell, csvLine } from "../formats/csv"
import type { Database } from "../sql/database"
import { type AudiencePersonDTO, listAudience, type PlainAudienceList } from "./people"

/**
 * People for each look: some 2 MB of text. Each looks through the audience for addresses that are shared, so pages as
 * small as those of other files would make that a thousand times.
 */
const PAGE = 10_000

const COLUMNS: readonly (keyof AudiencePersonDTO)[] = [
  "customer_id",
  "email",
  "first_name",
  "last_name",
  "company_name",
  "has_account",
  "consent",
  "instead_id",
]

function cellOf(value: AudiencePersonDTO[keyof AudiencePersonDTO]): CsvCell {
  return typeof value === "boolean" ? String(value) : value
}

/** The newest customers first; the first piece begins with the head. No connection is held while the reader takes their time. */
export async function* exportAudience(
  db: Database,
  options: PlainAudienceList,
  page: number = PAGE
): AsyncGenerator<string> {
  let head = BYTE_ORDER_MARK + csvLine(COLUMNS)
  for (let after = options.after ?? null; ;) {
    const { people, next } = await listAudience(db, { ...options, after: after ?? undefined, limit: page })
    yield head + people.map((person) => csvLine(COLUMNS.map((column) => cellOf(person[column])))).join("")
    head = ""
    after = next
    if (after === null) {
      return
    }
  }
}
