/**
 * An outage of the mail server is one piece of news, however many workers meet it: while it lasts, a row in Postgres
 * says that it has been told. The same for a fault of ours that the mails wait for, and for a limit of the server's. Each transport
 * has rows of its own.
 */
import type { Database } from "../sql/database"

/**
 * An outage that nobody has seen for so long is over, though nobody lived to say so. Well above the longest pause
 * between two looks at the server, and above what one look may take.
 */
export const FORGOTTEN = "10 minutes"

/** What the row of an outage is called; of another transport than the store's own its name stands behind `@`. */
export const OUTAGE = "smtp"

/** What goes on for days is told again after so long. */
const TOLD_FOR = "1 day"

const NEWS = `INSERT INTO mpmd_outage (id, since, seen_at) VALUES ($1, now(), now())
  ON CONFLICT (id) DO UPDATE SET since = now(), seen_at = now() WHERE mpmd_outage.seen_at < now() - $2::interval
  RETURNING id`

/** How the rows of a transport are called. @param transport - Null is the one of the whole store. */
function rowOf(what: string, transport: string | null): string {
  return transport === null ? what : `${what}@${transport}`
}

/** @returns whether this is news. */
export async function beginOutage(db: Database, transport: string | null = null): Promise<boolean> {
  return (await db.query(NEWS, [rowOf(OUTAGE, transport), FORGOTTEN])).length > 0
}

/** @returns whether this is news: nobody was told of this lately. */
export async function isNews(db: Database, what: string, transport: string | null = null): Promise<boolean> {
  return (await db.query(NEWS, [rowOf(what, transport), TOLD_FOR])).length > 0
}

/** A worker has looked again, in vain. */
export async function seeOutage(db: Database, transport: string | null = null): Promise<void> {
  await db.query("UPDATE mpmd_outage SET seen_at = now() WHERE id = $1", [rowOf(OUTAGE, transport)])
}

/** @returns whether this is news. */
export async function endOutage(db: Database, transport: string | null = null): Promise<boolean> {
  const rows = await db.query("DELETE FROM mpmd_outage WHERE id = $1 RETURNING id", [
    rowOf(OUTAGE, transport),
  ])
  return rows.length > 0
}
