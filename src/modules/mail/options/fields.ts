/** Kinds of options. What comes from a variable is a text, so a number or a yes may be written as one. */
import { z } from "@medusajs/framework/zod"

/** Takes `"50"` for 50. */
export function numeric<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) => (typeof value === "string" && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value),
    schema
  )
}

const WORDS: Record<string, boolean> = { yes: true, no: false, true: true, false: false }

/** `true`, `false`, or their words. */
export const yesOrNo = z.preprocess(
  (value) => (typeof value === "string" ? (WORDS[value.trim().toLowerCase()] ?? value) : value),
  z.boolean({ error: "must be true or false" })
)

/** Turns a value into what it means; what `read` throws becomes the fault of this option. */
export function readBy<Value, Meaning>(read: (value: Value) => Meaning) {
  return (value: Value, ctx: z.RefinementCtx): Meaning => {
    try {
      return read(value)
    } catch (error) {
      ctx.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) })
      return z.NEVER
    }
  }
}
