/**
 * Which of a transport's options no log may hold. Only the store's developer knows what they are, so all count as secrets but
 * those that plainly are none: else "the domain shop.example is not verified" would reach nobody.
 */

import { withoutSecrets } from "../formats/without-secrets"

const NAMED_SO = /pass|pwd|secret|token|key|auth|cred|login|sign|dsn|pin$/i
/** Hosts and addresses without anything in them, and short words such as a region or a stream. */
const PLAIN = [
  /^(?:https?:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?(?:\/[a-z0-9-]{0,20}){0,4}$/,
  /^[\w.+-]+@[a-z0-9.-]+$/,
]
const LONGEST_PLAIN = 60
const LONGEST_WORD = 20

/** Every text within, as {@link withoutSecrets} wants them. */
export function secretsIn(options: unknown, isNamedSo = false): string[] {
  if (typeof options === "string") {
    return isNamedSo || !isPlain(options) ? [options] : []
  }
  if (typeof options !== "object" || options === null) {
    return []
  }
  return Object.entries(options).flatMap(([name, value]) =>
    secretsIn(value, isNamedSo || NAMED_SO.test(name))
  )
}

/** An error that a transport threw where nothing of ours catches it, as a log may hold it. */
export function fitForLog(error: Error, options: unknown): Error {
  const secrets = secretsIn(options)
  const { message, stack = "" } = error
  return Object.assign(new Error(withoutSecrets(message, secrets)), { stack: withoutSecrets(stack, secrets) })
}

function isPlain(text: string): boolean {
  const isShort = text.length <= (/[.@/:]/.test(text) ? LONGEST_PLAIN : LONGEST_WORD)
  return isShort && PLAIN.some((pattern) => pattern.test(text))
}
