/**
 * What DNS says of the sender's domain, and whether receivers will be content with it: Gmail and Yahoo want of whoever sends
 * much mail SPF and DKIM, a DMARC record of whatever policy, and a From that goes with one of the two
 * (https://support.google.com/mail/answer/81126, https://senders.yahooinc.com/best-practices/).
 *
 * Nothing but DNS is asked, and only about the domain of the settings, what the options name beside it, and what those
 * domains' own records lead to. What could not be looked up is said to be just that.
 */
import { domainOf } from "../address/address"
import { type MailSettingsDTO, senderOf } from "../settings/settings"
import type { SenderStatus } from "../words/sender-findings"
import { DmarcTree } from "./dmarc"
import { lineOf, type SenderLine } from "./line"
import { dkimLines } from "./lines/dkim"
import { alignmentLine, policyLine } from "./lines/dmarc"
import { mxLine } from "./lines/mx"
import { spfLines } from "./lines/spf"
import { type LookupOptions, Lookups } from "./lookups"
import { canonical, isPublicName } from "./names"
import { type WayOptions, wayOut } from "./way-out"

export interface SenderCheckOptions extends WayOptions {
  dns?: LookupOptions
}

export interface SenderCheckDTO {
  address: string
  domain: string
  /** The domain that SPF is asked of; null if the mail service puts one of its own there. */
  envelope_domain: string | null
  /** The worst of all lines. */
  status: SenderStatus
  lines: SenderLine[]
  checked_at: Date
}

/**
 * Looks the domain of the sender's address up, in a few seconds at most.
 *
 * @throws MedusaError `not_allowed` without a sender.
 */
export async function checkSender(
  options: SenderCheckOptions,
  settings: MailSettingsDTO
): Promise<SenderCheckDTO> {
  const { address } = senderOf(settings).from
  const domain = canonical(domainOf(address) ?? "")
  const way = wayOut(options, domain)
  const lines = isPublicName(domain)
    ? await linesOf(options.dns ?? {}, way, domain)
    : [lineOf("mx", "not_public", domain)]
  return {
    address,
    domain,
    envelope_domain: way.envelope,
    status: worstOf(lines),
    lines,
    checked_at: new Date(),
  }
}

function worstOf(lines: SenderLine[]): SenderStatus {
  const has = (status: SenderStatus) => lines.some((line) => line.status === status)
  return has("mend") ? "mend" : has("unknown") ? "unknown" : "right"
}

async function linesOf(
  servers: LookupOptions,
  way: ReturnType<typeof wayOut>,
  domain: string
): Promise<SenderLine[]> {
  const lookups = new Lookups(servers)
  try {
    const tree = new DmarcTree(lookups)
    const mailDomains = new Set([domain, ...(way.envelope === null ? [] : [way.envelope])])
    const policy = tree.recordFor(domain)
    const lines = await Promise.all([
      Promise.all([...mailDomains].map((name) => mxLine(lookups, name))),
      spfLines(lookups, way, domain),
      dkimLines(lookups, way, domain),
      policy.then((found) => policyLine(found, domain)),
      policy.then((found) => alignmentLine(tree, found, way, domain)),
    ])
    return lines.flat()
  } finally {
    lookups.end()
  }
}
