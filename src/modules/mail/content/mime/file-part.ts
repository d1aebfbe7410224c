/** A file as a MIME part: its head. Its bytes come later, as base64, while the mail leaves. */
import { encodedWords } from "./header"
import { parameter } from "./parameter"

/** A file that goes with a mail, without its bytes. */
export interface AttachedFile {
  /** SHA-256 of the bytes, by which they are kept. */
  digest: string
  /** Of the bytes. */
  size: number
  filename: string
  content_type: string
  /** Of a picture that the HTML shows by `cid:`; null for what is attached. */
  cid: string | null
}

/** Bytes of a file that one look into Postgres brings; a whole number of lines of base64. */
export const FILE_SLICE = 57 * 2048

const LINE = 76

/** How long a file is as lines of base64, without a line end after it. */
export function encodedSize(size: number): number {
  const letters = Math.ceil(size / 3) * 4
  return letters + 2 * Math.max(0, Math.ceil(letters / LINE) - 1)
}

/** The head of the part and the empty line after it. */
export function fileHead({ filename, content_type, cid }: AttachedFile): string {
  const fields = [
    [`Content-Type: ${content_type}`, ...nameForOldPrograms(filename)],
    [`Content-Disposition: ${cid === null ? "attachment" : "inline"}`, ...parameter("filename", filename)],
  ].map((lines) => lines.join(";\r\n "))
  const id = cid === null ? [] : [`Content-ID: <${cid}>`]
  return [...fields, ...id, "Content-Transfer-Encoding: base64"].join("\r\n") + "\r\n\r\n"
}

/** No standard, and read by programs that know nothing of RFC 2231, which many a Japanese office still has. */
function nameForOldPrograms(filename: string): string[] {
  const column = "name=".length + 2
  return /^[ -~]*$/.test(filename) ? [] : [`name="${encodedWords(filename, column)}"`]
}
