/**
 * How mail leaves: which server, signed by whose keys, how much at once. Said once for the whole store, and once more by each
 * transport of its own (transports.ts).
 */
import { z } from "@medusajs/framework/zod"

import { isSesHost, SES_REWRITES } from "../smtp/amazon"
import { api, API_OPTION_NAMES } from "./api"
import { dkim, DKIM_NAMES } from "./dkim"
import type { KnownNames } from "./faults"
import { numeric } from "./fields"
import { headers } from "./headers"
import { OAUTH2_NAMES, smtp, SMTP_NAMES, smtpUrl } from "./smtp"
import { transport, TRANSPORT_NAMES } from "./transport"

const fields = z.strictObject({
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
  /** Signs every mail, with one key or with each of several. Without it mail leaves unsigned, or the SMTP server signs it. */
  dkim: dkim.optional(),
  /** Headers of every mail, for the mail service behind the SMTP server. */
  headers: headers.default({}),
  /** The same for member mailings alone; they go before `headers` of the same name. */
  bulkHeaders: headers.default({}),
})

type Said = z.infer<typeof fields>

export const wayOut = fields.shape

const CONNECTIONS = 10

export const WAY_OUT_KNOWN: KnownNames = {
  smtp: SMTP_NAMES,
  api: API_OPTION_NAMES,
  transport: TRANSPORT_NAMES,
  "smtp.oauth2": OAUTH2_NAMES,
  dkim: DKIM_NAMES,
}

/** Two ways to say one thing could say two things. */
export function checkOneWayOut({ smtpUrl, smtp, api, transport }: Said, ctx: z.RefinementCtx): void {
  const refuse = (option: string, message: string) =>
    ctx.addIssue({ code: "custom", path: [option], message })
  if (smtpUrl && smtp) {
    refuse("smtp", "give either smtp or smtpUrl, not both")
  }
  if (api && (smtpUrl ?? smtp)) {
    refuse("api", "stands in the place of smtp and smtpUrl: give one of them")
  }
  if (transport && (smtpUrl ?? smtp ?? api)) {
    refuse("transport", "stands in the place of smtp, smtpUrl and api: give one of them")
  }
}

export function hasWayOut({ smtpUrl, smtp, api, transport }: Said): boolean {
  return [smtpUrl, smtp, api, transport].some((way) => way !== undefined)
}

/** As the rest of the module sees it: complete, each field named, so that none of another way shows through. */
export function completed(said: Said, publicUrl: string | undefined) {
  const { smtpUrl, smtp, api, transport, rate, dkim, headers, bulkHeaders } = said
  return {
    smtp: withName(smtp?.server ?? smtpUrl, publicUrl),
    api,
    transport,
    connections: said.connections ?? smtp?.connections ?? transport?.connections ?? CONNECTIONS,
    rate,
    dkim,
    headers,
    bulkHeaders,
    rewrittenHeaders: isSes(said) ? SES_REWRITES : [],
  }
}

export type WayOut = ReturnType<typeof completed>

/** Whether mail goes to Amazon SES, whichever way that is said. */
function isSes({ smtp, smtpUrl, api }: Said): boolean {
  return [smtp?.service, api?.service].includes("ses") || isSesHost((smtp?.server ?? smtpUrl)?.host ?? "")
}

/** A server takes a client more seriously that has a name of its own. */
function withName<Server extends { name: string | null }>(
  server: Server | undefined,
  publicUrl: string | undefined
): Server | undefined {
  return server && { ...server, name: server.name ?? nameOf(publicUrl) }
}

/** The host of the public address, if the world can know it by that name. */
function nameOf(publicUrl: string | undefined): string | null {
  const host = publicUrl ? new URL(publicUrl).hostname : ""
  return /\.[a-z][a-z0-9-]*$/i.test(host) ? host : null
}
