/** The plugin stands in `medusa-config.ts`, and nobody has run its migrations: an easy step to miss, told in one way. */
import { MedusaError } from "../refusals/medusa-error"

export const NOT_MIGRATED =
  "The tables of medusa-plugin-mail-delivery are missing or older than this version: run `npx medusa db:migrate`."

/** Postgres's codes for a table, column or function that does not exist. */
const UNDEFINED = new Set(["42P01", "42703", "42883"])

/**
 * Not a MedusaError: to the engine it is a fault of the machine, never the word of a rule. Its type is what Medusa's
 * error handler goes by, so that a caller over HTTP reads the sentence.
 */
export class NotMigratedError extends Error {
  readonly type = MedusaError.Types.NOT_ALLOWED

  constructor(cause: unknown) {
    super(NOT_MIGRATED, { cause })
  }
}

/** The error of a statement; one that a missing migration explains says so. */
export function namingMigrations(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return UNDEFINED.has(String(code)) && String(message).includes("mpmd_")
    ? new NotMigratedError(error)
    : error
}
