/**
 * Our own mail, read again: the forms that content/compose.ts writes, and no others. A service that takes fields wants them
 * of every mail, and a reader of all mail needs a millisecond for what is told from these forms in some hundredths of one.
 *
 * Whatever is not known here to the last letter is null, and that reader's. Where this one says something both say the same,
 * down to the line ends: a story holds it over mails of all kinds, whole and mutilated.
 */

export interface ReadMail {
  /** Unfolded, otherwise as they stand there. */
  headers: { name: string; value: string }[]
  text: string | null
  html: string | null
  attachments: ReadAttachment[]
}

export interface ReadAttachment {
  name: string
  type: string
  /** Base64. */
  content: string
  /** Of a picture in the text; null for a file beside it. */
  contentId: string | null
}

/** @returns null for a mail that is not as we write them. */
export function readOwnMail(bytes: Buffer): ReadMail | null {
  try {
    return readMail(bytes.toString("latin1"))
  } catch (error) {
    if (error instanceof OtherForm) {
      return null
    }
    throw error
  }
}

class OtherForm extends Error {}

function known(condition: unknown): asserts condition {
  if (!condition) {
    throw new OtherForm()
  }
}

/** What describes the body stands last in the head. */
function readMail(message: string): ReadMail {
  const start = message.indexOf("\r\nContent-Type: ")
  known(start > 0 && start < message.indexOf("\r\n\r\n") && message.endsWith("\r\n"))
  const [words, ...files] = groupIn("mixed", message.slice(start + 2, -2))
  const { text, html, pictures } = wordsIn(words!)
  return {
    headers: headersIn(message.slice(0, start)),
    text,
    html,
    attachments: [...pictures, ...files].map(fileIn),
  }
}

function headersIn(head: string): ReadMail["headers"] {
  const lines = head.replaceAll("\r\n ", " ").split("\r\n")
  return lines.map((line) => {
    const [, name, value] = /^([A-Za-z0-9-]+):([\t -~]*)$/.exec(line) ?? []
    known(name && value !== undefined && !/^content-/i.test(name))
    return { name, value: value.trim() }
  })
}

interface Words {
  text: string | null
  html: string | null
  /** Parts that stand beside the HTML. */
  pictures: string[]
}

function wordsIn(part: string): Words {
  if (part.startsWith("Content-Type: text/plain;")) {
    return { text: textIn(part, "plain"), html: null, pictures: [] }
  }
  const versions = groupIn("alternative", part)
  known(versions.length <= 2)
  const [html, ...pictures] = groupIn("related", versions.at(-1)!)
  return {
    text: versions.length === 2 ? textIn(versions[0]!, "plain") : null,
    html: textIn(html!, "html"),
    pictures,
  }
}

/** @returns the parts of a group; what is no group of this type, as the only one. */
function groupIn(type: "mixed" | "alternative" | "related", part: string): string[] {
  const opening = `Content-Type: multipart/${type}; boundary="`
  if (!part.startsWith(opening)) {
    return [part]
  }
  const [, boundary] = /^([\w=-]+)"\r\n\r\n/.exec(part.slice(opening.length, opening.length + 80)) ?? []
  known(boundary)
  const line = `--${boundary}`
  const body = part.slice(opening.length + boundary.length + '"\r\n\r\n'.length)
  known(body.startsWith(`${line}\r\n`) && body.endsWith(`\r\n${line}--`))
  const parts = body.slice(line.length + 2, -line.length - 4).split(`\r\n${line}\r\n`)
  known(!parts.some((one) => one.includes(line)))
  return parts
}

const TEXT_HEAD =
  /^Content-Type: text\/(plain|html); charset=utf-8\r\nContent-Transfer-Encoding: (7bit|base64|quoted-printable)\r\n\r\n/

const decoder = new TextDecoder()

function textIn(part: string, type: "plain" | "html"): string | null {
  const [head, subtype, encoding] = TEXT_HEAD.exec(part) ?? []
  known(head && subtype === type)
  const body = part.slice(head.length)
  switch (encoding) {
    case "7bit":
      return `${linesOf(body)}\n`
    case "base64":
      return decoder.decode(Buffer.from(base64In(body), "base64")) || null
    default:
      return decoder.decode(quotedPrintableIn(body))
  }
}

/** Lines end as in memory, and none of them with anything else. */
function linesOf(body: string): string {
  const lines = body.replaceAll("\r\n", "\n")
  known(!/[^\t\n -~]/.test(lines))
  return lines
}

/** In one line. */
function base64In(body: string): string {
  const letters = body.replaceAll("\r\n", "")
  known(letters.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(letters.replace(/={1,2}$/, "")))
  const end = letters.slice(-4)
  // Bits that stand for nothing are not ours either.
  known(Buffer.from(end, "base64").toString("base64") === end)
  return letters
}

const EQUALS = 61

function quotedPrintableIn(body: string): Buffer {
  known(!/=(?!\r\n|[0-9A-F]{2})/.test(body))
  const lines = linesOf(body.replaceAll("=\r\n", ""))
  const bytes = Buffer.allocUnsafe(lines.length + 1)
  let size = 0
  for (let at = 0; at < lines.length; at += 1) {
    const code = lines.charCodeAt(at)
    if (code === EQUALS) {
      bytes[size++] = parseInt(lines.slice(at + 1, at + 3), 16)
      at += 2
    } else {
      bytes[size++] = code
    }
  }
  bytes[size++] = 10
  return bytes.subarray(0, size)
}

const TYPE = String.raw`[\w!#$&^.+-]+\/[\w!#$&^.+-]+`
const FILE_HEAD = new RegExp(
  [
    `^Content-Type: (${TYPE})(?:; name="[^"\\\\\r\n]*")?`,
    "Content-Disposition: (attachment|inline); (filename[ -~]+)",
    "Content-Transfer-Encoding: base64$",
  ].join("\r\n")
)
const CONTENT_ID = /\r\nContent-ID: <([\w.@+-]+)>(?=\r\n)/

/** A mail within a mail, dates for a calendar, and text in the place of a picture are more than files. */
const MORE_THAN_A_FILE = /^(?:(?:message|multipart)\/.*|text\/calendar|application\/ics)$/
const WORDS = /^text\/(?:plain|html)$/

function fileIn(part: string): ReadAttachment {
  const end = part.indexOf("\r\n\r\n")
  known(end > 0)
  const head = part.slice(0, end).replaceAll("\r\n ", " ")
  const contentId = CONTENT_ID.exec(head)?.[1] ?? null
  const [, given, disposition, filename] = FILE_HEAD.exec(head.replace(CONTENT_ID, "")) ?? []
  known(given && filename)
  const type = given.toLowerCase()
  known(!MORE_THAN_A_FILE.test(type) && (disposition === "attachment" || !WORDS.test(type)))
  return { name: filenameIn(filename), type, content: base64In(part.slice(end + 4)), contentId }
}

/** See content/mime/parameter.ts. */
function filenameIn(parameter: string): string {
  const [, plain] = /^filename="([^"\\]+)"$/.exec(parameter) ?? []
  const name = plain ?? encodedName(parameter.split("; "))
  // The other reader takes this for words in letters of another language, and that for a mark of their order.
  known(name && !name.includes("=?") && !name.startsWith("\ufeff"))
  return name
}

function encodedName(parameters: string[]): string {
  const pieces = parameters.map((parameter, n) => {
    const number = parameters.length > 1 ? `*${n}` : ""
    const opening = `filename${number}*=${n ? "" : "UTF-8''"}`
    const piece = parameter.slice(opening.length)
    known(parameter.startsWith(opening) && /^[A-Za-z0-9!#$&+\-.^_`|~%]+$/.test(piece))
    return piece
  })
  try {
    return decodeURIComponent(pieces.join(""))
  } catch {
    throw new OtherForm()
  }
}
