/** DMARC: which policy holds for mail of the sender, and whether the sender goes with SPF and DKIM. */
import type { DmarcTree, Found } from "../dmarc"
import { lineOf, type SenderLine, unansweredLine } from "../line"
import { canonical } from "../names"
import type { WayOut } from "../way-out"

/** What Gmail and Yahoo ask of bulk senders to begin with; it changes nothing for anybody's mail. */
const FIRST_RECORD = "v=DMARC1; p=none"

const nameAt = (domain: string) => `_dmarc.${domain}`

export function policyLine(found: Found, domain: string): SenderLine {
  switch (found.state) {
    case "unanswered":
      return unansweredLine("dmarc", nameAt(found.at), found.code)
    case "missing":
      return lineOf("dmarc", "dmarc_missing", nameAt(domain), { record: FIRST_RECORD })
    case "several":
      return lineOf("dmarc", "dmarc_several", nameAt(found.at), { found: found.texts })
    case "malformed":
      return lineOf("dmarc", "dmarc_malformed", nameAt(found.at), {
        found: [found.text],
        record: FIRST_RECORD,
      })
    case "found": {
      const inherited = found.at !== domain
      const policy = inherited ? found.record.below : found.record.policy
      return lineOf("dmarc", inherited ? "dmarc_inherited" : "dmarc_right", nameAt(found.at), {
        found: [found.record.text],
        values: { policy, domain: found.at },
      })
    }
  }
}

/** `relaxed`: they belong to one organisation, but are not the same, which a strict record wants. */
type Alignment = "aligned" | "relaxed" | "apart" | "open" | "unanswered"

/**
 * Whether From goes with the envelope's domain or that of a signature: one of the two is enough (RFC 9989, 5.3.5; Gmail and
 * Yahoo ask the same).
 */
export async function alignmentLine(
  tree: DmarcTree,
  found: Found,
  way: WayOut,
  domain: string
): Promise<SenderLine> {
  const record = found.state === "found" ? found.record : null
  const strict = record?.strict ?? { spf: false, dkim: false }
  const spf = await alignmentOf(tree, domain, way.envelope, strict.spf, record !== null)
  const dkim = way.keys.length
    ? await Promise.all(
        way.keys.map((key) => alignmentOf(tree, domain, canonical(key.domain), strict.dkim, record !== null))
      )
    : (["open"] as const)
  const all: Alignment[] = [spf, ...dkim]
  const values = {
    domain,
    spf: way.envelope ?? "–",
    dkim: way.keys.map((key) => canonical(key.domain)).join(", ") || "–",
  }
  const name = domain
  if (all.includes("aligned")) {
    const by = [spf === "aligned" && "SPF", dkim.some((one) => one === "aligned") && "DKIM"].filter(Boolean)
    return lineOf("alignment", "aligned", name, { values: { ...values, by: by.join(", ") } })
  }
  if (found.state === "unanswered" || all.includes("unanswered")) {
    return unansweredLine("alignment", nameAt(domain), found.state === "unanswered" ? found.code : undefined)
  }
  if (all.includes("open")) {
    return lineOf("alignment", "alignment_open", name, { values, source: way.service?.domain.source })
  }
  return all.includes("relaxed") && found.state === "found"
    ? lineOf("alignment", "aligned_if_relaxed", nameAt(found.at), {
        values,
        found: [found.record.text],
        record: relaxed(found.record.text),
      })
    : lineOf("alignment", "not_aligned", name, { values })
}

async function alignmentOf(
  tree: DmarcTree,
  from: string,
  other: string | null,
  strict: boolean,
  known: boolean
): Promise<Alignment> {
  if (other === null) {
    return "open"
  }
  if (other === from) {
    return "aligned"
  }
  const [one, two] = await Promise.all([tree.organisationOf(from), tree.organisationOf(other)])
  if (one === null || two === null) {
    return "unanswered"
  }
  if (one === two) {
    return strict ? "relaxed" : "aligned"
  }
  // Where no record is yet, the first one will say where the organisation begins.
  return !known && endOf(from) === endOf(other) ? "open" : "apart"
}

/** Domains of one organisation have this much in common at least. */
function endOf(domain: string): string {
  return domain.split(".").slice(-2).join(".")
}

/** The record without what makes it strict. */
function relaxed(text: string): string {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "" && !/^a(?:spf|dkim)\s*=/i.test(part))
    .join("; ")
}
