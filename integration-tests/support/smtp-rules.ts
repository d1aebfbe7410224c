/**
 * What the test server is told to do wrong: rules as data, so that they can also be handed to a server in
 * another process as JSON. The first rule that fits a moment of the conversation decides.
 */

/** A moment at which the server speaks, or during `body`: while it is being given the message. */
export type Moment = "greeting" | "ehlo" | "starttls" | "auth" | "mail" | "rcpt" | "data" | "body" | "final"

export interface Rule {
  at: Moment
  /** Only for this recipient; known from `rcpt` on. */
  to?: string
  /** Only on the nth connection, counted from 1. */
  connection?: number
  /** Only for the nth message of its connection, counted from 1. */
  message?: number
  /** Only while more mails than these, this one included, are on their way from MAIL to the answer after the dot. */
  atOnceOver?: number
  /** Only when more mails than these, this one included, were begun within a second. */
  perSecondOver?: number
  /** Only the first so many times that the rule fits. */
  times?: number
  /** Wait before anything else, in milliseconds. */
  delayMs?: number
  /** Answer this instead, such as `550 5.1.1 No such user`; 421 also ends the connection. */
  reply?: string
  /** These bytes instead of an answer, one for each letter of Latin-1; nothing is added, not even the end of the line. */
  raw?: string
  /** One byte of the answer at a time, so many milliseconds apart. */
  dripMs?: number
  /** Say it again and again, and hear nothing more. */
  endless?: boolean
  /** Cut the connection without a word. */
  drop?: boolean
  /** Never answer. */
  silent?: boolean
  /** Only at `final`: the mail is taken although the client is not told so. */
  recorded?: boolean
  /** Only at `body`: act once so many bytes of the message have come. */
  afterBytes?: number
}

/** Where a conversation stands when a rule is looked for. */
export interface Standing {
  connection: number
  message: number
  to: string | null
  atOnce: number
  perSecond: number
}

/** The rules in force, with their uses counted. */
export class Script {
  private entries: { rule: Rule; left: number }[] = []

  add(rules: Rule[]): void {
    this.entries.push(...rules.map((rule) => ({ rule, left: rule.times ?? Infinity })))
  }

  clear(): void {
    this.entries = []
  }

  /** The rule for this moment, used up by one; `null` if the server is to behave. */
  take(at: Moment, standing: Standing): Rule | null {
    if (this.entries.length === 0) {
      return null
    }
    const entry = this.entries.find(({ rule, left }) => left > 0 && rule.at === at && fits(rule, standing))
    if (!entry) {
      return null
    }
    entry.left -= 1
    return entry.rule
  }
}

function fits(rule: Rule, standing: Standing): boolean {
  return (
    (rule.to === undefined || rule.to === standing.to) &&
    (rule.connection === undefined || rule.connection === standing.connection) &&
    (rule.message === undefined || rule.message === standing.message) &&
    (rule.atOnceOver === undefined || standing.atOnce > rule.atOnceOver) &&
    (rule.perSecondOver === undefined || standing.perSecond > rule.perSecondOver)
  )
}
