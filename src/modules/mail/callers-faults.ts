/**
 * What Postgres has against the data of a statement is the fault of whoever brought the data: an answer, and no error of
 * the store's. The shapes come before it; this is for what they do not know.
 */
import { MedusaError } from "@medusajs/framework/utils"

import type { Database } from "./database"

/** Class 22 is "data exception"; 54000 an index entry that is too large. */
function isAboutData(code: unknown): boolean {
  return typeof code === "string" && (code.startsWith("22") || code === "54000")
}

function told(error: unknown): unknown {
  return error instanceof Error && isAboutData((error as { code?: unknown }).code)
    ? new MedusaError(MedusaError.Types.INVALID_DATA, `A value cannot be kept or compared: ${error.message}`)
    : error
}

async function telling<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw told(error)
  }
}

/** The same database for callers of the module. */
export function forCallers(db: Database): Database {
  return {
    query: (text, values, patience) => telling(db.query(text, values, patience)),
    transaction: (work) => telling(db.transaction(work)),
  }
}
