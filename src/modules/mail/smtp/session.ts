/**
 * One open connection to the SMTP server: opened and logged in, then one message at a time (conversation.ts). It knows whether it
 * can be used again.
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
import type { OutgoingMessage, SendOutcome } from "./transport"
import { afterReplies, WaryConnection } from "./wary-connection"
import { Watch } from "./watch"

/** How long a server may take to say goodbye, in milliseconds. */
const GOODBYE = 5000

/** What becomes of the connection, told to its owner. */
export interface SessionOwner {
  /** The message is done with and another can be sent. */
  free(): void
  /** The connection is gone, for whatever reason. Said exactly once, last. */
  ended(): void
}

/** `untouched`: the connection failed before the message was so much as looked at. */
type Settle = (outcome: SendOutcome, untouched: boolean) => void

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
  private current: { conversation: Conversation; settle: Settle } | null = null
  private readonly watch: Watch

  constructor(
    private readonly connection: WaryConnection,
    private readonly offers: Offers,
    patience: number
  ) {
    this.watch = new Watch(connection, patience, (why) => this.giveUp(why))
    // "end" follows every error, and in some orders of events comes before it: so it is believed a moment later.
    connection.on("error", ({ message }) => this.lose(message))
    connection.once("end", () => process.nextTick(() => this.end()))
  }

  own(owner: SessionOwner): void {
    this.owner = owner
    if (this.gone) {
      owner.ended()
    }
  }

  /** Sends one message. `settle` is called exactly once; the owner hears of the connection after that. */
  send(message: OutgoingMessage, settle: Settle): void {
    this.messages += 1
    const envelope = prepareEnvelope(message, this.offers.smtpUtf8)
    const announcement = "code" in envelope ? envelope : announce(envelope, this.offers)
    if ("code" in announcement) {
      settle({ kind: "rejected", reply: announcement }, false)
      return this.release()
    }
    const conversation = new Conversation(this.connection, announcement, message, this.offers.pipelining, {
      onProgress: () => this.watch.expect(),
      onEnd: (outcome, isOutOfStep) => this.conclude(outcome, isOutOfStep),
    })
    this.current = { conversation, settle }
    this.connection.hearer = (chunk) => conversation.hear(chunk)
    conversation.begin()
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

  private conclude(outcome: SendOutcome, isOutOfStep = false): void {
    const { current } = this
    if (!current) {
      return
    }
    this.current = null
    this.connection.hearer = null
    this.watch.rest()
    current.conversation.stop()
    current.settle(outcome, outcome.kind === "not_sent" && !current.conversation.started)
    return isOutOfStep ? this.connection.close() : this.tidyUp(outcome)
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
    this.lose(why)
    this.connection.close()
  }

  /** The connection is gone, or will be. */
  private lose(why: string): void {
    const outcome = this.current?.conversation.lost(why)
    if (outcome) {
      this.conclude(this.aborted && outcome.kind === "not_sent" ? { ...outcome, withdrawn: true } : outcome)
    }
  }

  private end(): void {
    this.lose(this.aborted ? "The connection was ended from this side" : "The server ended the connection")
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
