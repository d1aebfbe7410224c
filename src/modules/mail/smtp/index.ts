/** SMTP as a transport: a pool of connections of nodemailer's own SMTP client, with outcomes that can be trusted. */
import type { SmtpOptions } from "./options"
import { type PoolHooks, SmtpPool } from "./pool"
import type { Transport } from "./transport"

export { type SmtpOptions, smtpOptions, type SmtpServer, type TlsUse } from "./options"
export { parseSmtpUrl } from "./url"

/** Creates the transport. Nothing is connected before the first message. */
export function createSmtpTransport(
  options: SmtpOptions,
  hooks: PoolHooks = { saysTooMany: () => false }
): Transport {
  return new SmtpPool(options, hooks)
}
