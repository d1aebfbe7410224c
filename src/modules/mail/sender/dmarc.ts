/**
 * DMARC (RFC 9989): the record that holds for a domain, and whether two domains belong together. Both are found by a walk up
 * the tree of names, from a domain to the top; no list of public suffixes is needed, which would age in a package.
 */
import type { Lookups } from "./lookups"
import { isPublicName, upwards } from "./names"
import { tagsOf } from "./tags"

export const POLICIES = ["none", "quarantine", "reject"] as const
export type Policy = (typeof POLICIES)[number]

export interface DmarcRecord {
  text: string
  policy: Policy
  /** For domains below the one at which it stands. */
  below: Policy
  strict: { spf: boolean; dkim: boolean }
  /** Whether the domain is one under which others register theirs, or says that it is none. */
  suffix: "y" | "n" | null
}

export type Found =
  | { state: "found"; at: string; record: DmarcRecord }
  | { state: "missing" }
  | { state: "several"; at: string; texts: string[] }
  | { state: "malformed"; at: string; text: string }
  | { state: "unanswered"; at: string; code: string }

/** RFC 9989, 4.10: of a longer name the walk goes on with its last seven labels. */
const MOST_LABELS = 8

export function isDmarc(text: string): boolean {
  return /^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/.test(text)
}

/** @returns null if receivers would pass it over, or differ about it. */
export function readDmarc(text: string): DmarcRecord | null {
  const tags = tagsOf(text)
  const policy = policyOf(tags?.get("p"), "none")
  const below = policyOf(tags?.get("sp"), policy)
  const modes = [tags?.get("aspf") ?? "r", tags?.get("adkim") ?? "r"].map((mode) => mode.toLowerCase())
  // Without `p` it is `none` by RFC 9989, and no record by the rules before it.
  if (!tags?.has("p") || !policy || !below || modes.some((mode) => mode !== "r" && mode !== "s")) {
    return null
  }
  const suffix = tags.get("psd")?.toLowerCase()
  return {
    text,
    policy,
    below,
    strict: { spf: modes[0] === "s", dkim: modes[1] === "s" },
    suffix: suffix === "y" || suffix === "n" ? suffix : null,
  }
}

function policyOf(value: string | undefined, otherwise: Policy | null): Policy | null {
  return value === undefined ? otherwise : (POLICIES.find((one) => one === value.toLowerCase()) ?? null)
}

/** What is said at one name of the walk. */
interface Step {
  domain: string
  said: Found
}

export class DmarcTree {
  constructor(private readonly lookups: Lookups) {}

  /** The record that holds for mail from there: its own, that of the organisation above it, or that of the suffix. */
  async recordFor(domain: string): Promise<Found> {
    const steps = await this.walk(domain)
    const own = steps[0]!.said
    if (own.state !== "missing") {
      return own
    }
    const above = steps.slice(1).map(({ said }) => said)
    const silent = above.find(({ state }) => state === "unanswered")
    const at = organisationIn(steps)
    const inherited =
      steps.find(({ domain: name, said }) => name === at && said.state === "found")?.said ??
      above.find((said) => said.state === "found" && said.record.suffix === "y")
    return silent ?? inherited ?? above.find(({ state }) => state !== "missing") ?? own
  }

  /** The domain of the organisation that a domain belongs to; itself if nothing says more. Null if DNS did not answer. */
  async organisationOf(domain: string): Promise<string | null> {
    const steps = await this.walk(domain)
    return steps.some(({ said }) => said.state === "unanswered") ? null : (organisationIn(steps) ?? domain)
  }

  private walk(domain: string): Promise<Step[]> {
    const names = upwards(domain)
    const walked = names.length <= MOST_LABELS ? names : [names[0]!, ...names.slice(1 - MOST_LABELS)]
    return Promise.all(walked.map(async (name) => ({ domain: name, said: await this.at(name) })))
  }

  private async at(domain: string): Promise<Found> {
    const name = `_dmarc.${domain}`
    if (!isPublicName(name)) {
      return { state: "missing" }
    }
    const answer = await this.lookups.texts(name)
    if (!answer.answered) {
      return { state: "unanswered", at: domain, code: answer.code }
    }
    const texts = answer.found.filter(isDmarc)
    if (texts.length !== 1) {
      return texts.length ? { state: "several", at: domain, texts } : { state: "missing" }
    }
    const record = readDmarc(texts[0]!)
    return record
      ? { state: "found", at: domain, record }
      : { state: "malformed", at: domain, text: texts[0]! }
  }
}

/** RFC 9989, 4.10.2: where the walk meets a suffix, the domain before it; else the uppermost that has a record. */
function organisationIn(steps: Step[]): string | undefined {
  const found = steps.flatMap(({ domain, said }, index) =>
    said.state === "found" ? [{ domain, index, suffix: said.record.suffix }] : []
  )
  const end = found.find(({ suffix, index }) => suffix === "n" || (suffix === "y" && index > 0))
  if (end) {
    return end.suffix === "n" ? end.domain : steps[end.index - 1]!.domain
  }
  return found.at(-1)?.domain
}
