/**
 * A returned message as bytes, taken apart by a MIME library. Its sender is a stranger: what the library may see is
 * bounded first, so that no message costs more than a fraction of a second, and none can bring the process down.
 */
import PostalMime, { type Email } from "postal-mime"

/** Reports stand at the front, and of the mail that came back only the head is read. */
export const MOST_BYTES = 256 * 1024
/** Each costs the library a tenth of a millisecond on a busy machine. */
const MOST_LINES = 5_000
/** Each can begin a part; a report has three, in a digest perhaps thirty. */
const MOST_BOUNDARY_LINES = 200
/** Of nested multiparts, and of all heads together. A message in the message is a part, and is not opened. */
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: MOST_BYTES, maxRfc822NestingDepth: 0 }

/** Of a field's value: what is looked for in one may begin at each of its letters. Real ones have a line or some. */
const LONGEST_FIELD = 4_000

const LINE_FEED = 0x0a
const DASH = 0x2d

export interface Part {
  /** In small letters: `message/delivery-status`. */
  type: string
  text: string
}

export interface Parts {
  /** By name in small letters, in their order. */
  headers: { name: string; value: string }[]
  subject: string
  /** All that is written for people. */
  text: string
  /** All else. */
  parts: Part[]
  head: string
}

/** The front of it, up to so many bytes, lines, and lines that could begin a part. */
export function bounded(bytes: Buffer): Buffer {
  const front = bytes.subarray(0, MOST_BYTES)
  let lines = 0
  let boundaryLines = 0
  for (let at = 0; at >= 0 && at < front.length; at = nextLine(front, at)) {
    lines += 1
    boundaryLines += Number(front[at] === DASH && front[at + 1] === DASH)
    if (lines > MOST_LINES || boundaryLines > MOST_BOUNDARY_LINES) {
      return front.subarray(0, at)
    }
  }
  return front
}

function nextLine(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(LINE_FEED, at)
  return end < 0 ? -1 : end + 1
}

/** Never rejects: what the library cannot take apart is one head and one text. */
export async function partsOf(given: Buffer): Promise<Parts> {
  const bytes = bounded(given)
  const head = headOf(bytes)
  try {
    return { ...partsIn(await PostalMime.parse(bytes, LIMITS)), head }
  } catch {
    return { headers: fieldsIn(head), subject: "", text: bytes.toString("utf8"), parts: [], head }
  }
}

function partsIn(email: Email): Omit<Parts, "head"> {
  return {
    headers: email.headers.map(({ key, value }) => ({ name: key, value: value.slice(0, LONGEST_FIELD) })),
    subject: (email.subject ?? "").slice(0, LONGEST_FIELD),
    text: email.text ?? textOfHtml(email.html ?? ""),
    parts: email.attachments.map(({ mimeType, content }) => ({
      type: mimeType,
      text: typeof content === "string" ? content : Buffer.from(content as Uint8Array).toString("utf8"),
    })),
  }
}

/** Only the words count, and only whether some stand in it. */
function textOfHtml(html: string): string {
  return html
    .replace(/<(?:br|p|div|tr|li|h\d)\b[^<>]{0,500}>/gi, "\n")
    .replace(/<[^<>]{0,2000}>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&#0*39;|&apos;/g, "'")
    .replace(/&nbsp;/g, " ")
    .replace(/&amp;/g, "&")
}

const HEAD_END = /\r?\n\r?\n/
const LONGEST_HEAD = 16 * 1024

function headOf(bytes: Buffer): string {
  const text = bytes.toString("utf8", 0, LONGEST_HEAD)
  const end = HEAD_END.exec(text)
  return end ? text.slice(0, end.index) : text
}

/** `Name: value` lines with their continuations (RFC 5322, 2.2.3); whatever is no field is passed over. */
export function fieldsIn(block: string): { name: string; value: string }[] {
  return block
    .replace(/\r\n?/g, "\n")
    .replace(/\n[ \t]+/g, " ")
    .split("\n")
    .flatMap((line) => {
      const colon = line.indexOf(":")
      const name = line.slice(0, colon).trim().toLowerCase()
      const value = line.slice(colon + 1).trim()
      return colon > 0 && /^[\x21-\x39\x3b-\x7e]+$/.test(name)
        ? [{ name, value: value.slice(0, LONGEST_FIELD) }]
        : []
    })
}

/** The first field of that name; null if there is none or it is empty. */
export function fieldOf(fields: readonly { name: string; value: string }[], name: string): string | null {
  return fields.find((field) => field.name === name && field.value)?.value ?? null
}
