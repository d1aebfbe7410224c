/** What goes over the wire after DATA, compared with what the client library makes of the same. */
import DataStream from "nodemailer/lib/smtp-connection/data-stream"

import { doubleDots, DoubledPieces } from "../double-dots"

/** As the library would send it. */
function asTheLibrary(message: Buffer): Buffer {
  const stream = new DataStream()
  const pieces: Buffer[] = []
  stream.on("data", (piece: Buffer) => pieces.push(piece))
  stream.end(message)
  return Buffer.concat(pieces)
}

const ENTIRE = {
  "no dots": "Subject: a\r\n\r\nHello\r\n",
  "a dot at the very beginning": ".Subject: a\r\n",
  "dots at the beginning of lines": "a\r\n.\r\n..b\r\n.c\r\n",
  "lines of nothing but a dot, one after the other": ".\r\n.\r\n.\r\n",
  "dots elsewhere": "a.b\r\n c. \r\nd...\r\n",
  "no line end at the end": "a\r\n.b",
  "a dot as the last byte": "a\r\n.",
  "empty lines": "\r\n\r\n.\r\n\r\n",
  "bytes beyond ASCII": "件名: 新着\r\n.お知らせ\r\n",
}

const BROKEN = {
  "a bare LF": "a\nb\r\n",
  "a bare LF before a dot": "a\n.\r\nMAIL FROM:<b@c.d>\r\n",
  "a bare CR": "a\rb\r\n",
  "a bare CR before a dot": "a\r.\r\nb\r\n",
  "two CR": "a\r\r\nb\r\n",
  "LF and CR in the wrong order": "a\n\rb\r\n",
  "a LF at the very beginning": "\na\r\n",
  "a LF at the very beginning, and no CR anywhere": "\n.a",
  "a CR as the last byte": "a\r\nb\r",
  "a LF as the last byte": "a\r\nb\n",
}

it.each(Object.entries(ENTIRE))("%s: the same as the library makes of it", (_, text) => {
  const message = Buffer.from(text)
  expect(Buffer.concat(doubleDots(message)!).toString()).toBe(asTheLibrary(message).toString())
})

it.each(Object.entries(BROKEN))("%s: is not ours to mend", (_, text) => {
  expect(doubleDots(Buffer.from(text))).toBeNull()
})

/** Numbers that are the same in each run. */
function numbers(seed: number): (below: number) => number {
  return (below) => (seed = (seed * 48271) % 2147483647) % below
}

function anyMessage(pieces: readonly string[], next: (below: number) => number): Buffer {
  return Buffer.from(Array.from({ length: 1 + next(30) }, () => pieces[next(pieces.length)]).join(""))
}

it("any message of whole lines: the same as the library makes of it", () => {
  const next = numbers(7)
  for (let n = 0; n < 2_000; n++) {
    const message = anyMessage(["\r\n", ".", "..", "a", " ", "\t", "é", "\r\n.", "=2E"], next)
    expect(Buffer.concat(doubleDots(message)!).toString("latin1")).toBe(
      asTheLibrary(message).toString("latin1")
    )
  }
})

it("any message in pieces, cut anywhere: the same as the library makes of it in one", () => {
  const next = numbers(11)
  for (let n = 0; n < 2_000; n++) {
    const message = anyMessage(["\r\n", ".", "\r", "\n", "\n.", "\r.", "a", "é", "\r\n."], next)
    const doubled = new DoubledPieces()
    const sent: Buffer[] = []
    for (let at = 0; at < message.length;) {
      const end = at + 1 + next(4)
      sent.push(doubled.next(message.subarray(at, end)))
      at = end
    }
    sent.push(doubled.end())
    expect(Buffer.concat(sent).toString("latin1")).toBe(asTheLibrary(message).toString("latin1"))
  }
})
