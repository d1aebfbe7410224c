/** Where mail that cannot be delivered comes back to. */
import { z } from "@medusajs/framework/zod"

import { parseAddress } from "../address/address"
import { LONGEST_BASE } from "../bounces/return-path"

/** @returns a sentence that continues after the name of the option; null if nothing is wrong. */
function faultOf(text: string): string | null {
  const parsed = parseAddress(text)
  if (!parsed.ok || parsed.international || parsed.address.startsWith('"')) {
    return "must be one e-mail address in plain letters, such as bounce@shop.example.com"
  }
  return parsed.address.lastIndexOf("@") > LONGEST_BASE
    ? `must have at most ${LONGEST_BASE} characters before the @, because each mail's own sign stands behind them`
    : null
}

const address = z.string().transform((given, ctx) => {
  const fault = faultOf(given)
  if (fault) {
    ctx.addIssue({ code: "custom", message: fault })
    return z.NEVER
  }
  const parsed = parseAddress(given)
  return parsed.ok ? parsed.address : z.NEVER
})

export const bounces = z.strictObject({
  /** Mail to `bounce+anything@…` must arrive there too. */
  address,
  /** Whether an address that turns out to be bad is flagged at once, or offered for a person to flag. */
  flag: z.enum(["by_hand", "automatic"]).default("by_hand"),
})

export const BOUNCES_NAMES = Object.keys(bounces.shape)
