/** Which way mail leaves, as far as receivers look at it in DNS: whose servers, whose envelope, whose signature. */
import { domainOf } from "../address/address"
import type { DkimOptions } from "../content/mime/dkim"
import { signingKeys } from "../mail-apis/as-it-is"
import type { ApiServer } from "../mail-apis/options"
import type { SmtpServer } from "../smtp/options"
import { serviceOfHost, SERVICES, type SmtpService } from "../smtp/services"
import { canonical } from "./names"

/** What of the module's options decides it. */
export interface WayOptions {
  smtp?: SmtpServer
  api?: ApiServer
  dkim?: DkimOptions[]
  bounces?: { address: string }
}

export interface WayOut {
  service: SmtpService | null
  /** Of the mail server; null for a service's API, and if nothing is set. */
  host: string | null
  /** The domain that SPF is asked of; null if the service puts one of its own there. */
  envelope: string | null
  /** Ours; empty if we do not sign. */
  keys: DkimOptions[]
}

export function wayOut({ smtp, api, dkim, bounces }: WayOptions, senderDomain: string): WayOut {
  const service: SmtpService | null = api ? SERVICES[api.service] : smtp ? serviceOfHost(smtp.host) : null
  const ours = domainIn(bounces?.address) ?? senderDomain
  return {
    service,
    host: api ? null : (smtp?.host ?? null),
    envelope: envelopeOf(service, ours, smtp),
    keys: [...signingKeys({ api, dkim })],
  }
}

function domainIn(address: string | undefined): string | null {
  const domain = address === undefined ? null : domainOf(address)
  return domain === null ? null : canonical(domain)
}

function envelopeOf(service: SmtpService | null, ours: string, smtp?: SmtpServer): string | null {
  switch (service?.domain.envelope) {
    case "theirs":
      return null
    case "login":
      return domainIn(smtp?.auth?.user) ?? ours
    default:
      return ours
  }
}
