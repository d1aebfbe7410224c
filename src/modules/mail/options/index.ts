/** The module's options, checked once when the store boots: a wrong one stops it with one clear sentence. */
import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"

import { isSesHost, SES_REWRITES } from "../smtp/amazon"
import { api, API_OPTION_NAMES } from "./api"
import { bounces, BOUNCES_NAMES, MAILBOX_NAMES } from "./bounces"
import { dkim, DKIM_NAMES } from "./dkim"
import { dns, DNS_NAMES } from "./dns"
import { withoutEmpty } from "./empty"
import { events, EVENTS_NAMES } from "./events"
import { faultsOf, type KnownNames, words } from "./faults"
import { numeric, yesOrNo } from "./fields"
import { headers } from "./headers"
import { trustedProxies } from "./proxies"
import { publicUrl } from "./public-url"
import { OAUTH2_NAMES, smtp, SMTP_NAMES, smtpUrl } from "./smtp"
import { transport, TRANSPORT_NAMES } from "./transport"

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
  /** Where mail leaves, as a URL. Without it or `smtp` everything can be prepared, but nothing can be sent. */
  smtpUrl: smtpUrl.optional(),
  /** The same in parts, for passwords that a URL would have to encode. */
  smtp: smtp.optional(),
  /** In the place of SMTP: the HTTP API of a mail service. */
  api: api.optional(),
  /** In the place of all of them: a module of the store's own. */
  transport: transport.optional(),
  /** Open connections to the SMTP server, per worker process: 10, or what the service is known to take. */
  connections: numeric(z.number().int().min(1).max(200)).optional(),
  /** Mails per second for the whole installation; unlimited if left out. */
  rate: numeric(z.number().positive()).optional(),
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
  /** Signs every mail, with one key or with each of several. Without it mail leaves unsigned, or the SMTP server signs it. */
  dkim: dkim.optional(),
  /** Whom the check of the sender's domain asks: the DNS servers of this machine without it. */
  dns: dns.optional(),
  /** Where mail that cannot be delivered comes back to, and what follows. Without it: to the sender, and nothing follows. */
  bounces: bounces.optional(),
  /** Mail services that may tell what became of mails, each by what it signs with. All others are off. */
  events: events.optional(),
  /** Headers of every mail, for the mail service behind the SMTP server. */
  headers: headers.default({}),
  /** The same for member mailings alone; they go before `headers` of the same name. */
  bulkHeaders: headers.default({}),
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

const CONNECTIONS = 10

const KNOWN: KnownNames = {
  "": Object.keys(schema.shape),
  smtp: SMTP_NAMES,
  api: API_OPTION_NAMES,
  transport: TRANSPORT_NAMES,
  "smtp.oauth2": OAUTH2_NAMES,
  dkim: DKIM_NAMES,
  dns: DNS_NAMES,
  bounces: BOUNCES_NAMES,
  "bounces.mailbox": MAILBOX_NAMES,
  "bounces.mailbox.oauth2": OAUTH2_NAMES,
  events: EVENTS_NAMES,
}

/** Two ways to say one thing could say two things. */
const optionsSchema = schema
  .refine(({ smtpUrl, smtp }) => !(smtpUrl && smtp), {
    path: ["smtp"],
    message: "give either smtp or smtpUrl, not both",
  })
  .refine(({ smtpUrl, smtp, api }) => !(api && (smtpUrl ?? smtp)), {
    path: ["api"],
    message: "stands in the place of smtp and smtpUrl: give one of them",
  })
  .refine(({ smtpUrl, smtp, api, transport }) => !(transport && (smtpUrl ?? smtp ?? api)), {
    path: ["transport"],
    message: "stands in the place of smtp, smtpUrl and api: give one of them",
  })
  .refine(({ bounces, secret }) => !bounces || secret, {
    path: ["bounces"],
    message: "needs secret too, which seals the addresses that mail comes back to",
  })
  .transform(({ smtpUrl, smtp, ...options }) => ({
    ...options,
    smtp: withName(smtp?.server ?? smtpUrl, options),
    connections: options.connections ?? smtp?.connections ?? options.transport?.connections ?? CONNECTIONS,
    rewrittenHeaders: isSes({ ...options, smtp, smtpUrl }) ? SES_REWRITES : [],
  }))

/** Whether mail goes to Amazon SES, whichever way that is said. */
function isSes({ smtp, smtpUrl, api }: Pick<z.infer<typeof schema>, "smtp" | "smtpUrl" | "api">): boolean {
  return [smtp?.service, api?.service].includes("ses") || isSesHost((smtp?.server ?? smtpUrl)?.host ?? "")
}

/** A server takes a client more seriously that has a name of its own. */
function withName<Server extends { name: string | null }>(
  server: Server | undefined,
  { publicUrl }: { publicUrl?: string }
): Server | undefined {
  return server && { ...server, name: server.name ?? nameOf(publicUrl) }
}

/** The host of the public address, if the world can know it by that name. */
function nameOf(publicUrl: string | undefined): string | null {
  const host = publicUrl ? new URL(publicUrl).hostname : ""
  return /\.[a-z][a-z0-9-]*$/i.test(host) ? host : null
}

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
