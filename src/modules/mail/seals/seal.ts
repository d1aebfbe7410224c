/**
 * What is sealed with the shop's secret: text that travels through strangers' hands and comes back. Whoever does not know
 * the secret can make none, and none that was made for one purpose passes for another.
 */
import { createHmac, timingSafeEqual } from "node:crypto"

/** Plain JSON. */
export interface Secrets {
  /** Without it nothing is sealed. */
  secret?: string
  /** Secrets of the past: what was sealed with them still counts. */
  previousSecrets?: readonly string[]
}

/** What the seal is for. It is sealed too. */
export type SealPurpose = "unsubscribe" | "return"

/** @param size - In bytes, up to 32. Eight cannot be guessed over a network, sixteen not at all. */
export function sealOf(secret: string, purpose: SealPurpose, text: string, size: number): Buffer {
  return createHmac("sha256", secret).update(`${purpose} ${text}`).digest().subarray(0, size)
}

/** Whether this seal was made for this text with one of the secrets. It takes as long for a wrong one as for the right one. */
export function isSealed(
  { secret, previousSecrets = [] }: Secrets,
  purpose: SealPurpose,
  text: string,
  given: Buffer,
  size: number
): boolean {
  return (
    secret !== undefined &&
    given.length === size &&
    [secret, ...previousSecrets].some((candidate) =>
      timingSafeEqual(given, sealOf(candidate, purpose, text, size))
    )
  )
}
