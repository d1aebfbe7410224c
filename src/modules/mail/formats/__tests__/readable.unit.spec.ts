/** Words from outside, made fit to be kept and shown. */
import { MOST_BYTES, readable } from "../readable"

const asBytes = (words: string | Buffer) => Buffer.from(words as string).toString("latin1")

it.each<[string, string, string]>([
  ["an ordinary refusal", "550 5.1.1 User unknown", "550 5.1.1 User unknown"],
  [
    "several lines",
    "550-5.1.1 No such user.\r\n550 5.1.1 Look it up\r\n",
    "550-5.1.1 No such user.\n550 5.1.1 Look it up",
  ],
  ["Japanese", "550 5.1.1 宛先が見つかりません", "550 5.1.1 宛先が見つかりません"],
  ["an accent of Latin-1", "550 Boîte pleine", "550 Boîte pleine"],
  ["an emoji that is joined", "250 👩‍💻 ok", "250 👩‍💻 ok"],
])("%s stays as it is", (_what, words, read) => {
  expect(readable(words)).toBe(read)
})

it.each<[string, string, string]>([
  ["a NUL", "550 5.1.1 \0", "550 5.1.1"],
  ["a NUL between words", "550 no\0such user", "550 no such user"],
  ["an escape", "550 \x1b[31mred\x1b[0m", "550  [31mred [0m"],
  ["a carriage return that would write over the line", "550 bad\r250 fine", "550 bad\n250 fine"],
  ["a control letter of eight bits", "550 \x9b31mred, 宛先", "550  31mred, 宛先"],
  ["letters that turn the direction", "550 \u202egpj.exe\u202c \u2066x\u2069\u200f", "550 gpj.exe x"],
  ["invisible letters", "550 pay\u00adpal \u200b\ufeff\u{e0041}x, 宛", "550 paypal x, 宛"],
  ["half a surrogate", "550 \ud83d then \udca9", "550 \ufffd then \ufffd"],
  ["a separator of lines", "550 a\u2028b\u2029c", "550 a\nb\nc"],
])("%s does not get through", (_what, words, read) => {
  expect(readable(words)).toBe(read)
})

it("a reply that was cut in the middle of a letter is read as far as it goes", () => {
  const whole = Buffer.from("550 5.1.1 宛先が見つかりません")
  expect(readable(asBytes(whole.subarray(0, -1)))).toBe("550 5.1.1 宛先が見つかりませ\ufffd")
})

it("bytes that are no UTF-8 are left to whoever knows what they are", () => {
  expect(readable(asBytes(Buffer.from([0x35, 0x35, 0x30, 0x20, 0xe9, 0x20, 0xe8])))).toBe("550 é è")
})

it.each([
  ["ASCII", "550 " + "x".repeat(1024 * 1024)],
  ["letters of three bytes", "550 " + "宛".repeat(1024 * 1024)],
  ["letters of two halves", "550 " + "💩".repeat(1024 * 1024)],
  ["nothing but NULs", "550 ok" + "\0".repeat(1024 * 1024)],
])("a megabyte of %s is cut, and says so", (_what, words) => {
  const read = readable(words)
  expect(Buffer.byteLength(read)).toBeLessThanOrEqual(MOST_BYTES)
  expect(read).toMatch(/…$/)
  expect(read).not.toMatch(/\ufffd/)
})

it.each([
  [
    "809C04D67E7F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/openssl/ssl/record/ssl3_record.c:354:\n",
    "TLS: wrong version number",
  ],
  [
    "After the last byte: write EPROTO 00A8C1A0E7F00000:error:0A000119:SSL routines:tls_get_more_records:decryption failed or bad record mac:ssl/record/methods/tls_common.c:860:",
    "After the last byte: write EPROTO TLS: decryption failed or bad record mac",
  ],
  ["550 5.0.0 internal:error: 17", "550 5.0.0 internal:error: 17"],
])("OpenSSL's reason is left, without what differs from mail to mail: %j", (words, read) => {
  expect(readable(words)).toBe(read)
})
