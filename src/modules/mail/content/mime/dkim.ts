/**
 * DKIM signatures (RFC 6376, RFC 8463) over our own finished messages: relaxed/relaxed, SHA-256. Written here because
 * nodemailer's signer sends unsigned, in silence, with a broken key, and leaves `List-Unsubscribe-Post` out of what it
 * signs, which RFC 8058 wants signed.
 */
import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto"

import { MedusaError } from "../../refusals/medusa-error"

/** Plain JSON, so that it can go to a sending thread. */
export interface DkimOptions {
  /** The domain that answers for the mail, `d=`. */
  domain: string
  /** `s=`: the public key is the TXT record of `<selector>._domainkey.<domain>`. */
  selector: string
  /** PEM. */
  privateKey: string
}

/** Returns the message with the signature in front. */
export type SignMessage = (message: Buffer) => Buffer

export interface DkimSigner {
  sign: SignMessage
  /**
   * The same for a message whose body comes in pieces, each a number of whole lines but for the last.
   *
   * @returns the signature alone, to be put in front.
   */
  signPieces(head: string, body: AsyncIterable<Buffer>): Promise<Buffer>
}

/**
 * Named once more than they occur, if they occur or not: a server that passes the mail on could else add a second one, which
 * some programs show instead of ours, and the signature would hold (RFC 6376, 8.15). Without a link of its own an order
 * mail must not get a forged one, nor anybody a `Cc`.
 */
const NOT_TWICE = [
  "From",
  "To",
  "Cc",
  "Subject",
  "Date",
  "Message-ID",
  "Reply-To",
  "MIME-Version",
  "Content-Type",
  "Content-Transfer-Encoding",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
]
/** Signed if they occur. Mail services on the way may add others of these. */
const SIGNED_IF_THERE = ["List-Id", "Feedback-ID", "Precedence", "Auto-Submitted", "X-Mail-Delivery-Id"]
/** Receivers take no less (RFC 8301, 3.2). */
const SHORTEST_RSA_KEY = 1024
const SIGNATURE_LINE = /.{1,74}/g

/**
 * Reads a private key that can sign mail.
 *
 * @throws MedusaError with a sentence that continues after the name of the option.
 */
export function readDkimKey(pem: string): KeyObject {
  const key = parseKey(pem)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType === "ed25519" || (key.asymmetricKeyType === "rsa" && bits >= SHORTEST_RSA_KEY)) {
    return key
  }
  throw new MedusaError(
    MedusaError.Types.INVALID_ARGUMENT,
    `must be an RSA key of at least ${SHORTEST_RSA_KEY} bits or an Ed25519 key, ` +
      `not ${bits ? `${bits} bits of ` : ""}${key.asymmetricKeyType ?? "this"}`
  )
}

function parseKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    // OpenSSL's own words ("DECODER routines::unsupported") help nobody.
    throw new MedusaError(
      MedusaError.Types.INVALID_ARGUMENT,
      "cannot be read: it must be a private key without passphrase, in PEM"
    )
  }
}

/**
 * Signs with each of the keys, as RFC 8463 advises for those who have one of the newer kind.
 *
 * @param rewritten - Headers that the mail service writes anew: signed, they would break the signature on the way.
 */
export function createDkimSigner(
  keys: readonly DkimOptions[],
  rewritten: readonly string[] = []
): DkimSigner {
  const signers = keys.map(signerOf)
  const left = new Set(rewritten.map((name) => name.toLowerCase()))
  const covered = (names: readonly string[]) => names.filter((name) => !left.has(name.toLowerCase()))
  const coverage = { notTwice: covered(NOT_TWICE), ifThere: covered(SIGNED_IF_THERE) }
  const signatures = (head: string, bodyHash: Buffer) => {
    const digest = digestOf(head, bodyHash.toString("base64"), coverage)
    return signers.map((sign) => Buffer.from(sign(digest), "latin1"))
  }
  return {
    sign: (message) => {
      const text = message.toString("latin1")
      const end = text.indexOf("\r\n\r\n")
      const bodyHash = sha256(relaxedBody(text.slice(end + 4)))
      return Buffer.concat([...signatures(text.slice(0, end), bodyHash), message])
    },
    signPieces: async (head, body) => Buffer.concat(signatures(head, await hashOfPieces(body))),
  }
}

/** Which headers are signed. */
interface Coverage {
  notTwice: readonly string[]
  ifThere: readonly string[]
}

function digestOf(head: string, bodyHash: string, { notTwice, ifThere }: Coverage): Digest {
  const fields = fieldsOf(head)
  const present = [...notTwice, ...ifThere].filter((name) => fields.has(name.toLowerCase()))
  return {
    // What is named and not there, or no longer, counts as empty: one that is added is noticed.
    names: inLines([...present, ...notTwice]),
    fields: present.map((name) => `${fields.get(name.toLowerCase())!}\r\n`).join(""),
    bodyHash,
  }
}

async function hashOfPieces(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const hash = createHash("sha256")
  let last = ""
  for await (const piece of body) {
    hash.update(relaxedLines(last), "latin1")
    last = piece.toString("latin1")
  }
  return hash.update(relaxedBody(last), "latin1").digest()
}

/** What all signatures of a message have in common. */
interface Digest {
  /** `h=` */
  names: string
  /** Those that are there, relaxed. */
  fields: string
  bodyHash: string
}

/** Makes the field of one key. @throws MedusaError if the key cannot sign mail */
function signerOf({ domain, selector, privateKey }: DkimOptions): (digest: Digest) => string {
  const key = readDkimKey(privateKey)
  const rsa = key.asymmetricKeyType === "rsa"
  const fixed = `v=1; a=${rsa ? "rsa" : "ed25519"}-sha256; c=relaxed/relaxed; d=${domain}; s=${selector}`
  // Ed25519 signs the digest (RFC 8463, 3), RSA the text whose digest it makes itself.
  const signatureOf = (text: string) =>
    rsa ? sign("sha256", Buffer.from(text, "latin1"), key) : sign(null, sha256(text), key)
  return ({ names, fields, bodyHash }) => {
    const value = `${fixed}; h=${names}; bh=${bodyHash}; b=`
    const signature = signatureOf(`${fields}dkim-signature:${value}`).toString("base64")
    return `DKIM-Signature: ${value.replace(/([;:]) /g, "$1\r\n ")}${folded(signature)}\r\n`
  }
}

const NAMES_IN_A_LINE = 4

/** A blank where a line may end. */
function inLines(names: readonly string[]): string {
  return names.map((name, index) => (index % NAMES_IN_A_LINE || !index ? "" : " ") + name).join(":")
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text, "latin1").digest()
}

function folded(signature: string): string {
  return (signature.match(SIGNATURE_LINE) ?? []).join("\r\n ")
}

/** Relaxed header fields (RFC 6376, 3.4.2) by name in small letters. Our messages have each field once. */
function fieldsOf(head: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const field of head.replace(/\r\n(?=[ \t])/g, "").split("\r\n")) {
    const colon = field.indexOf(":")
    const name = field.slice(0, colon).trim().toLowerCase()
    fields.set(
      name,
      `${name}:${field
        .slice(colon + 1)
        .replace(/[ \t]+/g, " ")
        .trim()}`
    )
  }
  return fields
}

/** RFC 6376, 3.4.4: blanks become one, at the end of lines none; empty lines at the end go. */
function relaxedBody(body: string): string {
  const even = relaxedLines(body)
  let end = even.length
  while (end >= 2 && even.startsWith("\r\n", end - 2)) {
    end -= 2
  }
  return end > 0 ? `${even.slice(0, end)}\r\n` : ""
}

function relaxedLines(body: string): string {
  return body.replace(/[ \t]+/g, " ").replaceAll(" \r\n", "\r\n")
}
