/**
 * Files that go with the mails of an order mailing: with all of them, or with the mail about one document. They are kept
 * with the draft, so that its list is written again without sending them again.
 */
import { type GivenFile, storeFiles, useFiles } from "../content/file-store"
import type { AttachedFile } from "../content/mime/file-part"
import { assertNotTooLarge, namedFile, readAttachment } from "../deliveries/attachments"
import { invalid } from "../refusals/refusal"
import type { GivenMailingFile } from "../shapes/attachments"
import { MOST } from "../shapes/limits"
import type { Database } from "../sql/database"

/** A file of a mailing. */
export interface MailingFile extends AttachedFile {
  /** Null: it goes with every mail. */
  document_id: string | null
}

interface FileRules {
  /** Of all files of one mail. */
  megabytes: number
  /** What the mailing is about. */
  documents: readonly string[]
}

/** The files of the mail about one document; without one, those of every mail. */
export function filesOfMail(
  { attachments }: { attachments: readonly MailingFile[] },
  documentId?: string
): AttachedFile[] {
  return attachments
    .filter(({ document_id }) => document_id === null || document_id === documentId)
    .map(({ digest, size, filename, content_type, cid }) => ({ digest, size, filename, content_type, cid }))
}

/**
 * Keeps the files of a mailing: new ones are stored, others are found by their digest.
 *
 * @param tx - The transaction in which the mailing is written: without it they would be nobody's.
 * @throws MedusaError `invalid_data` naming the file, or all where they are too many or too large for one mail.
 */
export async function keepMailingFiles(
  tx: Database,
  given: readonly GivenMailingFile[],
  { megabytes, documents }: FileRules
): Promise<MailingFile[]> {
  const known = new Set(documents)
  const brought = given.map((file, index) => broughtFile(file, index))
  const sizes = await useFiles(
    tx,
    given.flatMap(({ digest }) => digest ?? [])
  )
  const measured = given.map(({ digest, document_id = null }, index) => {
    if (document_id !== null && !known.has(document_id)) {
      const words = "names no document of this mailing"
      throw invalid(`attachments.${index}.document_id`, "foreign_document", words, { id: document_id })
    }
    const size = brought[index]?.bytes.length ?? sizes.get(digest!)
    if (size === undefined) {
      throw invalid(`attachments.${index}.digest`, "unknown_file", "is of no file that is kept: send it anew")
    }
    return { size, document_id }
  })
  assertEachMail(measured, megabytes)
  const stored = await storeFiles(
    tx,
    brought.filter((file) => file !== null)
  )
  return given.map((file, index) => ({
    ...(brought[index] ? stored.shift()! : { digest: file.digest!, ...namedFile(file) }),
    ...measured[index]!,
  }))
}

function broughtFile({ content, ...named }: GivenMailingFile, index: number): GivenFile | null {
  return content === undefined ? null : readAttachment({ content, ...named }, index)
}

/** Of no mail the files may be too many or too large. */
function assertEachMail(
  files: readonly Pick<MailingFile, "size" | "document_id">[],
  megabytes: number
): void {
  const own = new Map<string | null, number[]>([[null, []]])
  for (const { size, document_id } of files) {
    own.set(document_id, [...(own.get(document_id) ?? []), size])
  }
  const common = own.get(null)!
  for (const [documentId, sizes] of own) {
    const all = documentId === null ? common : [...common, ...sizes]
    if (all.length > MOST.files) {
      const words = `are too many: one mail may have at most ${MOST.files} files`
      throw invalid("attachments", "list_too_long", words, { limit: MOST.files })
    }
    assertNotTooLarge(all, megabytes)
  }
}
