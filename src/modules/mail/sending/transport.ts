/** The one way out that the options name. */
import type { MedusaError } from "@medusajs/framework/utils"

import { ApiTransport } from "../mail-apis/api-transport"
import type { MailOptions } from "../options"
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

/** RFC 5321's patience is for mail servers that look for viruses after the last dot; no API thinks so long. Milliseconds. */
const LONGEST_API_SILENCE = 60_000

/** Where mail leaves, for people; null if nothing is set. */
export function placeOf({ smtp, api }: MailOptions): { host: string; port: number } | null {
  if (api) {
    const { hostname, port, protocol } = new URL(api.url)
    return { host: hostname, port: Number(port) || (protocol === "https:" ? 443 : 80) }
  }
  return smtp ? { host: smtp.host, port: smtp.port } : null
}

export function noServer(): MedusaError {
  return notAllowed(
    "no_server",
    "No mail server is set: enter smtpUrl, smtp or api in the plugin's options in medusa-config.ts before anything can be sent."
  )
}

/** @throws MedusaError `not_allowed` if the options name none: see {@link placeOf}. */
export function createTransport(
  { smtp, api }: MailOptions,
  limits: TransportLimits,
  hooks?: PoolHooks
): Transport {
  const { connections, silence, setup } = limits
  if (api) {
    return new ApiTransport({ server: api, connections, silence: Math.min(silence, LONGEST_API_SILENCE) })
  }
  if (!smtp) {
    throw noServer()
  }
  const changes = { connections, socketTimeout: silence, ...(setup && { setupTimeout: setup }) }
  return createSmtpTransport(smtpOptions(smtp, changes), hooks)
}
