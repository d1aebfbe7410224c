/**
 * Notices that the latest mails were all refused in the same words, whatever the words are: a rule for every provider
 * would never end. 151 of 151 mails failed with one sentence of theirs, and the mailing was "completed".
 */

/** What a server answered to one mail. */
export interface Answer {
  /** Of a refusal for good, without what is the recipient's; null for any other answer. */
  words: string | null
  domain: string
  /** The mailing that the mail belongs to; null for mail by itself. */
  mailing: string | null
}

export class AlikeRefusals {
  private words: string | null = null
  private count = 0
  /** One more than one is enough to know of each. */
  private readonly domains = new Set<string>()
  private readonly mailings = new Set<string | null>()

  /** @param enough - So many in a row, to two domains, are no chance. */
  constructor(private readonly enough: number) {}

  /** @returns whether this and the latest ones before it are enough. */
  note({ words, domain, mailing }: Answer): boolean {
    if (words === null || words !== this.words) {
      this.forget()
    }
    if (words === null) {
      return false
    }
    this.words = words
    this.count += 1
    addOneOfTwo(this.domains, domain)
    addOneOfTwo(this.mailings, mailing)
    return this.count >= this.enough
  }

  /** The one domain that all of them went to; null if there were several. */
  get onlyDomain(): string | null {
    return only(this.domains)
  }

  /** The one mailing that all of them belong to; null if there were several, or mail by itself. */
  get onlyMailing(): string | null {
    return only(this.mailings)
  }

  forget(): void {
    this.words = null
    this.count = 0
    this.domains.clear()
    this.mailings.clear()
  }
}

function addOneOfTwo<Value>(values: Set<Value>, value: Value): void {
  if (values.size < 2) {
    values.add(value)
  }
}

function only<Value>(values: ReadonlySet<Value>): Value | null {
  const [value] = values
  return values.size === 1 && value !== undefined ? value : null
}
