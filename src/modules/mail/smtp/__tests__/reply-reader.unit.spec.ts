/** Replies come as the network cuts them. */
import { parseReply } from "../reply"
import { ReplyReader } from "../reply-reader"

/** All that a server says, in chunks of so many bytes. */
function readIn(size: number, said: Buffer): { replies: string[]; unfinished: string } {
  const reader = new ReplyReader()
  const replies: string[] = []
  for (let at = 0; at < said.length; at += size) {
    replies.push(...reader.read(said.subarray(at, at + size)))
  }
  return { replies, unfinished: reader.unfinished }
}

const SAID = Buffer.from(
  "250-first\r\n250 last\r\n\r\n\n550 5.1.1 宛先がありません\r\n354\n25 odd\r\nwords\r\n451-not\r\n451 do"
)

const inBytes = (words: string) => Buffer.from(words).toString("latin1")

it.each([1, 2, 3, 7, 1_000])("reads the same in chunks of %i bytes", (size) => {
  expect(readIn(size, SAID)).toEqual({
    replies: ["250-first\n250 last", inBytes("550 5.1.1 宛先がありません"), "354", "25 odd", "words"],
    unfinished: "451-not\n451 do",
  })
})

it.each([
  ["UTF-8", Buffer.from("550 café 宛先\r\n"), "550 café 宛先"],
  ["what is not UTF-8", Buffer.from("550 caf\xe9\r\n", "latin1"), "550 café"],
])("can be read by people: %s", (_, said, words) => {
  const [reply] = readIn(1, said).replies
  expect(parseReply(reply!, "mail").text).toBe(words)
})

it.each(["x", "250-more\r\n"])("says when a reply is longer than any can be: %j without end", (piece) => {
  const reader = new ReplyReader()
  const chunk = Buffer.from(piece.repeat(1_000))
  const read = (bytes: number) => {
    for (let at = 0; at < bytes; at += chunk.length) {
      expect(reader.read(chunk)).toEqual([])
    }
  }
  read(1_000_000)
  expect(reader.isTooLong).toBe(false)
  read(1_000_000)
  expect(reader.isTooLong).toBe(true)
})

it("counts only what has not ended", () => {
  const reader = new ReplyReader()
  const chunk = Buffer.from("250 ok\r\n".repeat(1_000))
  for (let read = 0; read <= 2 * 1024 * 1024; read += chunk.length) {
    expect(reader.read(chunk)).toHaveLength(1_000)
  }
  expect(reader.isTooLong).toBe(false)
})
