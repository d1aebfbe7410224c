/** The ledger of one mailing as CSV, whatever its size: page by page, by position. */
import { BYTE_ORDER_MARK, type CsvCell, csvLine } from "../formats/csv"
import type { Database } from "../sql/database"
import type { DeliveryState } from "../words"
import { ATTEMPT_NOW } from "./leases"
import { type LedgerPart, partConditions, SHOWN_STATE } from "./ledger-part"

/** Rows for each look: some 150 kB of text, read in a few milliseconds. */
const PAGE = 1_000

interface LedgerRow {
  position: number
  email: string
  customer_id: string | null
  document_id: string | null
  document_number: string | null
  state: DeliveryState
  reason: string | null
  response: string | null
  attempt: number
  sent_at: Date | null
  settled_at: Date | null
  transport: string | null
}

const COLUMNS: readonly (keyof LedgerRow)[] = [
  "position",
  "email",
  "customer_id",
  "document_id",
  "document_number",
  "state",
  "reason",
  "response",
  "attempt",
  "sent_at",
  "settled_at",
  "transport",
]

/** What is not a plain success has an event that says since when; a success has its own time. */
const SETTLED_AT =
  "CASE WHEN d.state IN ('pending', 'claimed', 'sending', 'deferred') THEN NULL ELSE coalesce((SELECT max(e.created_at) " +
  "FROM mpmd_delivery_event e WHERE d.reason IS NOT NULL AND e.delivery_id = d.id AND e.to_state = d.state " +
  "AND e.deleted_at IS NULL), d.sent_at) END AS settled_at"

/** In an order mailing the key is the document. */
const SELECT =
  "SELECT d.position, d.email, d.customer_id, CASE WHEN d.kind = 'order' THEN d.dedupe_key END AS document_id, " +
  "CASE WHEN d.kind = 'order' THEN d.variables->'order'->>'number' END AS document_number, " +
  `${SHOWN_STATE} AS state, d.reason, d.response, ${ATTEMPT_NOW} AS attempt, d.sent_at, ${SETTLED_AT}, d.transport FROM mpmd_delivery d`

/**
 * The lines of a mailing's ledger, a thousand at a time, in the order of positions; the first begins with the head.
 *
 * The next page begins behind the last position, so that the millionth row costs what the first does, and no
 * connection is held while the reader takes their time.
 */
export async function* exportDeliveries(
  db: Database,
  mailingId: string,
  part: LedgerPart = {}
): AsyncGenerator<string> {
  const { sql, values } = partConditions(part, 4)
  const conditions = ["d.mailing_id = $1", "d.position > $2", "d.deleted_at IS NULL", ...sql].join(" AND ")
  let head = BYTE_ORDER_MARK + csvLine(COLUMNS)
  for (let after: number | undefined = 0; after !== undefined;) {
    const rows: LedgerRow[] = await db.query<LedgerRow>(
      `${SELECT} WHERE ${conditions} ORDER BY d.position LIMIT $3`,
      [mailingId, after, PAGE, ...values]
    )
    yield head + rows.map((row) => csvLine(COLUMNS.map((column): CsvCell => row[column]))).join("")
    head = ""
    after = rows.length === PAGE ? rows.at(-1)?.position : undefined
  }
}
