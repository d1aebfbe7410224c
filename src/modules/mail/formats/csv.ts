/** Rows as CSV (RFC 4180), for spreadsheets: what a stranger wrote into a cell must not become a formula there. */

/** Without it Excel in Japan reads UTF-8 as Shift_JIS. */
export const BYTE_ORDER_MARK = "\ufeff"

/** Excel also takes the full-width signs of Japanese keyboards for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const NEEDS_QUOTES = /[",\r\n]/

export type CsvCell = string | number | Date | null

function cellOf(value: CsvCell): string {
  if (typeof value !== "string") {
    return value instanceof Date ? value.toISOString() : String(value ?? "")
  }
  const harmless = FORMULA.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** One line with its end. Times are written in ISO 8601, UTC. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`
}
