/**
 * The mails that arrived: what a list shows in memory, the raw messages one behind the other in a file, so that
 * a hundred thousand of them cost some 40 MB of memory.
 */
import fs from "node:fs"
import path from "node:path"

import { decodeWords } from "postal-mime"

export interface Mail {
  /** Counted from 1 in the order of arrival. */
  id: number
  /** Milliseconds since the epoch. */
  arrived: number
  /** The envelope's recipient. */
  to: string
  /** The From header, decoded. */
  from: string
  subject: string
  /** The `X-Mail-Delivery-Id` header, or null. */
  delivery_id: string | null
  size: number
}

export interface Page {
  count: number
  mails: Mail[]
}

interface Entry extends Mail {
  offset: number
  /** What the search looks at, in lower case. */
  haystack: string
}

export class Mailbox {
  private entries: Entry[] = []
  private file: number
  private end = 0

  /** Starts empty: what an earlier run left in the file is dropped. */
  constructor(file: string) {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    this.file = fs.openSync(file, "w+")
  }

  /** Stores one message for one recipient. Returns once it is in the file: then the sender may be told 250. */
  add(to: string, raw: Buffer): void {
    fs.writeSync(this.file, raw, 0, raw.length, this.end)
    const headers = readHeaders(raw, ["from", "subject", "x-mail-delivery-id"])
    const [from, subject] = [decode(headers.from), decode(headers.subject)]
    this.entries.push({
      id: this.entries.length + 1,
      arrived: Date.now(),
      to,
      from,
      subject,
      delivery_id: headers["x-mail-delivery-id"] ?? null,
      size: raw.length,
      offset: this.end,
      haystack: `${to}\n${from}\n${subject}`.toLowerCase(),
    })
    this.end += raw.length
  }

  /** The newest first. `search` looks into recipient, sender and subject. */
  list(search: string, offset: number, limit: number): Page {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean)
    const found = words.length
      ? this.entries.filter((entry) => words.every((word) => entry.haystack.includes(word)))
      : this.entries
    const end = Math.max(0, found.length - offset)
    const page = found.slice(Math.max(0, end - limit), end).reverse()
    return { count: found.length, mails: page.map(toMail) }
  }

  get(id: number): Mail | undefined {
    const entry = this.entries[id - 1]
    return entry && toMail(entry)
  }

  /** The message as it came in. */
  raw(id: number): Buffer | undefined {
    const entry = this.entries[id - 1]
    if (!entry) {
      return undefined
    }
    const buffer = Buffer.alloc(entry.size)
    fs.readSync(this.file, buffer, 0, entry.size, entry.offset)
    return buffer
  }

  /** Distinct delivery ids, and how many mails carried one: more of them means something came twice. */
  deliveryIds(): { ids: string[]; mails: number } {
    const all = this.entries.flatMap((entry) => entry.delivery_id ?? [])
    return { ids: [...new Set(all)], mails: all.length }
  }

  clear(): void {
    this.entries = []
    this.end = 0
    fs.ftruncateSync(this.file)
  }

  close(): void {
    fs.closeSync(this.file)
  }
}

function toMail({ id, arrived, to, from, subject, delivery_id, size }: Entry): Mail {
  return { id, arrived, to, from, subject, delivery_id, size }
}

/** Looks at the first 16 kB only: a full parse of each mail would make the inbox slower than the sender. */
function readHeaders(raw: Buffer, names: string[]): Record<string, string | undefined> {
  const end = raw.indexOf("\r\n\r\n")
  const head = raw
    .toString("utf8", 0, Math.min(end < 0 ? raw.length : end, 16_384))
    .replace(/\r\n[ \t]+/g, " ")
  const headers: Record<string, string | undefined> = {}
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":")
    const name = line.slice(0, colon).toLowerCase()
    if (names.includes(name)) {
      headers[name] ??= line.slice(colon + 1).trim()
    }
  }
  return headers
}

function decode(value = ""): string {
  return value.includes("=?") ? decodeWords(value) : value
}
