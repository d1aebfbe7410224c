/**
 * One open connection to the SMTP server: opened and logged in, then one message at a time. It turns what
 * the client library reports into the closed set of outcomes and knows whether it can be used again.
 */
import type { Readable } from "node:stream"

import type SMTPConnection from "nodemailer/lib/smtp-connection"

import { prepareEnvelope } from "./envelope"
import { answeredOutcome, lostOutcome, openingFault, sendingOutcome, type TransportFault } from "./faults"
import { helloNameOf } from "./hello"
import type { Login } from "./login"
import { type HowFar, MessageStream } from "./message-stream"
import type { SmtpOptions } from "./options"
import { isClosing } from "./reply"
import type { OutgoingMessage, SendOutcome } from "./transport"
import { WaryConnection } from "./wary-connection"
import { Watch } from "./watch"
import { WholeMessage } from "./whole-message"

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
    const succeed = (smtpUtf8: boolean) =>
      afterReplies(() => {
        if (!failed) {
          watch.stop()
          connection.off("error", fail).off("end", interrupted)
          resolve(new Session(connection, smtpUtf8, options.socketTimeout))
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
      const smtpUtf8 = /^250[ -]SMTPUTF8\b/im.test(connection.lastServerResponse || "")
      if (!login) {
        return succeed(smtpUtf8)
      }
      if (!connection.allowsAuth) {
        return fail(new Error("The server offers no login, but the options have a user"))
      }
      login.begin(connection, (refused) => (refused ? fail(refused) : succeed(smtpUtf8)))
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
  private current: { handed: HowFar; settle: Settle } | null = null
  private readonly watch: Watch

  constructor(
    private readonly connection: WaryConnection,
    private readonly smtpUtf8: boolean,
    patience: number
  ) {
    this.watch = new Watch(connection, patience, (why) => this.giveUp(why))
    // Errors come to the message they belong to; "end" follows every one of them.
    connection.on("error", () => undefined)
    // The library forgets the message on it when it is closed from this side, and in some orders of events
    // reports the error only after "end": so the end is believed once it had the time to do that.
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
    const envelope = prepareEnvelope(message, this.smtpUtf8)
    if ("code" in envelope) {
      settle({ kind: "rejected", reply: envelope }, false)
      return this.release()
    }
    const hooks = { beforeFirst: afterReplies, onProgress: () => this.watch.expect() }
    const handed = WholeMessage.of(message, hooks) ?? new MessageStream(message, hooks)
    this.current = { handed, settle }
    this.watch.expect()
    this.connection.send(envelope, handed as Readable, (error, info) =>
      this.conclude(error ? sendingOutcome(error, handed) : answeredOutcome(info.response, handed))
    )
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

  private conclude(outcome: SendOutcome): void {
    const { current } = this
    if (!current) {
      return
    }
    this.current = null
    this.watch.rest()
    current.settle(outcome, outcome.kind === "not_sent" && !current.handed.started)
    this.tidyUp(outcome)
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
    this.conclude(lostOutcome(why, this.current?.handed))
    this.connection.close()
  }

  private end(): void {
    const outcome = lostOutcome("The connection was ended from this side", this.current?.handed)
    this.conclude(this.aborted && outcome.kind === "not_sent" ? { ...outcome, withdrawn: true } : outcome)
    this.watch.stop()
    this.gone = true
    this.owner?.ended()
  }
}

/**
 * When every reply that has come is dealt with. One that nobody asked for would else be taken for the answer to the next
 * command, and every answer after it for that to the command before. The library takes up one reply in each turn.
 */
function afterReplies(act: () => void): void {
  setImmediate(() => setImmediate(act))
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
