/** Whether mail to a domain arrives: answers of customers, and what comes back. */
import { lineOf, type SenderLine, unansweredLine } from "../line"
import type { Lookups } from "../lookups"
import { isPublicName } from "../names"

export async function mxLine(lookups: Lookups, domain: string): Promise<SenderLine> {
  if (!isPublicName(domain)) {
    return lineOf("mx", "not_public", domain)
  }
  const answer = await lookups.mailHosts(domain)
  if (!answer.answered) {
    return unansweredLine("mx", domain, answer.code)
  }
  const hosts = answer.found.filter(({ host }) => host !== "")
  // RFC 7505: one record that names the root says that no mail is taken.
  const finding = hosts.length ? "mx_right" : answer.found.length ? "mx_refuses" : "mx_missing"
  return lineOf("mx", finding, domain, {
    found: answer.found.map(({ host, priority }) => `${priority} ${host || "."}`),
  })
}
