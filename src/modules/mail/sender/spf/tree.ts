/**
 * The SPF record of a domain with all that it names, looked up as a whole. A receiver stops at the first word that fits; who
 * publishes a record wants to know what it comes to in the worst case, for every mail.
 *
 * Records of others are read on the way: one may name itself, or thousands. So the questions that a record asks are counted
 * as receivers count them (RFC 7208, 4.6.4), and beyond some more than they take nothing is followed any further.
 */
import type { Answer, Lookups } from "../lookups"
import { canonical, isPublicName } from "../names"
import { hasMacro, isSpf, type Mechanism, readSpf, type SpfRecord } from "./record"

/** Receivers answer `permerror` beyond these. */
export const MOST_LOOKUPS = 10
export const MOST_VOID = 2
/** Counted to here, to tell how far beyond a record is. */
const COUNTED = 30
/** RFC 7208, 4.6.4: of one `mx`. */
const MOST_MAIL_HOSTS = 10

export type SpfNode = { domain: string } & (
  | {
      state: "found"
      record: SpfRecord
      /** By the word that led there. */
      below: Map<Mechanism | "redirect", SpfNode>
      /** What `a` and `mx` stand for. */
      hosts: Map<Mechanism, Answer<string>>
    }
  | { state: "missing" | "loop" }
  | { state: "several"; texts: string[] }
  | { state: "syntax"; text: string; word: string }
  | { state: "unanswered"; code: string }
)

export interface SpfTree {
  root: SpfNode
  /** Questions of the worst case, counted up to some more than receivers take. */
  lookups: number
  /** Of those that were asked, how many had nothing for an answer. */
  empty: number
  /** Some words are only known for one mail. */
  macros: boolean
}

export async function spfTree(lookups: Lookups, domain: string): Promise<SpfTree> {
  const tree: Omit<SpfTree, "root"> = { lookups: 0, empty: 0, macros: false }
  const root = await new Walk(lookups, tree).visit(canonical(domain), [])
  return { root, ...tree }
}

class Walk {
  constructor(
    private readonly lookups: Lookups,
    private readonly tree: Omit<SpfTree, "root">
  ) {}

  async visit(domain: string, path: string[]): Promise<SpfNode> {
    if (path.includes(domain)) {
      return { domain, state: "loop" }
    }
    if (!isPublicName(domain)) {
      return { domain, state: "missing" }
    }
    const answer = await this.lookups.texts(domain)
    if (!answer.answered) {
      return { domain, state: "unanswered", code: answer.code }
    }
    const texts = answer.found.filter(isSpf)
    if (texts.length !== 1) {
      return texts.length ? { domain, state: "several", texts } : { domain, state: "missing" }
    }
    const text = texts[0]!
    const read = readSpf(text)
    return read.ok
      ? this.follow(domain, read.record, [...path, domain])
      : { domain, state: "syntax", text, word: read.word }
  }

  private async follow(domain: string, record: SpfRecord, path: string[]): Promise<SpfNode> {
    const node = {
      domain,
      state: "found" as const,
      record,
      below: new Map<Mechanism | "redirect", SpfNode>(),
      hosts: new Map<Mechanism, Answer<string>>(),
    }
    const work = record.mechanisms.map((mechanism) => this.take(mechanism, node, path))
    const target = record.mechanisms.some(({ kind }) => kind === "all") ? null : record.redirect
    if (target !== null && this.counts(target)) {
      work.push(this.visit(canonical(target), path).then((below) => void node.below.set("redirect", below)))
    }
    await Promise.all(work)
    return node
  }

  private async take(
    mechanism: Mechanism,
    node: Extract<SpfNode, { state: "found" }>,
    path: string[]
  ): Promise<void> {
    const { kind } = mechanism
    if (kind === "all" || kind === "ip") {
      return
    }
    const target = mechanism.domain ?? node.domain
    if (!this.counts(target)) {
      return
    }
    if (kind === "include") {
      node.below.set(mechanism, await this.visit(canonical(target), path))
    } else if (kind === "a" || kind === "mx") {
      const hosts = await this.hostsOf(kind, target)
      this.tree.empty += hosts.answered && !hosts.found.length ? 1 : 0
      node.hosts.set(mechanism, hosts)
    }
  }

  /** One question more. @returns whether it is to be asked. */
  private counts(target: string): boolean {
    this.tree.lookups += 1
    const macro = hasMacro(target)
    this.tree.macros ||= macro
    return !macro && this.tree.lookups <= COUNTED
  }

  private async hostsOf(kind: "a" | "mx", name: string): Promise<Answer<string>> {
    if (!isPublicName(name)) {
      return { answered: true, found: [] }
    }
    if (kind === "a") {
      return this.lookups.addresses(name)
    }
    const mail = await this.lookups.mailHosts(name)
    if (!mail.answered) {
      return mail
    }
    const hosts = mail.found.filter(({ host }) => isPublicName(host)).slice(0, MOST_MAIL_HOSTS)
    const answers = await Promise.all(hosts.map(({ host }) => this.lookups.addresses(host)))
    const silent = answers.find(({ answered }) => !answered)
    return (
      silent ?? { answered: true, found: answers.flatMap((answer) => (answer.answered ? answer.found : [])) }
    )
  }
}

/** Every record of it, in the order of its words. */
export function nodesOf(node: SpfNode): SpfNode[] {
  if (node.state !== "found") {
    return [node]
  }
  const words = [...node.record.mechanisms, "redirect" as const]
  return [node, ...words.flatMap((word) => node.below.get(word) ?? []).flatMap(nodesOf)]
}
