/** What Postgres knows of the tables that each mail is looked up in. */
import type { Database } from "../sql/database"

/** With fewer new rows any plan is quick. */
const MANY = 1_000

/**
 * After many deliveries were made at once. Postgres gathers statistics by itself, after a minute or so: until then a statement that
 * was prepared while the tables were nearly empty would go on reading them as a whole, for each group of mails.
 *
 * Where somebody else is at it, theirs will do.
 */
export async function renewStatistics(db: Database, mailingId: string): Promise<void> {
  const [mailing] = await db.query<{ total: number }>("SELECT total FROM mpmd_mailing WHERE id = $1", [
    mailingId,
  ])
  if (mailing && mailing.total >= MANY) {
    await db
      .transaction(async (tx) => {
        await tx.query("SET LOCAL lock_timeout = '2s'")
        await tx.query("ANALYZE mpmd_delivery, mpmd_member, mpmd_address")
      })
      .catch((error: unknown) => {
        if (!isLockTimeout(error)) {
          throw error
        }
      })
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === "55P03"
}
