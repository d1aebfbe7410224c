/**
 * DKIM signatures (RFC 6376, RFC 8463) over our own finished messages: relaxed/relaxed, SHA-256. Written here because
 * nodemailer's signer sends unsigned, in silence, with a broken key, and leaves `List-Unsubscribe-Post` out of what it
 * signs, which RFC 8058 wants signed.
 */
import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto"

import { MedusaError } from "@medusajs/framework/utils"

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

/** Those of them that a message has are signed. */
const SIGNED_FIELDS = [
  "From",
  "To",
  "Subject",
  "Date",
  "Message-ID",
  "MIME-Version",
  "Content-Type",
  "Content-Transfer-Encoding",
  "Reply-To",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
  "X-Mail-Delivery-Id",
]
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

/** @throws MedusaError if the key cannot sign mail */
export function createDkimSigner({ domain, selector, privateKey }: DkimOptions): SignMessage {
  const key = readDkimKey(privateKey)
  const rsa = key.asymmetricKeyType === "rsa"
  const fixed = `v=1; a=${rsa ? "rsa" : "ed25519"}-sha256; c=relaxed/relaxed; d=${domain}; s=${selector}`
  // Ed25519 signs the digest (RFC 8463, 3), RSA the text whose digest it makes itself.
  const signatureOf = (text: string) =>
    rsa ? sign("sha256", Buffer.from(text, "latin1"), key) : sign(null, sha256(text), key)
  return (message) => {
    const text = message.toString("latin1")
    const end = text.indexOf("\r\n\r\n")
    const fields = fieldsOf(text.slice(0, end))
    const present = SIGNED_FIELDS.filter((name) => fields.has(name.toLowerCase()))
    const bodyHash = sha256(relaxedBody(text.slice(end + 4))).toString("base64")
    // From is named once more than it occurs: a second one, added later, would break the signature.
    const value = `${fixed}; h=${["From", ...present].join(":")}; bh=${bodyHash}; b=`
    const signed = present.map((name) => `${fields.get(name.toLowerCase())!}\r\n`).join("")
    const signature = signatureOf(`${signed}dkim-signature:${value}`).toString("base64")
    const field = `DKIM-Signature: ${value.replaceAll("; ", ";\r\n ")}${folded(signature)}\r\n`
    return Buffer.concat([Buffer.from(field, "latin1"), message])
  }
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
  const even = body.replace(/[ \t]+/g, " ").replaceAll(" \r\n", "\r\n")
  let end = even.length
  while (end >= 2 && even.startsWith("\r\n", end - 2)) {
    end -= 2
  }
  return end > 0 ? `${even.slice(0, end)}\r\n` : ""
}
