/** Contents in the database: immutable, and named by what they say, so that equal ones are one row. */
import { createHash } from "node:crypto"

import { notFound } from "../refusals/refusal"
import type { Database } from "../sql/database"
import type { ContentSnapshot, Variables } from "../words"
import type { AttachedFile } from "./mime/file-part"

export interface StoredContent extends ContentSnapshot {
  id: string
  /** Values that are the same for every recipient. */
  constants: Variables
  /** Files that go with every mail of it. */
  attachments: AttachedFile[]
}

/** Noted so often, a content that is in use is far from what retention clears. */
const KNOWN = "SELECT id FROM mpmd_content WHERE id = $1 AND used_at > now() - interval '1 day'"

/**
 * Stores a snapshot and returns its id. The id is a digest of the content: a single mail sent a thousand times
 * from one template has one content, and storing it twice is harmless.
 *
 * Before the transaction in which deliveries are made, where that takes a while: until its end a transaction that stores the same
 * content would wait.
 */
export async function storeContent(
  db: Database,
  snapshot: ContentSnapshot,
  constants: Variables,
  attachments: readonly AttachedFile[] = []
): Promise<string> {
  const digest = createHash("sha256")
    .update(JSON.stringify([snapshot, constants, ...attachments]))
    .digest("hex")
  const id = `mcont_${digest.slice(0, 40)}`
  const [known] = await db.query(KNOWN, [id])
  if (known) {
    return id
  }
  await db.query(
    "INSERT INTO mpmd_content (id, format, subject, html, text, from_name, from_address, reply_to, language, " +
      "variables, constants, attachments, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now()) " +
      "ON CONFLICT (id) DO UPDATE SET used_at = now()",
    [
      id,
      snapshot.html === null ? "text" : "html",
      snapshot.subject,
      snapshot.html,
      snapshot.text,
      snapshot.from.name ?? null,
      snapshot.from.address,
      snapshot.reply_to?.address ?? null,
      snapshot.language,
      JSON.stringify(snapshot.variables),
      JSON.stringify(constants),
      attachments.length ? JSON.stringify(attachments) : null,
    ]
  )
  return id
}

/** @throws MedusaError `not_found` */
export async function loadContent(db: Database, id: string): Promise<StoredContent> {
  const [row] = await db.query<{
    id: string
    subject: string
    html: string | null
    text: string
    from_name: string | null
    from_address: string
    reply_to: string | null
    language: ContentSnapshot["language"]
    variables: string[]
    constants: Variables
    attachments: AttachedFile[] | null
  }>("SELECT * FROM mpmd_content WHERE id = $1", [id])
  if (!row) {
    throw notFound("content", id)
  }
  const { from_name, from_address, reply_to, attachments, ...content } = row
  return {
    ...content,
    attachments: attachments ?? [],
    from: { name: from_name, address: from_address },
    reply_to: reply_to === null ? null : { address: reply_to },
  }
}
