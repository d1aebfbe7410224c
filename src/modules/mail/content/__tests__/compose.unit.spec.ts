import { simpleParser } from "mailparser"
import PostalMime from "postal-mime"

import { piecesOf } from "../../smtp/message-pieces"
import { createComposer, type OutgoingMail } from "../compose"
import type { AttachedFile } from "../mime/file-part"
import { RenderError } from "../render"

const compose = createComposer({
  from: { name: "Example, Inc.", address: "shop@example.com" },
  replyTo: { address: "help@example.com" },
  headers: { "X-Mailer": "test" },
})

const base: OutgoingMail = {
  to: { name: "Hanako", address: "hanako@example.com" },
  subject: "News",
  html: null,
  text: "Hello",
  messageId: "<mdlv_1@example.com>",
  date: new Date("2026-11-24T01:02:03Z"),
  headers: [["X-Mail-Delivery-Id", "mdlv_1"]],
}

function message(mail: Partial<OutgoingMail>): string {
  return compose({ ...base, ...mail }).bytes.toString("latin1")
}

/** Header fields with their folding undone. */
function fields(raw: string): string[] {
  return raw
    .slice(0, raw.indexOf("\r\n\r\n"))
    .replace(/\r\n(?=[ \t])/g, "")
    .split("\r\n")
}

describe("a message", () => {
  it("is exactly this for a plain mail", () => {
    expect(message({})).toBe(
      [
        'From: "Example, Inc." <shop@example.com>',
        "Reply-To: <help@example.com>",
        "X-Mailer: test",
        "MIME-Version: 1.0",
        "To: Hanako <hanako@example.com>",
        "Subject: News",
        "Message-ID: <mdlv_1@example.com>",
        "Date: Tue, 24 Nov 2026 01:02:03 +0000",
        "X-Mail-Delivery-Id: mdlv_1",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
        "",
        "Hello",
        "",
      ].join("\r\n")
    )
  })

  it("has text first and HTML last in its alternatives", async () => {
    const raw = message({ html: "<p>Hello</p>" })
    expect(raw.indexOf("text/plain")).toBeLessThan(raw.indexOf("text/html"))
    expect(await PostalMime.parse(raw)).toMatchObject({ text: "Hello\n", html: "<p>Hello</p>\n" })
  })

  it("takes the encoding that suits the text", () => {
    const encoding = (text: string) => /Transfer-Encoding: (.*)\r/.exec(message({ text }))?.[1]
    expect(encoding("plain\n.dot\n" + "x".repeat(998))).toBe("7bit")
    expect(encoding("x".repeat(999))).toBe("quoted-printable")
    expect(encoding("Grüße an alle, die dies lesen")).toBe("quoted-printable")
    expect(encoding("control \u0000")).toBe("quoted-printable")
    expect(encoding("いつもお世話になっております。")).toBe("base64")
  })

  it("is ASCII with CRLF and no line beyond the limits, whatever is put in", () => {
    const wild = "ä".repeat(500) + "\r\r\n\n日本語\ud800 \t\n.\nx \u0000" + "y".repeat(3000)
    const raw = message({
      subject: wild,
      text: wild,
      html: wild,
      to: { name: wild, address: "hanako@example.com" },
      headers: [["X-Wild", wild]],
    })
    expect(raw).toMatch(/^[\r\n\t -~]*$/)
    expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/)
    expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(76)
  })
})

describe("header injection", () => {
  it("is impossible through subject, names and values", () => {
    const evil = "x\r\nBcc: evil@example.com\r\n\r\nbody\n\u0000\u2028"
    const raw = message({
      subject: evil,
      to: { name: evil, address: "hanako@example.com" },
      messageId: `<a>${evil}`,
      headers: [["X-A", evil]],
    })
    expect(fields(raw).map((field) => field.split(":")[0])).toEqual([
      "From",
      "Reply-To",
      "X-Mailer",
      "MIME-Version",
      "To",
      "Subject",
      "Message-ID",
      "Date",
      "X-A",
      "Content-Type",
      "Content-Transfer-Encoding",
    ])
  })

  it.each(["a@x, evil@y", "a@example.com\r\nBcc: b@example.com", "<a@example.com>", ""])(
    "a recipient such as %j is refused, not repaired",
    (address) => {
      expect(() => message({ to: { address } })).toThrow(expect.objectContaining({ field: "to" }))
      expect(() => message({ to: { address } })).toThrow(RenderError)
    }
  )

  it("a recipient beyond ASCII stands there in UTF-8, and one with stray dots in quotes", () => {
    const { bytes: international } = compose({ ...base, to: { address: "花子@例え.jp" } })
    expect(international.toString("utf8")).toContain("To: <花子@xn--r8jz45g.jp>\r\n")
    expect(message({ to: { address: "taro..y.@docomo.ne.jp" } })).toContain(
      'To: <"taro..y."@docomo.ne.jp>\r\n'
    )
  })

  it("a header's name is letters, digits and dashes", () => {
    expect(() => message({ headers: [["X: y\r\nBcc", "x"]] })).toThrow(RenderError)
  })
})

describe("header fields", () => {
  it("encode whole characters in words of at most 75 letters", async () => {
    for (let shift = 0; shift < 50; shift++) {
      const subject = "a".repeat(shift) + "🎉日本é".repeat(20)
      const raw = message({ subject })
      for (const word of raw.match(/=\?[^?]*\?B\?[^?]*\?=/g) ?? []) {
        expect(word.length).toBeLessThanOrEqual(75)
        const payload = Buffer.from(word.split("?")[3]!, "base64")
        expect(payload.toString("utf8")).not.toContain("\ufffd")
      }
      expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(76)
      expect((await PostalMime.parse(raw)).subject).toBe(subject)
    }
  })

  it("show what looks like an encoded word as it was written", async () => {
    const parsed = await PostalMime.parse(message({ subject: "=?UTF-8?B?eA==?= and more" }))
    expect(parsed.subject).toBe("=?UTF-8?B?eA==?= and more")
  })

  it("leave long links whole, as RFC 2369 fields need them", () => {
    const link = `<https://example.com/${"x".repeat(300)}>`
    expect(fields(message({ headers: [["List-Unsubscribe", link]] }))).toContain(`List-Unsubscribe: ${link}`)
  })

  it("write international domains in ASCII", () => {
    expect(fields(message({ to: { address: "a@日本語.jp" } }))).toContain("To: <a@xn--wgv71a119e.jp>")
  })

  it("take a Message-ID with or without its brackets", () => {
    expect(fields(message({ messageId: "m@example.com" }))).toContain("Message-ID: <m@example.com>")
  })
})

describe("the boundary", () => {
  it("does not occur in a text that tries to contain it", async () => {
    const boundary = /boundary="(.*)"/.exec(message({ html: "<p>x</p>" }))![1]!
    const text = `a\n--${boundary}\nContent-Type: text/html\n\nb\n--${boundary}--`
    const parsed = await PostalMime.parse(message({ text, html: "<p>x</p>" }))
    expect(parsed.text?.trimEnd()).toBe(text)
    expect(parsed.html?.trimEnd()).toBe("<p>x</p>")
  })
})

describe("files", () => {
  const file = (filename: string, changes: Partial<AttachedFile> = {}): AttachedFile => ({
    digest: "d",
    size: 3,
    filename,
    content_type: "application/pdf",
    cid: null,
    ...changes,
  })

  /** As it leaves, each file being "abc". */
  async function sent(mail: Partial<OutgoingMail>): Promise<Buffer> {
    const { bytes, places } = compose({ ...base, ...mail })
    const files = places.map(({ at, file: { size } }) => ({
      at,
      size,
      read: async () => Buffer.from("abc"),
    }))
    const pieces: Buffer[] = []
    for await (const piece of piecesOf(bytes, files)) {
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  }

  it.each([
    "invoice.pdf",
    "請求書 2026年11月分（控え）.pdf",
    "Rechnung für Müller & Söhne – 100 %.pdf",
    "فاتورة.pdf",
    "😀".repeat(40),
    'a "quoted" \\ name; with=all*of\'it.pdf',
    `${"long ".repeat(35)}.pdf`,
    "名".repeat(150),
  ])("keep their names, whoever reads them: %s", async (filename) => {
    const bytes = await sent({ files: [file(filename)] })
    const [ours] = (await PostalMime.parse(bytes)).attachments
    const [theirs] = (await simpleParser(bytes)).attachments
    expect([ours!.filename, theirs!.filename]).toEqual([filename, filename])
    expect(
      bytes
        .toString("latin1")
        .split("\r\n")
        .filter((line) => line.length > 998 || /[^ -~]/.test(line))
    ).toEqual([])
  })

  it("stand beside the HTML that shows them, after the words otherwise, and once each", async () => {
    const files = [file("a.pdf"), file("logo.png", { cid: "logo", content_type: "image/png" })]
    const both = (await sent({ html: '<img src="cid:logo">', files })).toString()
    const types = [...both.matchAll(/^Content-Type: ([^;\r]+)/gm)].map(([, type]) => type)
    expect(types).toEqual([
      "multipart/mixed",
      "multipart/alternative",
      "text/plain",
      "multipart/related",
      "text/html",
      "image/png",
      "application/pdf",
    ])
    const parsed = await PostalMime.parse(both)
    expect(parsed.text?.trimEnd()).toBe("Hello")
    expect(parsed.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer).toString())).toEqual([
      "abc",
      "abc",
    ])
    // Of a mail without HTML nothing shows them.
    expect((await sent({ files })).toString()).not.toContain("multipart/related")
  })
})
