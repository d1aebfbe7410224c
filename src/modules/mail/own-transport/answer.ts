/** What a transport of the store's own said, read with distrust: it may be anything. */
import { z } from "@medusajs/framework/zod"

import { withoutSecrets } from "../formats/without-secrets"
import type { MailAnswer } from "./shape"

const words = z.string().optional()

const answer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted"), words }),
  z.object({ kind: z.literal("rejected"), forGood: z.boolean(), words }),
  z.object({ kind: z.literal("too_fast"), words }),
  z.object({ kind: z.literal("locked_out"), words }),
  z.object({ kind: z.literal("unreachable"), words }),
  z.object({ kind: z.literal("not_sent"), words }),
  z.object({ kind: z.literal("uncertain"), words }),
]) satisfies z.ZodType<MailAnswer>

/** @returns null for what is no answer. */
export function answerIn(value: unknown, secrets: readonly string[]): MailAnswer | null {
  try {
    const read = answer.parse(value)
    return { ...read, words: withoutSecrets(read.words ?? "", secrets) }
  } catch {
    return null
  }
}

/** What was thrown, in words: with the cause, in which `fetch` says all that it knows. */
export function wordsOf(thrown: unknown, secrets: readonly string[]): string {
  return withoutSecrets(said(thrown), secrets)
}

function said(thrown: unknown): string {
  try {
    if (!(typeof thrown === "object" && thrown !== null && "message" in thrown)) {
      return String(thrown)
    }
    const { message, cause } = thrown as { message: unknown; cause?: { message?: unknown; code?: unknown } }
    return [message, cause?.message || cause?.code]
      .filter((part) => typeof part === "string" && part)
      .join(": ")
  } catch {
    return "an error without words"
  }
}
