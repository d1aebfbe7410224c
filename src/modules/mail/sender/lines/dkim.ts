/** Signatures: whether receivers find the public half of each key that signs our mail. */
import type { DkimOptions } from "../../content/mime/dkim"
import { dkimFault, dkimRecordOf, isDkimKey } from "../dkim-key"
import { lineOf, type SenderLine, unansweredLine } from "../line"
import type { Lookups } from "../lookups"
import { canonical, isPublicName } from "../names"
import type { WayOut } from "../way-out"

export async function dkimLines(
  lookups: Lookups,
  { keys, service, host }: WayOut,
  senderDomain: string
): Promise<SenderLine[]> {
  if (keys.length) {
    return Promise.all(keys.map((key) => ownKeyLine(lookups, key)))
  }
  if (service) {
    return [await serviceLine(lookups, service, senderDomain)]
  }
  return host === null ? [] : [lineOf("dkim", "dkim_by_server", senderDomain, { values: { host } })]
}

async function ownKeyLine(lookups: Lookups, key: DkimOptions): Promise<SenderLine> {
  const name = canonical(`${key.selector}._domainkey.${key.domain}`)
  const record = dkimRecordOf(key.privateKey)
  if (!isPublicName(name)) {
    return lineOf("dkim", "not_public", name)
  }
  const answer = await lookups.texts(name)
  if (!answer.answered) {
    return unansweredLine("dkim", name, answer.code)
  }
  const { found } = answer
  if (found.length !== 1) {
    return lineOf("dkim", found.length ? "dkim_several" : "dkim_missing", name, { found, record })
  }
  const fault = dkimFault(found[0]!, key.privateKey)
  return fault
    ? lineOf("dkim", `dkim_${fault}`, name, { found, record })
    : lineOf("dkim", "dkim_right", name, { found })
}

/** Most services tell each customer another name; some tell all the same, and there we look. */
async function serviceLine(
  lookups: Lookups,
  { label, domain }: NonNullable<WayOut["service"]>,
  senderDomain: string
): Promise<SenderLine> {
  const names = (domain.selectors ?? []).map((selector) => `${selector}._domainkey.${senderDomain}`)
  const answers = await Promise.all(names.map((name) => lookups.texts(name)))
  const values = { service: label }
  const at = answers.findIndex((answer) => answer.answered && answer.found.some(isDkimKey))
  const answer = answers[at]
  return answer?.answered
    ? lineOf("dkim", "dkim_service_right", names[at]!, { values, found: answer.found })
    : lineOf("dkim", "dkim_at_service", names[0] ?? senderDomain, { values, source: domain.source })
}
