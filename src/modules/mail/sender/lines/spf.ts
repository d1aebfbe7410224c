/** The SPF record of the envelope's domain: whether receivers can read it, and whether it allows the way that mail takes. */
import { isIP } from "node:net"

import type { SenderFinding } from "../../words/sender-findings"
import { isPublicAddress } from "../addresses"
import { lineOf, type SenderLine, unansweredLine } from "../line"
import type { Lookups } from "../lookups"
import { isPublicName } from "../names"
import { oneSpfOf, spfForSome, spfOf, spfWith } from "../spf/mended"
import type { SpfRecord } from "../spf/record"
import { MOST_LOOKUPS, MOST_VOID, nodesOf, type SpfNode, type SpfTree, spfTree } from "../spf/tree"
import { verdictOn } from "../spf/verdict"
import type { WayOut } from "../way-out"

/**
 * One line of the record itself, and one of the way that mail takes. Where no record can be read there is nothing more to be
 * said of the way, and where receivers ask another domain none is missing.
 */
export async function spfLines(lookups: Lookups, way: WayOut, senderDomain: string): Promise<SenderLine[]> {
  const domain = way.envelope ?? senderDomain
  if (!isPublicName(domain)) {
    return [lineOf("spf", "not_public", domain)]
  }
  const [tree, server] = await Promise.all([spfTree(lookups, domain), serverOf(lookups, way)])
  const { state } = tree.root
  const lines: SenderLine[] = []
  if (state !== "missing" || way.envelope !== null) {
    lines.push(recordLine(tree, domain, way, server))
  }
  if (state === "found" || way.envelope === null || server.word === null) {
    lines.push(wayLine(tree, domain, way, server))
  }
  return lines
}

/** Who hands mail to receivers, and the word of a record that allows it; null if none is known. */
interface Server {
  word: string | null
  /** Of a mail server of one's own, those that the internet can see; null if none can be, or could be told. */
  addresses: string[] | null
  /** Why its addresses could not be told. */
  code?: string
}

async function serverOf(lookups: Lookups, { service, host }: WayOut): Promise<Server> {
  if (service) {
    return { word: `include:${service.domain.spf}`, addresses: null }
  }
  if (host === null || (!isIP(host) && !isPublicName(host))) {
    return { word: null, addresses: null }
  }
  if (isIP(host)) {
    return isPublicAddress(host)
      ? { word: `ip${isIP(host)}:${host}`, addresses: [host] }
      : { word: null, addresses: null }
  }
  const answer = await lookups.addresses(host)
  if (!answer.answered) {
    return { word: null, addresses: null, code: answer.code }
  }
  const addresses = answer.found.filter(isPublicAddress)
  return addresses.length ? { word: `a:${host}`, addresses } : { word: null, addresses: null }
}

function recordLine(tree: SpfTree, domain: string, { service }: WayOut, { word }: Server): SenderLine {
  const { root } = tree
  const found = textsOf(root)
  switch (root.state) {
    case "unanswered":
      return unansweredLine("spf", domain, root.code)
    case "found":
      return faultLine(tree, root, root.record, found)
    case "several":
      return lineOf("spf", "spf_several", domain, {
        found,
        record: oneSpfOf(root.texts, service && word ? [word] : []),
      })
    case "syntax":
      return lineOf("spf", "spf_syntax", domain, { found, values: { word: root.word, domain } })
    default:
      return lineOf("spf", "spf_missing", domain, { record: word === null ? null : spfOf([word]) })
  }
}

function textsOf(node: SpfNode): string[] {
  switch (node.state) {
    case "found":
      return [node.record.text]
    case "several":
      return node.texts
    case "syntax":
      return [node.text]
    default:
      return []
  }
}

/** Of a record that can be read: what is wrong with it as a whole, or further down. */
function faultLine(tree: SpfTree, root: SpfNode, record: SpfRecord, found: string[]): SenderLine {
  const { domain } = root
  const line = (finding: SenderFinding, values: SenderLine["values"], mended: string | null = null) =>
    lineOf("spf", finding, domain, { found, values, record: mended })
  if (record.mechanisms.some(({ kind, qualifier }) => kind === "all" && qualifier === "+")) {
    return line("spf_everybody", {}, spfForSome(record))
  }
  if (tree.lookups > MOST_LOOKUPS) {
    return line("spf_lookups", { count: tree.lookups, most: MOST_LOOKUPS })
  }
  const below = nodesOf(root).slice(1)
  for (const node of below) {
    switch (node.state) {
      case "missing":
        return line("spf_include_missing", { domain: node.domain })
      case "several":
        return line("spf_include_several", { domain: node.domain })
      case "loop":
        return line("spf_loop", { domain: node.domain })
      case "syntax":
        return line("spf_syntax", { word: node.word, domain: node.domain })
    }
  }
  const silent = below.find((node) => node.state === "unanswered")
  if (silent) {
    return unansweredLine("spf", silent.domain, silent.code)
  }
  return tree.empty > MOST_VOID
    ? line("spf_void", { count: tree.empty, most: MOST_VOID })
    : line("spf_right", { count: tree.lookups, most: MOST_LOOKUPS })
}

function wayLine(tree: SpfTree, domain: string, way: WayOut, server: Server): SenderLine {
  const { service, host } = way
  if (!service) {
    return host === null ? lineOf("spf_sender", "no_way_out", domain) : hostLine(tree, domain, host, server)
  }
  const { spf: include, source } = service.domain
  const details = { values: { service: service.label, include }, source }
  if (way.envelope === null) {
    return lineOf("spf_sender", "spf_at_service", domain, details)
  }
  if (nodesOf(tree.root).some((node) => node.domain === include)) {
    return lineOf("spf_sender", "spf_service_right", domain, details)
  }
  // A part that did not answer may name the service; so may a macro, with which some keep records short.
  return tree.macros || isIncomplete(tree)
    ? lineOf("spf_sender", "spf_unclear", domain, details)
    : lineOf("spf_sender", "spf_service_missing", domain, {
        ...details,
        record: recordWith(tree.root, server.word),
      })
}

function isIncomplete({ root, lookups }: SpfTree): boolean {
  return lookups > MOST_LOOKUPS || nodesOf(root).some(({ state }) => state === "unanswered")
}

function recordWith(root: SpfNode, word: string | null): string | null {
  return root.state === "found" && word !== null ? spfWith(root.record, word) : null
}

function hostLine(
  { root }: SpfTree,
  domain: string,
  host: string,
  { addresses, word, code }: Server
): SenderLine {
  if (code !== undefined) {
    return unansweredLine("spf_sender", host, code)
  }
  if (!addresses) {
    return lineOf("spf_sender", "spf_host_private", domain, { values: { host } })
  }
  const verdicts = addresses.map((address) => ({ address, said: verdictOn(root, address) }))
  const others = verdicts.filter(({ said }) => said !== "pass").map(({ address }) => address)
  const values = { service: host, host, addresses: addresses.join(", "), others: others.join(", ") }
  if (!others.length) {
    return lineOf("spf_sender", "spf_host_right", domain, { values })
  }
  if (verdicts.some(({ said }) => said === "unclear")) {
    return lineOf("spf_sender", "spf_unclear", domain, { values })
  }
  return others.length < verdicts.length
    ? lineOf("spf_sender", "spf_host_partly", domain, { values })
    : lineOf("spf_sender", "spf_host_missing", domain, { values, record: recordWith(root, word) })
}
