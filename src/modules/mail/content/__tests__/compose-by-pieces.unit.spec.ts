/**
 * A mail made of prepared pieces against the same mail made of its finished texts: byte for byte the same, also where
 * something becomes what it is only between two pieces. `DIFFERENTIAL=10000` compares more than the usual thousand.
 */
import { generateKeyPairSync } from "node:crypto"

import type { Variables } from "../../words"
import { createComposer, type OutgoingMail } from "../compose"
import { createDkimSigner } from "../mime/dkim"
import type { AttachedFile } from "../mime/file-part"
import { compileContent, type CompiledContent } from "../render"
import { createRandom } from "./support/random"

const COUNT = Number(process.env.DIFFERENTIAL ?? 1000)
const random = createRandom(2045)

/** They travel as they are, alone. */
const PLAIN = [
  ...[
    "",
    " ",
    "x",
    "hello, you",
    "\t",
    "=",
    "=_",
    ".",
    "\n",
    "\n\n",
    "\n.",
    ".\n",
    " \n",
    "<b>",
    `&"'`,
    "--",
  ],
  "z".repeat(499),
  `${"z".repeat(998)}\n`,
  "a line\n".repeat(2_000),
]
/** Not so, or only beside another one. */
const ODD = [
  ...["\r", "\r\n", "\n\r", "x\r", "\u0000", "\u000b", "é", "株式会社", "🎉", "\ud83c", "\udf89", "\ud800"],
  ...["\u3000", "\u00a0", "\ufeff", "\u2028", "z".repeat(999), "ü".repeat(400), "株\n".repeat(1_000)],
]
const OUTPUTS = [
  "{{ a }}",
  "{{ a }}",
  "{{ b }}",
  "{{ b | default: 'friend' }}",
  "{{ a | upcase }}",
  "{% if b %}{{ a }}\n{% endif %}",
  "{% assign c = a %}{{ c }}",
]

const FILES: AttachedFile[] = [
  { digest: "0".repeat(64), size: 3, filename: "株.pdf", content_type: "application/pdf", cid: null },
  { digest: "1".repeat(64), size: 3, filename: "logo.png", content_type: "image/png", cid: "logo" },
]

const compose = createComposer({
  from: { name: "Shop", address: "shop@example.com" },
  replyTo: null,
})
const { privateKey } = generateKeyPairSync("ed25519")
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString()
const signer = createDkimSigner([{ domain: "example.com", selector: "autumn", privateKey: pem }])

function words(most: number, isPlain: boolean, outputs: string[] = []): string {
  const choices = isPlain ? PLAIN : [...PLAIN, ...ODD]
  const word = () => random.pick(outputs.length && random.chance(0.4) ? outputs : choices)
  return Array.from({ length: random.integer(0, most) }, word).join("")
}

function content(): CompiledContent {
  const template = () => words(6, random.chance(0.6), OUTPUTS)
  return compileContent({
    subject: "For {{ a }}",
    html: random.chance(0.7) ? template() : null,
    text: template(),
  })
}

function message(mail: Pick<OutgoingMail, "subject" | "html" | "text">, files: AttachedFile[]) {
  const { bytes, places } = compose({
    ...mail,
    files,
    to: { address: "hanako@example.com" },
    messageId: "<mdlv_1@example.com>",
    date: new Date(1.7e12),
    headers: [],
  })
  return { signed: signer.sign(bytes).toString("latin1"), places }
}

function expectSame(compiled: CompiledContent, variables: Variables, files: AttachedFile[] = []): string {
  const { signed, places } = message(compiled.renderForWire(variables), files)
  const whole = message(compiled.render(variables), files)
  if (signed !== whole.signed) {
    expect({ variables, signed }).toEqual({ variables, signed: whole.signed })
  }
  expect(signed.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/)
  expect(places).toEqual(whole.places)
  return signed
}

/** How the body of a mail of text is encoded. */
function encodingOf(template: string, a: string): string {
  const compiled = compileContent({ subject: "", html: null, text: template })
  return /^Content-Transfer-Encoding: (.*)\r$/m.exec(expectSame(compiled, { a }))![1]!
}

it(`${COUNT} generated contents make the same mails by their pieces`, () => {
  for (let index = 0; index < COUNT; index++) {
    const compiled = content()
    for (let person = 0; person < 3; person++) {
      // A subject has an end.
      const a = words(2, random.chance(0.6)).slice(0, 900)
      const files = FILES.filter(() => random.chance(0.2))
      expectSame(compiled, { a, b: random.pick([a, "", null, 0, words(2, random.chance(0.6))]) }, files)
    }
  }
})

it("what arises between two pieces is seen", () => {
  expect(encodingOf(`${"z".repeat(600)}{{ a }}`, "z".repeat(398))).toBe("7bit")
  expect(encodingOf(`${"z".repeat(600)}{{ a }}`, "z".repeat(399))).toBe("quoted-printable")
  expect(encodingOf("株{{ a }}", "x")).not.toBe("7bit")
  expect(encodingOf("x{{ a }}", "株")).not.toBe("7bit")
  expect(encodingOf("x{{ a }}", "\r")).toBe("7bit")
  expect(encodingOf("x{{ a }}\ny", "\r")).toBe("7bit")
})

it("what was cut off at the start has no say", () => {
  const compiled = compileContent({ subject: "", html: "<p>Hello</p>", text: "{{ a }}\nHello" })
  const mail = expectSame(compiled, { a: "\u3000" })
  expect(mail.match(/Content-Transfer-Encoding: 7bit/g)).toHaveLength(2)
  expect(expectSame(compileContent({ subject: "", html: "x", text: "{{ a }}" }), { a: " \n" })).not.toContain(
    "multipart"
  )
})

it("a boundary that is put together of two pieces is encoded", () => {
  const compiled = compileContent({ subject: "", html: "x", text: "y" })
  const [, boundary] = /boundary="(.*)"/.exec(expectSame(compiled, {}))!
  expect(encodingOf(`${boundary!.slice(0, 9)}{{ a }}`, boundary!.slice(9))).toBe("quoted-printable")
})

it("what is written again later in a mail is that of the same person", () => {
  const compiled = compileContent({ subject: "{{ a }}", html: "{{ a }}{{ b }}{{ a }}", text: "{{ a }}" })
  const bodies = ["R&D", "O'Hara"].map((a) => compiled.renderForWire({ a, b: { c: 1 } }).html!.text)
  expect(bodies).toEqual(["R&amp;D[object Object]R&amp;D", "O&#39;Hara[object Object]O&#39;Hara"])
})
