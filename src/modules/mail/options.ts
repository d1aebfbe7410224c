/** The module's options, checked once when the store boots: a wrong one stops it with one clear sentence. */
import { readFileSync } from "node:fs"

import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"

import { readDkimKey } from "./content/mime/dkim"
import { parseSmtpUrl } from "./dispatch/smtp"

/** A text that `parse` takes; what it throws is the message. */
function parsedBy(parse: (value: string) => unknown) {
  return (value: string, ctx: z.RefinementCtx) => {
    try {
      parse(value)
    } catch (error) {
      ctx.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) })
    }
  }
}

const smtpUrl = z.string().superRefine(parsedBy(parseSmtpUrl))

/** A PEM or the path of one; many `.env` files can hold line breaks only as `\n`. */
const privateKey = z
  .string()
  .transform((value, ctx) => {
    if (value.includes("-----BEGIN")) {
      return value.replaceAll("\\n", "\n")
    }
    try {
      return readFileSync(value, "utf8")
    } catch {
      ctx.addIssue({ code: "custom", message: "is neither a PEM nor a file that can be read" })
      return z.NEVER
    }
  })
  .superRefine(parsedBy(readDkimKey))

const dkim = z.strictObject({
  /** The domain that answers for the mail, as a rule that of the sender's address. */
  domain: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, "must be a domain such as example.com"),
  /** The public key is the TXT record of `<selector>._domainkey.<domain>`. */
  selector: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, "must be a name such as mail2026"),
  privateKey,
})

const timezone = z.string().refine(
  (value) => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: value })
      return true
    } catch {
      return false
    }
  },
  { message: "must be an IANA time zone such as Asia/Tokyo" }
)

const optionsSchema = z.object({
  /** Where mail leaves. Without it everything can be prepared, but nothing can be sent. */
  smtpUrl: smtpUrl.optional(),
  /** Open connections to the SMTP server, per worker process. */
  connections: z.number().int().min(1).max(200).default(10),
  /** Mails per second for the whole installation; unlimited if left out. */
  rate: z.number().positive().optional(),
  /** Member mails per calendar month; `null` is unlimited. */
  monthlyQuota: z.number().int().min(0).nullable().default(null),
  /** The store's time zone: it decides when a month begins. */
  timezone: timezone.default("UTC"),
  /** The public address of this backend, for unsubscribe links: https://shop.example.com */
  publicUrl: z
    .string()
    .regex(/^https?:\/\//, "must begin with https:// or http://")
    .optional(),
  /** Signs unsubscribe links. Keep it the same for years: links in old mails depend on it. */
  secret: z.string().min(16, "must have at least 16 characters").optional(),
  /** Secrets of the past, so that links in old mails still work after a change of `secret`. */
  previousSecrets: z.array(z.string().min(16, "must have at least 16 characters")).default([]),
  /** Signs every mail. Without it mail leaves unsigned, or the SMTP server signs it. */
  dkim: dkim.optional(),
  /** Delays before the first, second … retry of a deferred mail, in seconds. */
  retrySeconds: z.array(z.number().positive()).nonempty().optional(),
  /** A deferred mail is given up this long after its first deferral. */
  giveUpAfterHours: z.number().positive().max(168).default(72),
  /** What a mail said is forgotten so many months after it was sent; `null` keeps it for good. */
  retentionMonths: z.number().int().min(1).nullable().default(null),
  /** How long a dispatcher holds what it has claimed without a sign of life. */
  leaseSeconds: z.number().min(1).max(3600).default(60),
  /** How long an SMTP conversation may stay silent. RFC 5321 allows 10 minutes after the final dot. */
  smtpTimeoutSeconds: z.number().positive().max(900).default(600),
  /** How often an idle dispatcher looks for work that no event told it of. */
  pollSeconds: z.number().positive().max(60).default(3),
  /** How long a stopping process waits for mails that are on a connection. */
  drainSeconds: z.number().positive().max(600).default(20),
})

/** Plugin options as the rest of the module sees them: complete and valid. */
export type MailOptions = z.infer<typeof optionsSchema>

/**
 * Checks the options of `medusa-config.ts` and fills in the defaults.
 *
 * @param raw - As Medusa hands them over, with a `database` key injected, which is not ours.
 * @throws MedusaError (`invalid_argument`) that names each wrong option.
 */
export function parseOptions(raw: unknown): MailOptions {
  const parsed = optionsSchema.safeParse(raw ?? {})
  if (parsed.success) {
    return parsed.data
  }
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`)
  throw new MedusaError(
    MedusaError.Types.INVALID_ARGUMENT,
    `medusa-plugin-mail-delivery: wrong option in medusa-config.ts: ${faults.join("; ")}`
  )
}
