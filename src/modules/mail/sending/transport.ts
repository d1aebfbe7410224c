/** The one way out that the options name. */
import { ApiTransport } from "../mail-apis/api-transport"
import type { MailOptions } from "../options"
import { OwnTransport } from "../own-transport/own-transport"
import type { MedusaError } from "../refusals/medusa-error"
import { notAllowed } from "../refusals/refusal"
import { createSmtpTransport, smtpOptions } from "../smtp"
import type { PoolHooks } from "../smtp/pool"
import type { Transport } from "../smtp/transport"

export interface TransportLimits {
  connections: number
  /** Milliseconds that a conversation may stay silent, and that the beginning of one may take. Left out: as usual. */
  silence: number
  setup?: number
}

/** RFC 5321's patience is for mail servers that look for viruses after the last dot; nothing else thinks so long. Milliseconds. */
const LONGEST_SILENCE = 60_000

/** Where mail leaves, for people: a server, or the name of the store's own module, which has no port. */
export interface Place {
  host: string
  port: number | null
}

/** @returns null if nothing is set. */
export function placeOf({ smtp, api, transport }: MailOptions): Place | null {
  if (transport) {
    return { host: transport.name, port: null }
  }
  if (api) {
    const { hostname, port, protocol } = new URL(api.url)
    return { host: hostname, port: Number(port) || (protocol === "https:" ? 443 : 80) }
  }
  return smtp ? { host: smtp.host, port: smtp.port } : null
}

export function noServer(): MedusaError {
  return notAllowed(
    "no_server",
    "No mail server is set: enter smtpUrl, smtp, api or transport in the plugin's options in medusa-config.ts before anything can be sent."
  )
}

/** @throws MedusaError `not_allowed` if the options name none: see {@link placeOf}. */
export function createTransport(
  { smtp, api, transport }: MailOptions,
  limits: TransportLimits,
  hooks?: PoolHooks
): Transport {
  const { connections, silence, setup } = limits
  const common = { connections, silence: Math.min(silence, LONGEST_SILENCE) }
  if (transport) {
    return new OwnTransport({ module: transport, ...common })
  }
  if (api) {
    return new ApiTransport({ server: api, ...common })
  }
  if (!smtp) {
    throw noServer()
  }
  const changes = { connections, socketTimeout: silence, ...(setup && { setupTimeout: setup }) }
  return createSmtpTransport(smtpOptions(smtp, changes), hooks)
}
