/** What a mail server says that wants to do harm, or is broken: as rules of the test server, for any moment. */
import { MOST_BYTES } from "../../src/modules/mail/formats/readable"
import type { Rule } from "./smtp-server"

type Misbehaviour = Omit<Rule, "at">

const asBytes = (words: string | Buffer) => Buffer.from(words as string).toString("latin1")
const line = (words: string) => ({ raw: `${asBytes(words)}\r\n` })
const MEGABYTE = 1024 * 1024

/** Each is one way of answering that no client should come to grief by. */
export const HOSTILE: Record<string, Misbehaviour> = {
  "a NUL": line("550 5.1.1 \0"),
  "a NUL in a yes": line("250 \0 2.0.0 Ok"),
  "a NUL before everything": line("\x00250 Ok"),
  "escapes and letters that turn the line around": line("550 \x1b[2J\x1b]0;x\x07 \u202egpj\u202c \u2066x"),
  "half a letter": { raw: `${asBytes(Buffer.from("550 宛先不明").subarray(0, -1))}\r\n` },
  "half a letter in a yes": { raw: `${asBytes(Buffer.from("250 受理しました").subarray(0, -2))}\r\n` },
  "a megabyte in one line": { raw: `550 5.7.1 ${"x".repeat(MEGABYTE - 100)}\r\n` },
  "a megabyte in many lines": { raw: `${"550-5.7.1 no\r\n".repeat(MEGABYTE / 14 - 10)}550 5.7.1 no\r\n` },
  "a megabyte of yes": { raw: `${"250-yes\r\n".repeat(MEGABYTE / 9 - 10)}250 yes\r\n` },
  "a line without end": { raw: `550 ${"x".repeat(60_000)}`, endless: true },
  "lines without end": { raw: "250-there is more\r\n".repeat(3_000), endless: true },
  "empty lines without end": { raw: "\r\n".repeat(30_000), endless: true },
  "one letter now and then": { raw: `250 ${"slowly ".repeat(1_000)}`, dripMs: 20 },
  "a no, letter by letter": { raw: "550 5.1.1 no such user\r\n", dripMs: 2 },
  "a line feed alone": { raw: "550 5.1.1 no\n" },
  "no code": line("What do you want?"),
  "a code of one digit": line("2"),
  "a code that does not exist": line("999 never"),
  "a code of another step": line("354 go on"),
  "a code of the beginning": line("220 ready"),
  "two answers": line("250 2.0.0 Ok\r\n250 2.0.0 Ok"),
  "a yes and a no": line("250 2.0.0 Ok\r\n550 5.1.1 No such user"),
  "a no and a yes": line("550 5.1.1 No such user\r\n250 2.0.0 Ok"),
  "half an answer, and the end": { raw: "55", drop: true },
  "a no without its end, and the end": { raw: "550 5.7.1 no", drop: true },
}

const HARMFUL = /(?!\n)\p{Cc}|\p{Cs}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** Whether words can be stored and shown without harm. */
export function isReadable(words: string | null): boolean {
  return words === null || (!HARMFUL.test(words) && Buffer.byteLength(words) <= MOST_BYTES)
}
