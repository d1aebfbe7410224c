/**
 * One worker reads the mailbox at a time, under a lease in Postgres, and how far it has come stands beside that: what is
 * behind it is on record. A reader that lost the lease writes nothing any more.
 */
import type { Database } from "../sql/database"
import type { MailboxFaultKind } from "../words/mailbox-faults"

export interface Holder {
  /** Of the mailbox, see `nameOfMailbox`. */
  mailbox: string
  /** Of the worker. */
  id: string
  leaseSeconds: number
}

/** How far the mailbox was read. */
export interface Place {
  /** Null before it was read at all. */
  uidValidity: string | null
  lastUid: number
}

const UNTIL = "clock_timestamp() + make_interval(secs => $3)"

const TAKE = `INSERT INTO mpmd_mailbox AS box (id, claimed_by, lease_until) VALUES ($1, $2, ${UNTIL})
  ON CONFLICT (id) DO UPDATE SET claimed_by = excluded.claimed_by, lease_until = excluded.lease_until
   WHERE box.lease_until IS NULL OR box.lease_until < clock_timestamp() OR box.claimed_by = $2
  RETURNING uid_validity, last_uid::int8::text AS last_uid`

/** @returns how far it was read; null if another worker has it. */
export async function takeMailbox(db: Database, holder: Holder): Promise<Place | null> {
  const { mailbox, id, leaseSeconds } = holder
  const [row] = await db.query<{ uid_validity: string | null; last_uid: string }>(TAKE, [
    mailbox,
    id,
    leaseSeconds,
  ])
  return row ? { uidValidity: row.uid_validity, lastUid: Number(row.last_uid) } : null
}

/** @returns false if it is another one's by now. */
export async function renewMailbox(db: Database, { mailbox, id, leaseSeconds }: Holder): Promise<boolean> {
  return (
    (
      await db.query(
        `UPDATE mpmd_mailbox SET lease_until = ${UNTIL} WHERE id = $1 AND claimed_by = $2 RETURNING id`,
        [mailbox, id, leaseSeconds]
      )
    ).length > 0
  )
}

export async function releaseMailbox(db: Database, { mailbox, id }: Holder): Promise<void> {
  await db.query(
    "UPDATE mpmd_mailbox SET claimed_by = NULL, lease_until = NULL WHERE id = $1 AND claimed_by = $2",
    [mailbox, id]
  )
}

/** The lease was lost: somebody else goes on from what is on record. */
export class LeaseLost extends Error {}

/**
 * Notes that all up to here is on record.
 *
 * @param heard - Whether news of a mail was among it.
 * @throws LeaseLost
 */
export async function reachedPlace(
  db: Database,
  { mailbox, id }: Holder,
  { uidValidity, lastUid }: Place,
  heard: boolean
): Promise<void> {
  const rows = await db.query(
    "UPDATE mpmd_mailbox SET uid_validity = $3, last_uid = $4, heard_at = CASE WHEN $5 THEN now() ELSE heard_at END " +
      "WHERE id = $1 AND claimed_by = $2 RETURNING id",
    [mailbox, id, uidValidity, lastUid, heard]
  )
  if (!rows.length) {
    throw new LeaseLost("another worker reads the mailbox")
  }
}

/** All of it was read. @returns whether a fault is over that staff were told of. */
export async function noteLook(db: Database, { mailbox, id }: Holder): Promise<boolean> {
  const [row] = await db.query<{ told: boolean }>(
    "WITH before AS (SELECT id, fault_told_at FROM mpmd_mailbox WHERE id = $1 AND claimed_by = $2 FOR UPDATE) " +
      "UPDATE mpmd_mailbox box SET looked_at = now(), fault_kind = NULL, fault_words = NULL, fault_since = NULL, fault_told_at = NULL " +
      "FROM before WHERE box.id = before.id RETURNING before.fault_told_at IS NOT NULL AS told",
    [mailbox, id]
  )
  return row?.told ?? false
}

/** A server that is started again, or a line that breaks, is no news before it lasts for so long. */
const NEWS_AFTER = "5 minutes"

/** It cannot be read. @returns whether that is news for staff. */
export async function noteFault(
  db: Database,
  { mailbox, id }: Holder,
  kind: MailboxFaultKind,
  words: string
): Promise<boolean> {
  const [row] = await db.query<{ news: boolean }>(
    "WITH before AS (SELECT id, fault_told_at IS NULL AND ($3 <> 'connect' OR " +
      `fault_since < now() - interval '${NEWS_AFTER}') AS news FROM mpmd_mailbox WHERE id = $1 AND claimed_by = $2 FOR UPDATE) ` +
      "UPDATE mpmd_mailbox box SET fault_kind = $3, fault_words = $4, fault_since = coalesce(box.fault_since, now()), " +
      "fault_told_at = CASE WHEN before.news THEN now() ELSE box.fault_told_at END " +
      "FROM before WHERE box.id = before.id RETURNING coalesce(before.news, false) AS news",
    [mailbox, id, kind, words]
  )
  return row?.news ?? false
}
