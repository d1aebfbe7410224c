/** The log of all mail as CSV, whatever its size: the pages of its list, one after the other. */
import { BYTE_ORDER_MARK, type CsvCell, csvLine } from "../formats/csv"
import { MOST } from "../shapes/limits"
import type { Database } from "../sql/database"
import { asked, type LogEntry, logPage, type LogPart } from "./log"

/** As its list: each subject is drawn with the data of its mail, which must not fill the memory. */
const PAGE = MOST.page

const COLUMNS = [
  "at",
  "subject",
  "email",
  "recipient_name",
  "kind",
  "automatic",
  "state",
  "reason",
  "response",
  "attempt",
  "sent_at",
  "customer_id",
  "order_id",
  "mailing_id",
  "about_mailing_id",
  "id",
  "transport",
] as const satisfies readonly (keyof LogEntry)[]

/** The latest first; the first piece begins with the head. No connection is held while the reader takes their time. */
export async function* exportLog(db: Database, part: LogPart, limit: number = PAGE): AsyncGenerator<string> {
  const wanted = await asked(db, part)
  let head = BYTE_ORDER_MARK + csvLine(COLUMNS)
  for (let after: string | null | undefined; after !== null;) {
    const { deliveries, next } = await logPage(db, { ...wanted, limit, after })
    yield head + deliveries.map((row) => csvLine(COLUMNS.map((column): CsvCell => row[column]))).join("")
    head = ""
    after = next
  }
}
