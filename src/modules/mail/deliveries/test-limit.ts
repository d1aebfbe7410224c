/**
 * How many test mails may leave. They go to any address, outside of consent and quota, so they must not become a way of
 * sending: so many an hour for each mailing and for each person. The count is in Postgres: all processes share it.
 */
import { notAllowed } from "../refusals/refusal"
import type { Database } from "../sql/database"

export interface TestMailLimits {
  testMailsPerMailing: number
  testMailsPerPerson: number
}

export interface TestMail {
  /** Null for the test mail of the settings. */
  mailingId: string | null
  /** Callers without a name count as one person. */
  actorId: string | null
}

const NOBODY = ""

/** When there is room again: when the oldest of those that fill the hour is an hour old. */
const ROOM_AT =
  "SELECT sent_at + interval '1 hour' AS at FROM mpmd_test_mail WHERE sent_at > now() - interval '1 hour' AND "

async function assertRoom(
  tx: Database,
  column: "mailing_id" | "actor_id",
  value: string,
  most: number,
  whose: string
): Promise<void> {
  const [full] = await tx.query<{ at: Date }>(
    `${ROOM_AT} ${column} = $1 ORDER BY sent_at DESC OFFSET $2 LIMIT 1`,
    [value, most - 1]
  )
  if (full) {
    throw notAllowed(
      column === "mailing_id" ? "test_limit_mailing" : "test_limit_person",
      `${whose} ${most} test mails within an hour, and more are not allowed: the next one is possible at ` +
        `${full.at.toISOString()}.`,
      { limit: most }
    )
  }
}

/**
 * Takes one test mail out of what may leave.
 *
 * @param tx - The transaction in which it is made: what is not made was not taken.
 * @throws MedusaError `not_allowed` saying when there is room again.
 */
export async function takeTestMail(tx: Database, limits: TestMailLimits, mail: TestMail): Promise<void> {
  const actorId = mail.actorId ?? NOBODY
  // Counted one after the other: two at once would both find the last place free.
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('mail_test', 0))")
  if (mail.mailingId) {
    await assertRoom(tx, "mailing_id", mail.mailingId, limits.testMailsPerMailing, "This mailing has had")
  }
  await assertRoom(tx, "actor_id", actorId, limits.testMailsPerPerson, "You have sent")
  await tx.query("DELETE FROM mpmd_test_mail WHERE sent_at <= now() - interval '1 hour'")
  await tx.query(
    "INSERT INTO mpmd_test_mail (mailing_id, actor_id, sent_at) VALUES ($1, $2, clock_timestamp())",
    [mail.mailingId, actorId]
  )
}
