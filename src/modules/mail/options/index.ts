/** The module's options, checked once when the store boots: a wrong one stops it with one clear sentence. */
import { z } from "@medusajs/framework/zod"

import { MedusaError } from "../refusals/medusa-error"
import { bounces, BOUNCES_NAMES, MAILBOX_NAMES } from "./bounces"
import { dns, DNS_NAMES } from "./dns"
import { withoutEmpty } from "./empty"
import { events, EVENTS_NAMES } from "./events"
import { faultsOf, type KnownNames, words } from "./faults"
import { numeric, yesOrNo } from "./fields"
import { trustedProxies } from "./proxies"
import { publicUrl } from "./public-url"
import { OAUTH2_NAMES } from "./smtp"
import { transports, TRANSPORTS_KNOWN } from "./transports"
import { checkOneWayOut, completed, hasWayOut, WAY_OUT_KNOWN, wayOut } from "./way-out"

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

const secret = z.string().min(16, "must have at least 16 characters")

const schema = z.strictObject({
  ...wayOut,
  /** Further ways out, each for the mail of some sales channels or sender domains; all other mail leaves by the one above. */
  transports: transports.default([]),
  /** Member mails per calendar month; `null` is unlimited. */
  monthlyQuota: numeric(z.number().int().min(0)).nullable().default(null),
  /** The store's time zone: it decides when a month begins. */
  timezone: timezone.default("UTC"),
  /** The public address of this backend, for unsubscribe links: https://shop.example.com */
  publicUrl: publicUrl.optional(),
  /** Proxies before this process, as their number or their addresses: they say who a reader of the public page is. */
  trustedProxies: trustedProxies.default(0),
  /** Signs unsubscribe links. Keep it the same for years: links in old mails depend on it. */
  secret: secret.optional(),
  /** Secrets of the past, so that links in old mails still work after a change of `secret`. */
  previousSecrets: z.array(secret).default([]),
  /** Whom the check of the sender's domain asks: the DNS servers of this machine without it. */
  dns: dns.optional(),
  /** Where mail that cannot be delivered comes back to, and what follows. Without it: to the sender, and nothing follows. */
  bounces: bounces.optional(),
  /** Mail services that may tell what became of mails, each by what it signs with. All others are off. */
  events: events.optional(),
  /** Samples of one mailing that may be sent within an hour. */
  testMailsPerMailing: numeric(z.number().int().min(1)).default(20),
  /** Test mails that one person may send within an hour, of all mailings and of the settings together. */
  testMailsPerPerson: numeric(z.number().int().min(1)).default(60),
  /** Files that one mail may have, all together. */
  attachmentMegabytes: numeric(z.number().positive().max(100)).default(25),
  /** Delays before the first, second … retry of a deferred mail, in seconds. */
  retrySeconds: z.array(numeric(z.number().positive())).nonempty().optional(),
  /** A deferred mail is given up this long after its first deferral. */
  giveUpAfterHours: numeric(z.number().positive().max(168)).default(72),
  /** So many refusals in the same words, one after the other, pause a mailing or all sending. */
  pauseAfterAlike: numeric(z.number().int().min(2).max(1000)).default(20),
  /** What a mail said is forgotten so many months after it was sent; `null` keeps it for good. */
  retentionMonths: numeric(z.number().int().min(1)).nullable().default(null),
  /** How long a dispatcher holds what it has claimed without a sign of life. */
  leaseSeconds: numeric(z.number().min(1).max(3600)).default(60),
  /** How long an SMTP conversation may stay silent. RFC 5321 allows 10 minutes after the final dot. */
  smtpTimeoutSeconds: numeric(z.number().positive().max(900)).default(600),
  /** How often an idle dispatcher looks for work that no event told it of. */
  pollSeconds: numeric(z.number().positive().max(60)).default(3),
  /** Figures of sending over OpenTelemetry, for the store's `instrumentation.ts`. */
  metrics: yesOrNo.default(false),
  /** How long a stopping process waits for mails that are on a connection. */
  drainSeconds: numeric(z.number().positive().max(600)).default(20),
})

const KNOWN: KnownNames = {
  "": Object.keys(schema.shape),
  ...WAY_OUT_KNOWN,
  ...TRANSPORTS_KNOWN,
  dns: DNS_NAMES,
  bounces: BOUNCES_NAMES,
  "bounces.mailbox": MAILBOX_NAMES,
  "bounces.mailbox.oauth2": OAUTH2_NAMES,
  events: EVENTS_NAMES,
}

const optionsSchema = schema
  .superRefine(checkOneWayOut)
  .refine(({ bounces, secret }) => !bounces || secret, {
    path: ["bounces"],
    message: "needs secret too, which seals the addresses that mail comes back to",
  })
  .refine((said) => !said.transports.length || hasWayOut(said), {
    path: ["transports"],
    message:
      "needs a way out beside it, for the mail that none of them is for: set smtpUrl, smtp, api or transport too",
  })
  .transform(({ smtpUrl, smtp, transports, ...options }) => {
    const { publicUrl } = options
    return {
      ...options,
      ...completed({ ...options, smtpUrl, smtp }, publicUrl),
      transports: transports.map(({ name, salesChannels, senderDomains, sender, replyTo, ...said }) => ({
        name,
        salesChannels,
        senderDomains,
        sender,
        replyTo,
        ...completed(said, publicUrl),
      })),
    }
  })

/** Plugin options as the rest of the module sees them: complete and valid. */
export type MailOptions = z.infer<typeof optionsSchema>

/**
 * Checks the options of `medusa-config.ts` and fills in the defaults. Empty means not set.
 *
 * @param raw - As Medusa hands them over, with a `database` key injected, which is not ours.
 * @throws MedusaError (`invalid_argument`) that names each wrong option, and no value of any.
 */
export function parseOptions(raw: unknown): MailOptions {
  const given = { ...(raw as Record<string, unknown> | undefined), database: undefined }
  const parsed = optionsSchema.safeParse(withoutEmpty(given) ?? {}, { error: words })
  if (parsed.success) {
    return parsed.data
  }
  throw new MedusaError(
    MedusaError.Types.INVALID_ARGUMENT,
    `medusa-plugin-mail-delivery: wrong option in medusa-config.ts: ${faultsOf(parsed.error.issues, KNOWN).join("; ")}`
  )
}
