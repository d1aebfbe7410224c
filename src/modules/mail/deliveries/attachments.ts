/** Files that other code sends with a mail: what of them is taken, and how they are kept. */
import { fileSlices, type GivenFile } from "../content/file-store"
import type { AttachedFile } from "../content/mime/file-part"
import { invalid, notFound } from "../refusals/refusal"
import type { GivenAttachment } from "../shapes/attachments"
import type { Database } from "../sql/database"
import { SECRET } from "./lanes"

/** Looked for, as one foreign letter ends the search: a pattern of the whole wants a stack as long as the file. */
const NO_BASE64 = /[^A-Za-z0-9+/]/
const UNKNOWN_TYPE = "application/octet-stream"
/** That one mail may have if nobody says otherwise. */
export const MEGABYTES = 25
const MEGABYTE = 1024 * 1024

/** Their parts may not be base64 (RFC 2046), and a program that finds one opens it as a mail. */
const MAIL_TYPES = /^(?:message|multipart)\//i

/** Directories, and characters that turn a name around so that `fdp.exe` reads as `exe.pdf`. */
const MISLEADING = /[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g

/**
 * Reads files from base64.
 *
 * @param megabytes - All files of one mail together.
 * @throws MedusaError `invalid_data` naming the file.
 */
export function readAttachments(
  given: readonly GivenAttachment[] | null | undefined,
  megabytes: number
): GivenFile[] {
  const files = (given ?? []).map(readAttachment)
  assertNotTooLarge(
    files.map(({ bytes }) => bytes.length),
    megabytes
  )
  return files
}

/** @param sizes - Of all files of one mail. @throws MedusaError `invalid_data` */
export function assertNotTooLarge(sizes: readonly number[], megabytes: number): void {
  if (sizes.reduce((sum, size) => sum + size, 0) > megabytes * MEGABYTE) {
    const message = `come to more than ${megabytes} MB, the most that the option attachmentMegabytes lets one mail have`
    throw invalid("attachments", "attachments_too_large", message, { limit: megabytes })
  }
}

/** @param index - Of the file in the list. @throws MedusaError `invalid_data` naming the file. */
export function readAttachment({ content, ...given }: GivenAttachment, index: number): GivenFile {
  const letters = content.replace(/\s+/g, "")
  if (!isBase64(letters)) {
    throw invalid(`attachments.${index}.content`, "not_base64", "must be a file's bytes as base64")
  }
  return { bytes: Buffer.from(letters, "base64"), ...namedFile(given) }
}

/** A file by what is said of it, made fit to stand in a mail. */
export function namedFile({
  filename,
  content_type,
  disposition,
  id,
}: Omit<GivenAttachment, "content">): Omit<GivenFile, "bytes"> {
  return {
    filename: filename.replace(MISLEADING, "").replace(/[\\/]/g, "_"),
    content_type: content_type && !MAIL_TYPES.test(content_type) ? content_type.toLowerCase() : UNKNOWN_TYPE,
    cid: disposition === "inline" && id ? id.replace(/[<>]/g, "") : null,
  }
}

/** Node itself passes over whatever is none. */
function isBase64(letters: string): boolean {
  const padding = letters.endsWith("==") ? 2 : letters.endsWith("=") ? 1 : 0
  const data = letters.slice(0, letters.length - padding)
  return data !== "" && data.length % 4 !== 1 && !NO_BASE64.test(data)
}

/** Of a delivery `d`, in SQL: the files that may be shown; those of its content go when that does. */
export const ATTACHMENTS =
  `CASE WHEN d.content_cleared_at IS NULL AND NOT ${SECRET} THEN ` +
  "(SELECT c.attachments FROM mpmd_content c WHERE c.id = d.content_id) END"

/** What the ledger says of a file. */
export type AttachmentDTO = Pick<AttachedFile, "filename" | "content_type" | "size">

/** A file to be read, a piece at a time. */
export interface OpenAttachment extends AttachmentDTO {
  pieces: AsyncGenerator<Buffer>
}

/** @throws MedusaError `not_found` */
export async function openAttachment(db: Database, id: string, index: string): Promise<OpenAttachment> {
  const [row] = await db.query<{ attachments: AttachedFile[] | null }>(
    `SELECT ${ATTACHMENTS} AS attachments FROM mpmd_delivery d WHERE d.id = $1 AND d.deleted_at IS NULL`,
    [id]
  )
  if (!row) {
    throw notFound("delivery", id)
  }
  const file = /^\d{1,4}$/.test(index) ? row.attachments?.[Number(index)] : undefined
  if (!file) {
    throw notFound("attachment", index)
  }
  const { filename, content_type, size } = file
  return { filename, content_type, size, pieces: fileSlices(db, file) }
}
