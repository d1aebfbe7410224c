/**
 * A transport as a store would have one, told in its options what to do with the mail to each address. What it sends goes into a
 * file, so that it is seen from every thread.
 */
import { appendFileSync } from "node:fs"
import { isMainThread } from "node:worker_threads"

import type {
  MailAnswer,
  MailToSend,
  MailTransport,
  MailTransportFactory,
} from "../../../src/modules/mail/own-transport/shape"

export const TRICKS = [
  "accepts",
  "rejects",
  "defers",
  "is too fast",
  "does not send",
  "does not know",
  "hangs before",
  "hangs after",
  "says garbage before",
  "says garbage after",
  "throws at once",
  "throws before",
  "throws after",
  "answers twice",
  "changes the mail",
  "accepts without the message",
] as const
/** Besides these, what ends the thread that it is in. */
export type Trick = (typeof TRICKS)[number] | "throws outside"

export interface ScriptedOptions {
  /** Where it writes what it sends. */
  sent: string
  secret: string
  /** By address, played at the first attempt; all other mail is accepted. */
  tricks: Record<string, Trick>
}

export interface SentLine {
  to: string
  id: string
  message: string
  isMainThread: boolean
}

const never = new Promise<never>(() => undefined)

type Play = (mail: MailToSend, send: () => void, secret: string) => unknown

const PLAYS: Record<Trick, Play> = {
  accepts: (_, send) => (send(), { kind: "accepted", words: "250 taken" }),
  rejects: (mail) => (mail.handOver(), { kind: "rejected", forGood: true, words: "550 5.1.1 No such user" }),
  defers: () => ({ kind: "rejected", forGood: false, words: "try later" }),
  "is too fast": () => ({ kind: "too_fast" }),
  "does not send": (mail) => (mail.handOver(), { kind: "not_sent", words: "the door was closed" }),
  "does not know": (_, send) => (send(), { kind: "uncertain", words: "who knows" }),
  "hangs before": () => never,
  "hangs after": (_, send) => (send(), never),
  "says garbage before": () => ({ kind: "perhaps" }),
  "says garbage after": (_, send) => (send(), "OK"),
  "throws at once": () => {
    throw new Error("not even a promise")
  },
  "throws before": (_, __, secret) => Promise.reject(new Error(`no login with ${secret}`)),
  "throws after": (_, send, secret) => {
    send()
    return Promise.reject(new TypeError("fetch failed", { cause: new Error(`reset of ${secret}`) }))
  },
  "answers twice": (_, send) => ({
    then(settle: (answer: MailAnswer) => void) {
      send()
      settle({ kind: "accepted" })
      settle({ kind: "rejected", forGood: true })
    },
  }),
  "changes the mail": (mail, send) => {
    mail.handOver().fill(0)
    Object.assign({ ...mail }, { to: "thief@x.test" })
    try {
      ;(mail as { to: string }).to = "thief@x.test"
    } catch {
      // It is frozen.
    }
    send()
    return { kind: "accepted" }
  },
  "throws outside": (_, send, secret) => {
    send()
    setImmediate(() => {
      throw new Error(`caught by nobody, with ${secret}`)
    })
    return never
  },
  "accepts without the message": () => ({ kind: "accepted" }),
}

const scripted: MailTransportFactory<ScriptedOptions> = ({ sent, secret, tricks }) => {
  const seen = new Set<string>()
  const send = (mail: MailToSend): void => {
    const message = mail.handOver().toString()
    const line: SentLine = { to: mail.to, id: mail.id, message, isMainThread }
    appendFileSync(sent, `${JSON.stringify(line)}\n`)
  }
  return {
    send(mail) {
      const isFirst = !seen.has(mail.id)
      seen.add(mail.id)
      const trick = (isFirst ? tricks[mail.to] : undefined) ?? "accepts"
      return PLAYS[trick](mail, () => send(mail), secret) as ReturnType<MailTransport["send"]>
    },
  }
}

export default scripted
