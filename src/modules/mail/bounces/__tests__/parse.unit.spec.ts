/**
 * What comes back, as mail servers write it: each sample says what it is, what became of whom, and why.
 *
 * `returned.txt`: `#### what`, then `#> kind action status recipient class id [recipients]`, then the message. A `-` stands
 * for nothing. What is "recorded" was written by these servers themselves about a mail of ours.
 */
import { readFileSync } from "node:fs"
import path from "node:path"

import fc from "fast-check"

import { findingOf } from "../class"
import { bounded, MOST_BYTES } from "../mime"
import { parseReturned } from "../parse"

const ID = "mdlv_01ARZ3NDEKTSV4RRFFQ69G5FAV_000000001"

/** The head of the mail that came back. */
const RETURNED = [
  "Received: from shop.example (shop.example [198.51.100.9])",
  "\tby mx.shop.example (Postfix) with ESMTPS id 5C1A",
  "From: Shop <shop@shop.example>",
  "To: Hanako <hanako@example.jp>",
  "Subject: News",
  `Message-ID: <${ID}@shop.example>`,
  `X-Mail-Delivery-Id: ${ID}`,
  "X-Mail-Delivery-Token: abcdefghij234567",
  "MIME-Version: 1.0",
].join("\n")

interface Sample {
  what: string
  expected: string[]
  bytes: Buffer
}

const SAMPLES: Sample[] = readFileSync(path.join(__dirname, "returned.txt"), "utf8")
  .split(/^#### /m)
  .slice(1)
  .map((block) => {
    const [what = "", expected = "", ...message] = block.split("\n")
    const text = message.join("\n").replace("{{RETURNED}}", RETURNED)
    return {
      what,
      expected: expected.replace("#> ", "").split(" "),
      bytes: Buffer.from(text.replaceAll("\n", "\r\n")),
    }
  })

const SAMPLE = Object.fromEntries(SAMPLES.map((sample) => [sample.what, sample.bytes]))

it("there are samples of every kind", () => {
  expect(SAMPLES.length).toBeGreaterThanOrEqual(60)
})

it.each(SAMPLES)("$what", async ({ expected, bytes }) => {
  const [kind, action, status, recipient, failureClass, id, count] = expected

  const said = await parseReturned(bytes)

  const [first] = said.recipients
  const isNo = first?.action === "failed" || first?.action === "delayed"
  expect({
    kind: said.kind,
    action: first?.action ?? "-",
    status: first?.status ?? "-",
    recipient: first?.recipient ?? "-",
    class: first && isNo ? findingOf(first).class : "-",
    id: said.deliveryId ?? "-",
    count: said.recipients.length,
  }).toEqual({
    kind,
    action,
    status,
    recipient,
    class: failureClass,
    id: id === "id" ? ID : "-",
    count: Number(count ?? (action === "-" ? 0 : 1)),
  })
})

it("tells where it came to, and by what it can be found", async () => {
  expect(await parseReturned(SAMPLE["Postfix: user unknown"]!)).toMatchObject({
    messageId: `<${ID}@shop.example>`,
    token: "abcdefghij234567",
    addresses: ["bounce+abcdefghij@shop.example"],
    reportId: "<20261126030000.5C1A@mx.shop.example>",
    head: expect.stringMatching(/^Return-Path: <>\r\nFrom: MAILER-DAEMON@mx\.shop\.example/),
    recipients: [
      {
        remote: "mx.example.jp",
        original: "hanako@example.jp",
        diagnostic:
          "550 5.1.1 <hanako@example.jp>: Recipient address rejected: User unknown in local recipient table " +
          "(in reply to RCPT TO command)",
      },
    ],
  })
})

it("finds the address of a complaint, and the sender's that was forged into nobody's report", async () => {
  expect((await parseReturned(SAMPLE["ARF: Yahoo"]!)).addresses).toContain("bounce+abcdefghij@shop.example")
  expect((await parseReturned(SAMPLE["A person answers"]!)).recipients).toEqual([])
})

describe("whatever a stranger sends", () => {
  /** Milliseconds, on a busy machine. */
  const PATIENCE = 10_000

  async function takes(bytes: Buffer): Promise<number> {
    const since = performance.now()
    await parseReturned(bytes)
    return performance.now() - since
  }

  const HEAD = "From: MAILER-DAEMON@mx.example.jp\r\nMIME-Version: 1.0\r\n"
  const nested = (levels: number) =>
    Array.from(
      { length: levels },
      (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\r\n\r\n--b${n}\r\n`
    ).join("")

  it.each<[what: string, make: () => Buffer]>([
    ["50 MB of text", () => Buffer.from(`${HEAD}\r\n${"a line of text\r\n".repeat(3_300_000)}`)],
    ["50 MB without a line end", () => Buffer.alloc(50_000_000, "a@b ")],
    [
      "10,000 parts",
      () =>
        Buffer.from(
          `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n` +
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nx\r\n".repeat(10_000)
        ),
    ],
    ["5,000 multiparts, one in the other", () => Buffer.from(HEAD + nested(5_000))],
    [
      "5,000 messages, one in the other",
      () => Buffer.from(HEAD + "Content-Type: message/rfc822\r\n\r\n".repeat(5_000)),
    ],
    ["100,000 headers", () => Buffer.from(`${"X-A: b\r\n".repeat(100_000)}\r\n`)],
    ["one header of 1 MB", () => Buffer.from(`To: ${"a@b.example, ".repeat(80_000)}\r\n\r\n`)],
    [
      "a report with 100,000 recipients",
      () =>
        Buffer.from(
          `${HEAD}Content-Type: message/delivery-status\r\n\r\nX: y\r\n\r\n` +
            "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n".repeat(100_000)
        ),
    ],
    [
      "a charset that nobody knows",
      () =>
        Buffer.from(`${HEAD}Content-Type: text/plain; charset=x-none\r\n\r\nHi. This is the qmail-send\r\n`),
    ],
    [
      "letters that are none",
      () =>
        Buffer.concat([Buffer.from(`${HEAD}\r\n<`), Buffer.alloc(200_000, 0xff), Buffer.from("@b>:\r\n")]),
    ],
    [
      "addresses without an end",
      () => Buffer.from(`${HEAD}\r\nHi. This is the qmail-send\r\n${"<a@".repeat(90_000)}`),
    ],
    ["spaces without an end", () => Buffer.from(`${HEAD}\r\nYour message${" ".repeat(200_000)}x`)],
    ["empty lines without an end", () => Buffer.from(`${HEAD}\r\nYour message${"\r\n".repeat(100_000)}x`)],
    ["dashes without an end", () => Buffer.from(`${HEAD}\r\n${"-".repeat(200_000)}\r\n`)],
    ...['"bounces', "<bounce-", '" postmaster.', "mail delivery ", " "].map(
      (piece): [string, () => Buffer] => [
        `${piece} without an end in the sender`,
        () => Buffer.from(`From: ${piece.repeat(250_000 / piece.length)}\r\n\r\nno`),
      ]
    ),
    ["one header that never ends", () => Buffer.from(`To: ${"a".repeat(240_000)}\r\n\r\n`)],
    [
      "brackets without an end",
      () => Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${"<".repeat(240_000)}`),
    ],
    ["nothing", () => Buffer.alloc(0)],
    ["zeros", () => Buffer.alloc(100_000)],
  ])("%s is read in a moment", async (_, make) => {
    expect(await takes(make())).toBeLessThan(PATIENCE)
  })

  it("never sees more of it than its front", () => {
    expect(bounded(Buffer.alloc(50_000_000, "a")).length).toBe(MOST_BYTES)
    expect(bounded(Buffer.from("--b\n".repeat(10_000))).length).toBeLessThan(1_000)
    expect(bounded(Buffer.from("\n".repeat(100_000))).length).toBe(5_000)
  })

  const cut = fc.record({
    sample: fc.constantFrom(...SAMPLES),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  const changed = fc.record({
    sample: fc.constantFrom(...SAMPLES),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 40 }),
  })
  const mixed = fc.tuple(fc.constantFrom(...SAMPLES), fc.constantFrom(...SAMPLES), fc.nat(), fc.nat())
  const SEED = Number(process.env.RETURNED_SEED ?? 20_261_126)
  const RUNS = { seed: SEED, numRuns: Number(process.env.RETURNED_CASES ?? 400) }

  /** It says something of the closed set, and nothing that could not be kept. */
  async function isRead(bytes: Buffer): Promise<void> {
    const said = await parseReturned(bytes)
    expect(["report", "complaint", "auto_reply", "other"]).toContain(said.kind)
    expect(said.kind === "report").toBe(said.kind !== "complaint" && said.recipients.length > 0)
    said.recipients.forEach((recipient) => findingOf(recipient))
  }

  it("is read when it was cut off anywhere", () =>
    fc.assert(
      fc.asyncProperty(cut, ({ sample: { bytes }, at }) => isRead(bytes.subarray(0, bytes.length * at))),
      RUNS
    ))

  it("is read when bytes of it were changed", () =>
    fc.assert(
      fc.asyncProperty(changed, ({ sample, changes }) => {
        const bytes = Buffer.from(sample.bytes)
        changes.forEach(([place, value]) => (bytes[place % bytes.length] = value))
        return isRead(bytes)
      }),
      RUNS
    ))

  it("is read when two were mixed up", () =>
    fc.assert(
      fc.asyncProperty(mixed, ([one, other, first, second]) =>
        isRead(
          Buffer.concat([
            one.bytes.subarray(0, first % (one.bytes.length + 1)),
            other.bytes.subarray(second % (other.bytes.length + 1)),
          ])
        )
      ),
      RUNS
    ))
})
