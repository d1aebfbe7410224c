/** Where mail that cannot be delivered comes back to. */
import { z } from "@medusajs/framework/zod"

import { parseAddress } from "../address/address"
import { LONGEST_BASE } from "../bounces/return-path"
import { AFTERWARDS, mailboxServer } from "../intake/server"
import { TLS_SETTINGS } from "../smtp/options"
import { numeric, readBy, yesOrNo } from "./fields"
import { oauth2 } from "./smtp"

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

const text = z.string().trim().min(1)

const mailboxSettings = z.strictObject({
  host: z.string(),
  /** 993, or 143 with STARTTLS. */
  port: numeric(z.number().int().min(1).max(65_535)).optional(),
  tls: z.enum(TLS_SETTINGS).optional(),
  /** `false` accepts any certificate. */
  verify: yesOrNo.optional(),
  user: text,
  /** As it is, whatever characters it has. */
  password: z.string().optional(),
  /** In the place of the password, as in `smtp`. */
  oauth2: oauth2.optional(),
  /** Where returned mail arrives. */
  folder: text.default("INBOX"),
  /** What becomes of a report whose outcome is on record; whatever is none stays. */
  after: z.enum(AFTERWARDS).default("move"),
  /** Where it is moved to; made if it is missing. */
  processedFolder: text.default("Processed"),
  /** How often it is looked into, besides what the server tells by itself. */
  pollSeconds: numeric(z.number().min(1).max(600)).default(60),
})

export const MAILBOX_NAMES = Object.keys(mailboxSettings.shape)

export const bounces = z.strictObject({
  /** Mail to `bounce+anything@…` must arrive there too. */
  address,
  /** Whether an address that turns out to be bad is flagged at once, or offered for a person to flag. */
  flag: z.enum(["by_hand", "automatic"]).default("by_hand"),
  /** Read over IMAP. Without it returned mail is heard of over HTTP alone. */
  mailbox: mailboxSettings.transform(readBy(mailboxServer)).optional(),
})

export const BOUNCES_NAMES = Object.keys(bounces.shape)
