/** Signatures as an independent verifier sees them, over mails as the composer makes them. */
import { generateKeyPairSync, type KeyObject } from "node:crypto"

import { dkimVerify } from "mailauth/lib/dkim/verify"

import { createComposer } from "../compose"
import { createDkimSigner } from "../mime/dkim"
import { createRandom } from "./support/random"

const COUNT = 300
const random = createRandom(6376)

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 })
const ed25519 = generateKeyPairSync("ed25519")

function signerWith(key: KeyObject) {
  const privateKey = key.export({ type: "pkcs8", format: "pem" }).toString()
  return createDkimSigner({ domain: "shop.test", selector: "autumn", privateKey })
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
  })
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

it("signs the one-click header, and names From once more than it occurs", async () => {
  const head = signerWith(rsa.privateKey)(message(1)).toString("latin1")

  const names = /h=([^;]*);/.exec(head)![1]!.split(":")
  expect(names).toEqual(
    expect.arrayContaining(["List-Unsubscribe", "List-Unsubscribe-Post", "To", "Subject"])
  )
  expect(names.filter((name) => name === "From")).toHaveLength(2)
})

it("a changed body, a changed one-click header or a second From is noticed", async () => {
  const signed = signerWith(rsa.privateKey)(message(2)).toString("latin1")
  const forgeries = [
    `${signed}And send money.\r\n`,
    signed.replace("List-Unsubscribe=One-Click", "List-Unsubscribe=Two-Clicks"),
    signed.replace(/^Subject: /m, "From: <evil@evil.test>\r\nSubject: "),
  ]
  for (const forgery of forgeries) {
    const { status } = await verify(Buffer.from(forgery, "latin1"), rsa.publicKey)
    expect(status.result).not.toBe("pass")
  }
})

it("refuses a key that cannot sign mail, in a sentence", () => {
  const short = generateKeyPairSync("rsa", { modulusLength: 512 }).privateKey
  const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
  expect(() => signerWith(short)).toThrow("at least 1024 bits")
  expect(() => signerWith(curve)).toThrow("or an Ed25519 key")
  expect(() => createDkimSigner({ domain: "a", selector: "b", privateKey: "nonsense" })).toThrow(
    "cannot be read"
  )
})
