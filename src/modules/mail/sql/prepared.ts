/**
 * Statements that Postgres parses and plans once for each connection: such as are sent for every group of mails, and whose plan is the
 * same for all values. Only connections of the sending thread use that, see sending/connections.ts.
 */
import { createHash } from "node:crypto"

const names = new Map<string, string>()

/**
 * Registers a statement. Its name is made from its text: behind a pooler the same connection may serve two versions of us.
 *
 * @returns the statement.
 */
export function prepared(text: string): string {
  names.set(text, `mpmd_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`)
  return text
}

/** The name of a statement that was registered. */
export function nameOf(text: string): string | undefined {
  return names.get(text)
}

/** It was never parsed on this connection, or somebody else did: between us and Postgres is a pooler that swaps them. */
const POOLED: ReadonlySet<unknown> = new Set(["26000", "42P05"])

/** Whether a statement failed only because it was prepared; it has done nothing then. */
export function isPoolersFault(error: unknown): boolean {
  return error instanceof Error && POOLED.has((error as { code?: unknown }).code)
}
