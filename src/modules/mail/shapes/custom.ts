/** Faults that only a shape of ours knows: each has a code, as everything that is refused. */
import type { z } from "@medusajs/framework/zod"

import type { GivenValues, RefusalCode } from "../refusals/refusal"

/**
 * For `refine`.
 *
 * @param words - Go on after the name of the field: "must be one line".
 */
export function unless<Code extends RefusalCode>(code: Code, words: string, ...[values]: GivenValues<Code>) {
  return { error: words, params: { code, values } }
}

/** For `superRefine`, of one field. */
export function refuse<Code extends RefusalCode>(
  context: z.RefinementCtx,
  field: string,
  code: Code,
  words: string,
  ...[values]: GivenValues<Code>
): void {
  context.addIssue({ code: "custom", path: [field], message: words, params: { code, values } })
}
