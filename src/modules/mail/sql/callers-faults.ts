/**
 * What Postgres has against the data of a statement is the fault of the caller who brought the data: an answer, and no error of
 * the store's. The shapes come before it; this is for what they do not know. Columns are named like the fields that they
 * hold, so the answer names the field wherever the statement shows which one it was.
 */

import { invalid, Refusal, refusalIssue } from "../refusals/refusal"
import type { Database } from "./database"

/** Of what `pg` throws. */
interface PostgresError extends Error {
  code?: unknown
  /** `unnamed portal parameter $2 = '…'` */
  where?: string
}

/** Class 22 is "data exception"; 54000 an index entry that is too large. */
function isAboutData(code: unknown): boolean {
  return typeof code === "string" && (code.startsWith("22") || code === "54000")
}

/** The places of the values that may be meant, from 1. */
function suspects({ message, where = "" }: PostgresError, values: readonly unknown[]): number[] {
  const [, place] = /parameter \$(\d+)/.exec(where) ?? []
  if (place) {
    return [Number(place)]
  }
  const [, most] = /too long for type character(?: varying)?\((\d+)\)/.exec(message) ?? []
  const [, quoted] = /"([^]*)"/.exec(message) ?? []
  return values.flatMap((value, index) => {
    const isLong = most !== undefined && typeof value === "string" && [...value].length > Number(most)
    return isLong || (quoted !== undefined && String(value) === quoted) ? [index + 1] : []
  })
}

/** The column that a value is written into or compared with. */
function columnOf(text: string, place: number): string | null {
  const value = String.raw`\$${place}(?!\d)`
  const [, columns, inserted] = /INSERT INTO \w+ \(([^)]*)\)\s*VALUES \(([^)]*)\)/.exec(text) ?? []
  const index = (inserted ?? "").split(",").findIndex((one) => new RegExp(value).test(one))
  if (index >= 0) {
    return columns!.split(",")[index]?.trim() ?? null
  }
  const compared = new RegExp(String.raw`(\w+)"?\s*(?:=|<>|[<>]=?|@>|I?LIKE)\s*(?:ANY\s*)?\(?${value}`).exec(
    text
  )
  return compared?.[1] ?? null
}

function asRefusal(error: unknown, text: string, values: readonly unknown[]): unknown {
  if (!(error instanceof Error) || !isAboutData((error as PostgresError).code)) {
    return error
  }
  const columns = suspects(error, values).map((place) => columnOf(text, place))
  // Ids of new rows are ours.
  const field = [...new Set(columns)].filter((column) => column && column !== "id").join(", ")
  const message = `cannot be kept or compared: ${error.message}`
  return field
    ? invalid(field, "invalid_input", message)
    : new Refusal([refusalIssue("", "invalid_input", `A value ${message}`)])
}

/** The same database for callers of the module. */
export function forCallers(db: Database): Database {
  return {
    query: async (text, values = [], patience) => {
      try {
        return await db.query(text, values, patience)
      } catch (error) {
        throw asRefusal(error, text, values)
      }
    },
    transaction: (work) => db.transaction((tx) => work(forCallers(tx))),
  }
}
