/**
 * What DNS says, within limits that hold for one look as a whole: so many questions, so much time. A server that does not
 * answer, or answers with a fault of its own, has said nothing about the domain, and is never taken for a "no".
 *
 * Node's own resolver, with servers of its own if the options name some. It asks DNS alone: neither the hosts file of this
 * machine nor the network's names are looked into.
 */
import { promises as dns } from "node:dns"

import { canonical } from "./names"

export type Answer<Found> =
  /** What there is; an empty list if there is no such name, or nothing of this kind at it. */
  | { answered: true; found: Found[] }
  /** Nobody could tell, with the resolver's word for it: `ETIMEOUT`, `ESERVFAIL` … */
  | { answered: false; code: string }

export interface LookupOptions {
  /** `address` or `address:port` of the servers to be asked; those of this machine without it. */
  servers?: readonly string[]
}

/** Milliseconds: one question to one server, and all of them together. */
const PATIENCE = 1_200
const TRIES = 2
export const DEADLINE = 5_000
/** A record within the rules asks ten times, with ten hosts each at most; more is no shop's. */
const MOST_QUESTIONS = 400
/** Of one answer: of more records nobody has a use. */
const MOST_RECORDS = 500

const NOTHING: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA"])

export interface MailHost {
  host: string
  priority: number
}

export class Lookups {
  private readonly resolver = new dns.Resolver({ timeout: PATIENCE, tries: TRIES })
  private readonly asked = new Map<string, Promise<Answer<never>>>()
  private readonly timer: NodeJS.Timeout
  private over = false

  constructor({ servers }: LookupOptions, deadline: number = DEADLINE) {
    if (servers?.length) {
      this.resolver.setServers([...servers])
    }
    this.timer = setTimeout(() => this.end(), deadline)
  }

  /** Whatever is still open then has no answer. */
  end(): void {
    this.over = true
    clearTimeout(this.timer)
    this.resolver.cancel()
  }

  /** Each record as one text, its strings put together as SPF, DKIM and DMARC want it. Every octet is one letter. */
  texts(name: string): Promise<Answer<string>> {
    return this.ask("TXT", name, async (asked) =>
      (await this.resolver.resolveTxt(asked)).map((strings) => strings.join(""))
    )
  }

  /** The first to be tried first. */
  mailHosts(name: string): Promise<Answer<MailHost>> {
    return this.ask("MX", name, async (asked) =>
      (await this.resolver.resolveMx(asked))
        .map(({ exchange, priority }) => ({ host: canonical(exchange), priority }))
        .sort((one, other) => one.priority - other.priority)
    )
  }

  /** Of both families; an answer only if both were given. */
  async addresses(name: string): Promise<Answer<string>> {
    const [four, six] = await Promise.all([
      this.ask("A", name, (asked) => this.resolver.resolve4(asked)),
      this.ask("AAAA", name, (asked) => this.resolver.resolve6(asked)),
    ])
    if (!four.answered || !six.answered) {
      return four.answered ? six : four
    }
    return { answered: true, found: [...four.found, ...six.found] }
  }

  private ask<Found>(
    kind: string,
    name: string,
    question: (name: string) => Promise<Found[]>
  ): Promise<Answer<Found>> {
    const plain = canonical(name)
    const key = `${kind} ${plain}`
    const known = this.asked.get(key)
    if (known) {
      return known
    }
    const answer = this.answerOf(() => question(plain))
    this.asked.set(key, answer as Promise<Answer<never>>)
    return answer
  }

  private async answerOf<Found>(question: () => Promise<Found[]>): Promise<Answer<Found>> {
    if (this.over || this.asked.size >= MOST_QUESTIONS) {
      return { answered: false, code: "ECANCELLED" }
    }
    try {
      return { answered: true, found: (await question()).slice(0, MOST_RECORDS) }
    } catch (error) {
      const code = String((error as NodeJS.ErrnoException).code)
      return NOTHING.has(code) ? { answered: true, found: [] } : { answered: false, code }
    }
  }
}
