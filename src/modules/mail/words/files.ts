/** Files of a mailing, as they are written again: the list of a draft is always written as a whole. */

interface KeptFile {
  /** SHA-256 of the bytes. */
  digest: string
  filename: string
  content_type: string
  cid: string | null
  document_id: string | null
}

/** What names a file that a mailing has already, without its bytes. */
export function keptFile({ digest, filename, content_type, cid, document_id }: KeptFile) {
  const shown = cid === null ? {} : { disposition: "inline" as const, id: cid }
  return { digest, filename, content_type, document_id, ...shown }
}
