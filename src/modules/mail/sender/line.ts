/** One line of the check: what was looked for, what was found, and what should stand there. Plain JSON. */
import { readable } from "../formats/readable"
import type { SenderFinding, SenderStatus, SenderSubject } from "../words/sender-findings"

/** To be pasted into the domain's DNS. */
export interface DnsRecord {
  type: "TXT"
  name: string
  value: string
}

export interface SenderLine {
  about: SenderSubject
  status: SenderStatus
  finding: SenderFinding
  /** The name at which it stands, or should. */
  name: string
  /** What the finding speaks of: a service, a host, a word of the record … */
  values: Record<string, string | number>
  /** What DNS says there, made fit to be shown. */
  found: string[]
  /** What should stand there; null if nothing has to be changed, or only a person can say. */
  record: DnsRecord | null
  /** Where the mail service says what it wants. */
  source: string | null
}

type Details = Partial<Pick<SenderLine, "values" | "found" | "source">> & { record?: string | null }

/** What is shown of one domain's answers. */
const MOST_FOUND = 5
const LONGEST_FOUND = 500
const LONGEST_VALUE = 100

const STATUSES: Partial<Record<SenderFinding, SenderStatus>> = {
  mx_right: "right",
  spf_right: "right",
  spf_service_right: "right",
  spf_host_right: "right",
  dkim_right: "right",
  dkim_service_right: "right",
  dmarc_right: "right",
  dmarc_inherited: "right",
  aligned: "right",
  unanswered: "unknown",
  not_public: "unknown",
  spf_host_partly: "unknown",
  spf_host_private: "unknown",
  spf_unclear: "unknown",
  spf_at_service: "unknown",
  no_way_out: "unknown",
  dkim_at_service: "unknown",
  dkim_by_server: "unknown",
  alignment_open: "unknown",
}

/** @param record - The text of the TXT record that should stand at `name`. */
export function lineOf(
  about: SenderSubject,
  finding: SenderFinding,
  name: string,
  { values = {}, found = [], source = null, record = null }: Details = {}
): SenderLine {
  return {
    about,
    status: STATUSES[finding] ?? "mend",
    finding,
    name,
    values: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        typeof value === "number" ? value : shown(value, LONGEST_VALUE),
      ])
    ),
    found: found.slice(0, MOST_FOUND).map((text) => shown(text, LONGEST_FOUND)),
    record: record === null ? null : { type: "TXT", name, value: record },
    source,
  }
}

/** On one line, in letters that change nothing around them. */
function shown(text: string, most: number): string {
  const plain = readable(text.slice(0, 2 * most))
    .replace(/\s+/g, " ")
    .trim()
  const letters = [...plain]
  return letters.length > most || text.length > 2 * most ? `${letters.slice(0, most).join("")}…` : plain
}

/** DNS could not be asked: that says nothing about the domain. */
export function unansweredLine(about: SenderSubject, name: string, code?: string): SenderLine {
  return lineOf(about, "unanswered", name, { values: code === undefined ? {} : { code } })
}
