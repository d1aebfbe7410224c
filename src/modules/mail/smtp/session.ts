/**
 * One open connection to the SMTP server: opened and logged in, then one message after the other (conversation.ts). It knows
 * whether it can be used again.
 */
import type SMTPConnection from "nodemailer/lib/smtp-connection"

import { Conversation } from "./conversation"
import { announce, prepareEnvelope } from "./envelope"
import { openingFault, type TransportFault } from "./faults"
import { helloNameOf } from "./hello"
import type { Login } from "./login"
import { type Offers, offersOf } from "./offers"
import type { SmtpOptions } from "./options"
import { isClosing } from "./reply"
import { type Posting, Transaction } from "./transaction"
import type { SendOutcome } from "./transport"
import { afterReplies, WaryConnection } from "./wary-connection"
import { Watch } from "./watch"

/** How long a server may take to say goodbye, in milliseconds. */
const GOODBYE = 5000

/**
 * How long a server may say nothing to a mail that was announced with the end of another which has its answer: one that reads the
 * commands says something to them. Never so long that the library's own timer ends the connection first. Milliseconds.
 */
const UNHEARD = 10_000

/** What becomes of the connection, told to its owner. */
export interface SessionOwner {
  /** The message is on its way to its end. @returns the one to announce with that end, if there is one. */
  following(): Posting | null
  /** Whether the one that was announced may have its turn now. */
  mayGoOn(): boolean
  /** The server does not bear mails announced with the end of another. */
  onUnbearable(): void
  /** It ended the connection without a word to one that was announced so. */
  onLostBehind(): void
  /** The message is done with and another can be sent. */
  free(): void
  /** The connection is gone, for whatever reason. Said exactly once, last. */
  ended(): void
}

/** A connection on its way; `abort` makes it fail at once. */
export interface Opening {
  result: Promise<Session | TransportFault>
  abort(): void
}

/**
 * Connects, greets, secures and logs in.
 *
 * @param login - Null where the server asks for none.
 * @param sender - Who will send on it first; null if nobody has yet.
 */
export function openSession(options: SmtpOptions, login: Login | null, sender: string | null): Opening {
  const connection = new WaryConnection({
    ...connectionOptions(options, sender),
    customAuth: login?.customAuth,
  })
  let introduced = false
  let failed = false
  const result = new Promise<Session | TransportFault>((resolve) => {
    const fail = (error: Error) => {
      failed = true
      watch.stop()
      const connected = connection.stage === "connected"
      const greeted = Boolean(connection.lastServerResponse)
      const upgrading = Boolean(connection.upgrading)
      const secrets = login?.secrets() ?? []
      resolve(openingFault(error, { ...options, secrets, connected, greeted, upgrading, introduced }))
      connection.close()
    }
    const succeed = (offers: Offers) =>
      afterReplies(() => {
        if (!failed) {
          watch.stop()
          connection.off("error", fail).off("end", interrupted)
          resolve(new Session(connection, offers, options.socketTimeout))
        }
      })
    const interrupted = () => fail(new Error("The connection ended while it was being opened"))
    // The library's own timers do not cover EHLO and the login.
    const watch = new Watch(connection, options.setupTimeout, (why) => fail(new Error(why)))
    watch.expect()
    connection.on("error", fail).once("end", interrupted)
    connection.connect((error) => {
      if (error) {
        return fail(error)
      }
      introduced = true
      const offers = offersOf(connection.lastServerResponse || "")
      if (!login) {
        return succeed(offers)
      }
      if (!connection.allowsAuth) {
        return fail(new Error("The server offers no login, but the options have a user"))
      }
      login.begin(connection, (refused) => (refused ? fail(refused) : succeed(offers)))
    })
  })
  return { result, abort: () => connection.close() }
}

export class Session {
  /** Messages given to this connection so far. */
  messages = 0
  /** Not new: the server may have ended it while it was resting, without our knowing yet. */
  reused = false
  private owner: SessionOwner | null = null
  private gone = false
  private aborted = false
  private readonly conversation: Conversation
  private readonly watch: Watch

  constructor(
    private readonly connection: WaryConnection,
    private readonly offers: Offers,
    patience: number
  ) {
    this.watch = new Watch(connection, patience, (why) => this.giveUp(why))
    this.conversation = new Conversation(connection, {
      onOutcome: (transaction, outcome) => this.settle(transaction, outcome),
      mayGoOn: () => this.owner?.mayGoOn() ?? true,
      onTurn: () => this.watch.expect(Math.min(UNHEARD, patience / 2)),
      onUnbearable: () => this.owner?.onUnbearable(),
      onUnheard: (isSilent) => (isSilent ? this.owner?.onUnbearable() : this.owner?.onLostBehind()),
      onRest: (last, isUsable) => this.rest(last, isUsable),
    })
    // "end" follows every error, and in some orders of events comes before it: so it is believed a moment later.
    connection.on("error", ({ message }) => this.conversation.lose(message))
    connection.once("end", () => process.nextTick(() => this.end()))
  }

  own(owner: SessionOwner): void {
    this.owner = owner
    if (this.gone) {
      owner.ended()
    }
  }

  /** Sends one message. `settle` is called exactly once; the owner hears of the connection after that. */
  send(posting: Posting): void {
    const transaction = this.begin(posting, false)
    if (!transaction) {
      return this.release()
    }
    this.connection.hearer = (chunk) => this.conversation.hear(chunk)
    this.watch.expect()
    this.conversation.begin(transaction)
  }

  /** Ends the connection politely, or after a while without an answer less so. */
  quit(): void {
    const timer = setTimeout(() => this.connection.close(), GOODBYE)
    this.connection.once("end", () => clearTimeout(timer))
    this.connection.quit()
  }

  /** Ends the connection at once. */
  abort(): void {
    this.aborted = true
    this.connection.close()
  }

  /** @returns null for a message that is not to be said to this server: it has its outcome. */
  private begin(posting: Posting, ahead: boolean): Transaction | null {
    this.messages += 1
    const { smtpUtf8, pipelining } = this.offers
    const envelope = prepareEnvelope(posting.message, smtpUtf8)
    const announcement = "code" in envelope ? envelope : announce(envelope, this.offers)
    if ("code" in announcement) {
      posting.settle({ kind: "rejected", reply: announcement }, false)
      return null
    }
    return new Transaction(
      this.connection,
      announcement,
      posting,
      { pipelining, ahead },
      {
        onProgress: () => this.watch.expect(),
        onFault: ({ message }) => this.conversation.lose(message),
        following: () => this.following(),
      }
    )
  }

  private following(): string {
    const posting = this.offers.pipelining ? this.owner?.following() : null
    const transaction = posting ? this.begin(posting, true) : null
    return transaction ? this.conversation.announce(transaction) : ""
  }

  private settle(transaction: Transaction, outcome: SendOutcome): void {
    const { posting, started } = transaction
    if (outcome.kind !== "not_sent") {
      return posting.settle(outcome, false)
    }
    posting.settle(this.aborted ? { ...outcome, withdrawn: true } : outcome, !started && !outcome.withdrawn)
  }

  private rest(last: SendOutcome, isUsable: boolean): void {
    this.connection.hearer = null
    this.watch.rest()
    return isUsable ? this.tidyUp(last) : this.connection.close()
  }

  private tidyUp(outcome: SendOutcome): void {
    if (outcome.kind === "accepted") {
      return this.release()
    }
    if (outcome.kind !== "rejected" || outcome.reply.phase === "body" || isClosing(outcome.reply)) {
      return this.connection.close()
    }
    if (outcome.reply.phase === "final") {
      return this.release()
    }
    // A MAIL that was accepted before its RCPT was refused is still open, and would make the next one "nested".
    this.watch.expect()
    this.connection.reset((error) => {
      this.watch.rest()
      return error ? this.connection.close() : this.release()
    })
  }

  private release(): void {
    this.reused = true
    afterReplies(() => {
      if (!this.connection.destroyed) {
        this.owner?.free()
      }
    })
  }

  private giveUp(why: string): void {
    this.conversation.lose(why, true)
    this.connection.close()
  }

  private end(): void {
    const why = this.aborted ? "The connection was ended from this side" : "The server ended the connection"
    this.conversation.lose(why)
    this.watch.stop()
    this.gone = true
    this.owner?.ended()
  }
}

function connectionOptions(options: SmtpOptions, sender: string | null): SMTPConnection.Options {
  return {
    host: options.host,
    port: options.port,
    secure: options.secure,
    requireTLS: options.tls === "required",
    ignoreTLS: options.tls === "never",
    tls: { rejectUnauthorized: options.verifyCertificate },
    name: helloNameOf(options.name, sender),
    connectionTimeout: options.setupTimeout,
    greetingTimeout: options.setupTimeout,
    dnsTimeout: options.setupTimeout,
    socketTimeout: options.socketTimeout,
    socketCloseTimeout: 1000,
  }
}
