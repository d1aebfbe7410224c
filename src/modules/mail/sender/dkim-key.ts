/** The public half of a key that signs our mail: the record that it needs, and whether one in DNS is it. */
import { createPublicKey, type KeyObject } from "node:crypto"

import { readDkimKey } from "../content/mime/dkim"
import { tagsOf } from "./tags"

export type KeyFault = "malformed" | "revoked" | "other_key" | "testing"

interface PublicKey {
  /** As the tag `k=` calls it. */
  kind: "rsa" | "ed25519"
  /** As it may stand in `p=`: for RSA with the name of its kind around it or without (RFC 6376, 3.6.1). */
  forms: Buffer[]
}

function publicKeyOf(privateKey: string): PublicKey {
  const key: KeyObject = createPublicKey(readDkimKey(privateKey))
  const spki = key.export({ type: "spki", format: "der" })
  // RFC 8463, 4.2: the 32 octets alone, which are the end of it.
  return key.asymmetricKeyType === "ed25519"
    ? { kind: "ed25519", forms: [spki.subarray(-32)] }
    : { kind: "rsa", forms: [spki, key.export({ type: "pkcs1", format: "der" })] }
}

/** What is to stand at `<selector>._domainkey.<domain>`. */
export function dkimRecordOf(privateKey: string): string {
  const { kind, forms } = publicKeyOf(privateKey)
  return `v=DKIM1; k=${kind}; p=${forms[0]!.toString("base64")}`
}

/** @returns what is wrong with a record for this key; null if signatures by the key hold. */
export function dkimFault(text: string, privateKey: string): KeyFault | null {
  const tags = tagsOf(text)
  const written = tags?.get("p")?.replace(/\s+/g, "")
  if (!tags || written === undefined || (tags.get("v") ?? "DKIM1") !== "DKIM1") {
    return "malformed"
  }
  if (written === "") {
    return "revoked"
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(written)) {
    return "malformed"
  }
  const { kind, forms } = publicKeyOf(privateKey)
  const bytes = Buffer.from(written, "base64")
  if ((tags.get("k") ?? "rsa").toLowerCase() !== kind || !forms.some((form) => form.equals(bytes))) {
    return "other_key"
  }
  const flags = list(tags.get("t"))
  const hashes = list(tags.get("h"))
  const services = list(tags.get("s"))
  if (hashes.length && !hashes.includes("sha256")) {
    return "malformed"
  }
  if (services.length && !services.some((service) => service === "*" || service === "email")) {
    return "malformed"
  }
  return flags.includes("y") ? "testing" : null
}

/** A key of anybody's that is in use. */
export function isDkimKey(text: string): boolean {
  return Boolean(tagsOf(text)?.get("p"))
}

function list(value: string | undefined): string[] {
  return (value ?? "")
    .split(":")
    .map((one) => one.trim().toLowerCase())
    .filter(Boolean)
}
