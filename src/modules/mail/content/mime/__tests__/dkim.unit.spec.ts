/** Signatures as an independent verifier sees them, over mails as the composer makes them. */
import { generateKeyPairSync, type KeyObject } from "node:crypto"

import { dkimVerify } from "mailauth/lib/dkim/verify"

import { SES_REWRITES } from "../../../smtp/amazon"
import { createRandom } from "../../__tests__/support/random"
import { createComposer } from "../../compose"
import { createDkimSigner } from "../dkim"

const COUNT = 300
const random = createRandom(6376)

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 })
const ed25519 = generateKeyPairSync("ed25519")

function keyOf(key: KeyObject, selector = "autumn") {
  const privateKey = key.export({ type: "pkcs8", format: "pem" }).toString()
  return { domain: "shop.test", selector, privateKey }
}

function signerWith(key: KeyObject) {
  return createDkimSigner([keyOf(key)]).sign
}

/** The DNS record that the shop would publish. */
function recordOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: "spki", format: "der" })
  const [type, key] = publicKey.asymmetricKeyType === "rsa" ? ["rsa", der] : ["ed25519", der.subarray(-32)]
  return `v=DKIM1; k=${type}; p=${key.toString("base64")}`
}

async function verify(message: Buffer, publicKey: KeyObject) {
  const { results } = await dkimVerify(message, {
    resolver: async (name: string) => {
      expect(name).toBe("autumn._domainkey.shop.test")
      return [[recordOf(publicKey)]]
    },
  })
  expect(results).toHaveLength(1)
  return results[0]!
}

const WORDS = [
  "hello",
  "株式会社",
  "山田 花子",
  "🎉",
  "naïve",
  "=",
  "--",
  ".",
  "..",
  "From",
  "z".repeat(400),
  "\u00a0",
]
const GAPS = [" ", " ", "  ", "\t", " \n", "\t\n", "\n", "\n\n", "\n.", "\n.\n", "\r\n \r\n"]
const ENDS = ["", "\n", "\n\n\n", " ", " \n \n", "\t", "\r\n\r\n"]

function words(most: number, gaps: readonly string[]): string {
  let text = ""
  for (let count = random.integer(0, most); count > 0; count--) {
    text += random.pick(WORDS) + random.pick(gaps)
  }
  return random.chance(0.4) ? text.replace(/[^\t\r\n -~]/g, "") : text
}

function message(index: number): Buffer {
  const replyTo = random.chance(0.5) ? { name: "返信", address: "reply@shop.test" } : null
  const compose = createComposer({
    from: { name: random.pick(["Shop", "株式会社サンプル"]), address: "shop@shop.test" },
    replyTo,
  })
  return compose({
    to: { name: random.pick([null, "山田 花子", "O'Hara, Pat"]), address: "hanako@x.test" },
    subject: words(20, [" ", "  ", "\t"]),
    text: words(random.pick([3, 100]), GAPS) + random.pick(ENDS),
    html: random.chance(0.5) ? `<p>${words(60, GAPS)}</p>${random.pick(ENDS)}` : null,
    messageId: `<mdlv_${index}@shop.test>`,
    date: new Date(1.7e12 + index * 1000),
    headers: [
      ["X-Mail-Delivery-Id", `mdlv_${index}`],
      ["List-Unsubscribe", `<https://shop.test/mail/unsubscribe/${"u".repeat(random.integer(1, 200))}>`],
      ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
    ],
  }).bytes
}

it(`an independent verifier accepts ${COUNT} generated mails, signed with RSA and with Ed25519`, async () => {
  const signers = [rsa, ed25519].map((pair) => ({ ...pair, sign: signerWith(pair.privateKey) }))
  for (let index = 0; index < COUNT; index++) {
    const original = message(index)
    for (const { sign, publicKey } of signers) {
      const signed = sign(original)
      const { status, signingDomain } = await verify(signed, publicKey)
      expect({ index, result: status.result, signingDomain }).toEqual({
        index,
        result: "pass",
        signingDomain: "shop.test",
      })
      expect(signed.subarray(-original.length).equals(original)).toBe(true)
    }
  }
}, 120_000)

/** An order mail as it leaves: with nothing that it could do without. */
function bareMessage(): Buffer {
  return createComposer({ from: { address: "shop@shop.test" }, replyTo: null })({
    to: { address: "hanako@x.test" },
    subject: "Your order",
    text: "Thank you.",
    html: "<p>Thank you.</p>",
    messageId: "<mdlv_1@shop.test>",
    date: new Date(1.7e12),
    headers: [],
  }).bytes
}

/** Whether the signature still holds for what arrives. */
async function holds(message: string): Promise<boolean> {
  const { status } = await verify(Buffer.from(message, "latin1"), rsa.publicKey)
  return status.result === "pass"
}

describe("a field that a stranger adds on the way breaks the signature, whichever of the two a reader would show", () => {
  it.each([
    "From: <evil@evil.test>",
    "To: <other@x.test>",
    "Cc: <other@x.test>",
    "Subject: You have won",
    "Date: Thu, 01 Jan 2026 00:00:00 +0000",
    "Message-ID: <another@evil.test>",
    "Reply-To: <evil@evil.test>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/alternative; boundary="other"',
    "Content-Transfer-Encoding: base64",
    "List-Unsubscribe: <https://evil.test/>",
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  ])("%s", async (field) => {
    for (const original of [message(3), bareMessage()]) {
      const signed = signerWith(rsa.privateKey)(original).toString("latin1")
      expect(await holds(signed)).toBe(true)
      expect(await holds(`${field}\r\n${signed}`)).toBe(false)
      expect(await holds(signed.replace("\r\n\r\n", `\r\n${field}\r\n\r\n`))).toBe(false)
    }
  })
})

it("what the way of a mail adds to every mail leaves the signature whole", async () => {
  const signed = signerWith(rsa.privateKey)(message(4)).toString("latin1")

  for (const field of [
    "Received: from a by b",
    "Feedback-ID: 1:SES",
    "X-SES-Outgoing: 1",
    "List-Id: <a.b>",
  ]) {
    expect(await holds(`${field}\r\n${signed}`)).toBe(true)
  }
})

describe("what a mail service writes anew", () => {
  /** As Amazon SES hands it on. */
  const handedOn = (signed: string) =>
    signed
      .replace(/\r\nDate: [^\r]*/, "\r\nDate: Thu, 01 Jan 2026 00:00:00 +0000")
      .replace(/\r\nMessage-ID: [^\r]*/i, "\r\nMessage-ID: <0100-1@email.amazonses.com>")
      .replace("\r\n\r\n", "\r\nFeedback-ID: ::1.eu-west-1.abc=:AmazonSES\r\nX-SES-Outgoing: 2026\r\n\r\n")

  it("is left out of the signature, which holds when it has changed; without that it breaks", async () => {
    for (const original of [message(7), bareMessage()]) {
      const { sign } = createDkimSigner([keyOf(rsa.privateKey)], SES_REWRITES)
      const signed = sign(original).toString("latin1")

      expect(await holds(signed)).toBe(true)
      expect(handedOn(signed)).not.toMatch(/<mdlv_|Nov 2023/)
      expect(await holds(handedOn(signed))).toBe(true)
      expect(await holds(handedOn(signerWith(rsa.privateKey)(original).toString("latin1")))).toBe(false)
    }
  })

  it("is all that is left out", async () => {
    const { sign } = createDkimSigner([keyOf(rsa.privateKey)], SES_REWRITES)
    const signed = sign(message(8)).toString("latin1")

    for (const field of ["From: <evil@evil.test>", "Subject: You have won", "Reply-To: <evil@evil.test>"]) {
      expect(await holds(`${field}\r\n${signed}`)).toBe(false)
    }
  })
})

it("a changed body or a changed one-click header is noticed", async () => {
  const signed = signerWith(rsa.privateKey)(message(2)).toString("latin1")

  expect(await holds(`${signed}And send money.\r\n`)).toBe(false)
  expect(await holds(signed.replace("List-Unsubscribe=One-Click", "List-Unsubscribe=Two-Clicks"))).toBe(false)
})

it("two keys sign twice, and either signature holds by itself", async () => {
  const { sign } = createDkimSigner([keyOf(rsa.privateKey, "autumn"), keyOf(ed25519.privateKey, "winter")])
  const records: Record<string, KeyObject> = {
    "autumn._domainkey.shop.test": rsa.publicKey,
    "winter._domainkey.shop.test": ed25519.publicKey,
  }

  const signed = sign(message(5))
  const { results } = await dkimVerify(signed, {
    resolver: async (name: string) => [[recordOf(records[name]!)]],
  })

  expect(results.map(({ selector, status }) => [selector, status.result])).toEqual([
    ["autumn", "pass"],
    ["winter", "pass"],
  ])
  expect(signed.toString().match(/ a=\S+-sha256;/g)).toEqual([" a=rsa-sha256;", " a=ed25519-sha256;"])
})

it("keeps the lines of its own field short", () => {
  const [field] = signerWith(rsa.privateKey)(message(6))
    .toString("latin1")
    .split(/\r\n(?! )/)

  expect(Math.max(...field!.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(90)
})

it("refuses a key that cannot sign mail, in a sentence", () => {
  const short = generateKeyPairSync("rsa", { modulusLength: 512 }).privateKey
  const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
  expect(() => signerWith(short)).toThrow("at least 1024 bits")
  expect(() => signerWith(curve)).toThrow("or an Ed25519 key")
  expect(() => createDkimSigner([{ domain: "a", selector: "b", privateKey: "nonsense" }])).toThrow(
    "cannot be read"
  )
})
