/**
 * An outage of the mail server is one piece of news, however many workers meet it: while it lasts, a row in Postgres
 * says that it has been told. The same for a fault of ours that the mails wait for, and for a limit of the server's.
 */
import type { Database } from "../sql/database"

/**
 * An outage that nobody has seen for so long is over, though nobody lived to say so. Well above the longest pause
 * between two looks at the server, and above what one look may take.
 */
export const FORGOTTEN = "10 minutes"

/** What goes on for days is told again after so long. */
const TOLD_FOR = "1 day"

const NEWS = `INSERT INTO mpmd_outage (id, since, seen_at) VALUES ($1, now(), now())
  ON CONFLICT (id) DO UPDATE SET since = now(), seen_at = now() WHERE mpmd_outage.seen_at < now() - $2::interval
  RETURNING id`

/** @returns whether this is news. */
export async function beginOutage(db: Database): Promise<boolean> {
  return (await db.query(NEWS, ["smtp", FORGOTTEN])).length > 0
}

/** @returns whether this is news: nobody was told of this lately. */
export async function isNews(db: Database, what: string): Promise<boolean> {
  return (await db.query(NEWS, [what, TOLD_FOR])).length > 0
}

/** A worker has looked again, in vain. */
export async function seeOutage(db: Database): Promise<void> {
  await db.query("UPDATE mpmd_outage SET seen_at = now() WHERE id = 'smtp'")
}

/** @returns whether this is news. */
export async function endOutage(db: Database): Promise<boolean> {
  const rows = await db.query("DELETE FROM mpmd_outage WHERE id = 'smtp' RETURNING id")
  return rows.length > 0
}
