/**
 * The connections to one SMTP server. Each is opened when needed, used for one message after the other (the next may be
 * announced with the end of one, conversation.ts), and ended when it had nothing to do for a while. Three rules keep a server in
 * trouble from being hammered:
 *
 * 1. While no connection is live only one is being opened, and if that fails everything that waits fails with
 *    the same fault. So an unreachable server sees one attempt, however many messages wait.
 * 2. What the server refuses because there are too many of us goes over the connections that it does not refuse, and no
 *    others are opened until `connection-limit.ts` allows it.
 * 3. A message whose connection had ended while resting, or behind another message, is given one new connection, once.
 */
import { Connection } from "./connection"
import { ConnectionLimit } from "./connection-limit"
import type { TransportFault } from "./faults"
import { type Login, loginOf } from "./login"
import type { SmtpOptions } from "./options"
import { Job, Queue } from "./queue"
import { openSession, Session, type SessionOwner } from "./session"
import { Tolerance } from "./tolerance"
import type { Posting, Settle } from "./transaction"
import type { Bearing, OutgoingMessage, SendOutcome, SmtpReply, Transport } from "./transport"

/** Until the refusals of a burst have all come, and it is known how many connections are left. Milliseconds. */
const SETTLED = 5_000

const NOTHING_TO_SEND: Omit<SessionOwner, "ended"> = {
  following: () => null,
  mayGoOn: () => false,
  onUnbearable: () => undefined,
  onLostBehind: () => undefined,
  free: () => undefined,
}

const CLOSED_FIRST = "The transport was closed before this message had its turn"

export interface PoolHooks {
  /** Whether the server refuses this because too much comes at once. */
  saysTooMany(reply: SmtpReply): boolean
  /** It takes no more than so many at once. @param words - Its own. */
  onLimit?(connections: number, words: string): void
}

export class SmtpPool implements Transport {
  readonly capacity: number
  readonly longestSilence: number
  private readonly queue = new Queue()
  private readonly connections: Connection[]
  private readonly limit: ConnectionLimit
  private readonly login: Login | null
  private telling: NodeJS.Timeout | null = null
  private resting: NodeJS.Timeout | null = null
  /** The last one used is used next, so that what is not needed comes to rest. */
  private idle: Connection[] = []
  /** Whose mail it was last: gives this client a name where none was set. */
  private sender: string | null = null
  private readonly tolerance = new Tolerance()
  private closing = false
  /** The deadline of closing has passed: no more connections. */
  private cut = false
  private reportClosed: () => void = () => undefined
  private readonly closed = new Promise<void>((resolve) => {
    this.reportClosed = resolve
  })

  constructor(
    private readonly options: SmtpOptions,
    private readonly hooks: PoolHooks
  ) {
    this.capacity = options.connections
    this.limit = new ConnectionLimit(options.connections)
    this.login = loginOf(options)
    this.longestSilence = options.socketTimeout
    this.connections = Array.from({ length: options.connections }, () => new Connection())
  }

  send(message: OutgoingMessage): Promise<SendOutcome> {
    if (this.closing) {
      return Promise.resolve(notSent("The transport is closed"))
    }
    return new Promise((settle) => {
      this.queue.push(new Job(message, settle))
      this.assign()
    })
  }

  async verify(): Promise<TransportFault | null> {
    const result = await openSession(this.options, this.login, this.sender).result
    if (!(result instanceof Session)) {
      return result
    }
    return new Promise((resolve) => {
      result.own({ ...NOTHING_TO_SEND, ended: () => resolve(null) })
      result.quit()
    })
  }

  /**
   * Takes nothing more, sends what it has been given, and ends.
   *
   * @param deadline - After so many milliseconds what is not done is cut off; its outcome says how far it came.
   */
  async close(deadline = 10_000): Promise<void> {
    this.closing = true
    const timer = setTimeout(() => this.cutOff(), deadline)
    this.idle.splice(0).forEach((connection) => connection.leave())
    this.reportIfClosed()
    await this.closed
    clearTimeout(timer)
  }

  private assign(): void {
    if (this.limit.restLeft > 0) {
      return this.assignAfterRest()
    }
    while (!this.queue.isEmpty) {
      const resting = this.idle.at(-1)
      const connection = resting ?? this.connectionToOpen()
      const job = connection && this.queue.take()
      if (!connection || !job) {
        return
      }
      if (resting) {
        this.idle.pop()
      }
      this.run(connection, job)
    }
  }

  private assignAfterRest(): void {
    this.resting ??= setTimeout(() => {
      this.resting = null
      this.assign()
    }, this.limit.restLeft).unref()
  }

  private connectionToOpen(): Connection | undefined {
    if (!this.live && this.connections.some((connection) => connection.opening)) {
      return undefined
    }
    const closed = this.connections.filter((connection) => connection.isClosed)
    return this.limit.allowsOneMoreThan(this.connections.length - closed.length) ? closed[0] : undefined
  }

  get bearing(): Bearing {
    return this.limit
  }

  private get live(): number {
    return this.connections.filter((connection) => connection.isLive).length
  }

  private get proven(): number {
    return this.connections.filter((connection) => connection.isLive && connection.isProven).length
  }

  private run(connection: Connection, job: Job): void {
    if (this.cut) {
      job.settle(notSent(CLOSED_FIRST))
    } else if (connection.session) {
      this.converse(connection, connection.session, job)
    } else {
      void this.open(connection, job)
    }
  }

  private async open(connection: Connection, job: Job): Promise<void> {
    this.sender = job.message.from
    connection.opening = openSession(this.options, this.login, this.sender)
    const result = await connection.opening.result
    connection.opening = null
    if (!(result instanceof Session)) {
      return this.cut ? this.giveUp(job) : this.refused(job, result)
    }
    connection.session = result
    connection.again = job
    result.own({
      following: () => this.following(connection, result),
      mayGoOn: () => this.mayGoOn(connection),
      onUnbearable: () => this.tolerance.end(),
      onLostBehind: () => this.tolerance.lose(),
      free: () => this.free(connection, result),
      ended: () => this.ended(connection),
    })
    this.startAgain(connection)
    this.assign()
  }

  private refused(job: Job, fault: TransportFault): void {
    if (this.live) {
      this.lower(fault.reply)
      this.putBack(job)
      return this.assign()
    }
    for (let failed: Job | null = job; failed; failed = this.queue.take()) {
      failed.settle(fault)
    }
    this.reportIfClosed()
  }

  /** It was cut off by ourselves: no fault of the server's. */
  private giveUp(job: Job): void {
    job.settle(notSent(CLOSED_FIRST))
    this.reportIfClosed()
  }

  private converse(connection: Connection, session: Session, job: Job): void {
    session.send(this.posting(connection, job, session.reused))
  }

  /** @param canBeOld - The server may have ended the connection before it was told of this. */
  private posting(connection: Connection, job: Job, canBeOld: boolean): Posting {
    const settle: Settle = (outcome, untouched) => {
      const refusal = refusalIn(outcome)
      if (refusal && this.hooks.saysTooMany(refusal)) {
        this.makeRoom(connection, job, outcome)
      } else if (untouched && canBeOld && !job.retried) {
        this.sendAgain(connection, job)
      } else {
        if (outcome.kind === "accepted") {
          connection.isProven = true
          this.limit.accepted(this.proven)
        }
        job.settle(outcome)
      }
    }
    return { message: job.message, settle }
  }

  /** Once, over a new connection; or when there is room again, where this one had to go for want of it. */
  private sendAgain(connection: Connection, job: Job): void {
    if (!this.mayGoOn(connection)) {
      return this.putBack(job)
    }
    job.retried = true
    connection.again = job
  }

  private mayGoOn(connection: Connection): boolean {
    return !connection.isLeaving && this.limit.restLeft === 0
  }

  /**
   * While little waits, each goes over whichever connection is free first, and waits behind no other. And while it is still to be
   * found out how many connections the server bears, none has more on its way than the one mail that is refused for it.
   */
  private following(connection: Connection, session: Session): Posting | null {
    const { allowed, borne } = this.limit
    const isBulk = this.queue.length >= allowed && borne >= allowed
    const isLast = session.messages >= this.options.messagesPerConnection
    if (!this.tolerance.isGiven || !isBulk || isLast || !this.mayGoOn(connection)) {
      return null
    }
    const job = this.queue.take()
    return job && this.postingBehind(connection, job)
  }

  private postingBehind(connection: Connection, job: Job): Posting {
    const { message, settle } = this.posting(connection, job, true)
    return {
      message,
      settle: (outcome, untouched) => {
        this.tolerance.see(outcome)
        settle(outcome, untouched)
      },
    }
  }

  /** There is too much at once. What this connection had goes over another; if there is none, over this one after a rest. */
  private makeRoom(connection: Connection, job: Job, outcome: SendOutcome): void {
    connection.isLeaving = true
    this.lower(refusalIn(outcome))
    if (this.live) {
      return this.putBack(job)
    }
    connection.isLeaving = false
    // Of two that were on their way together the second says nothing new.
    if (this.limit.restLeft > 0 || this.limit.restAlone()) {
      this.putBack(job)
    } else {
      job.settle(outcome)
    }
    this.assignAfterRest()
  }

  private lower(refusal: SmtpReply | null): void {
    this.limit.lower(this.live)
    if (refusal && this.hooks.saysTooMany(refusal)) {
      this.telling ??= setTimeout(() => {
        this.telling = null
        this.hooks.onLimit?.(this.limit.allowed, refusal.text)
      }, SETTLED).unref()
    }
  }

  private putBack(job: Job): void {
    if (this.cut) {
      return job.settle(notSent(CLOSED_FIRST))
    }
    job.retried = false
    this.queue.putBack(job)
  }

  private free(connection: Connection, session: Session): void {
    if (connection.isLeaving || session.messages >= this.options.messagesPerConnection) {
      return connection.leave()
    }
    const job = this.limit.restLeft > 0 ? null : this.queue.take()
    if (job) {
      return this.converse(connection, session, job)
    }
    if (this.closing) {
      return connection.leave()
    }
    this.idle.push(connection)
    connection.rest(this.options.idleTimeout, () => this.leaveIfIdle(connection))
  }

  private leaveIfIdle(connection: Connection): void {
    if (this.idle.includes(connection)) {
      this.forgetIdle(connection)
      connection.leave()
    }
  }

  private ended(connection: Connection): void {
    this.forgetIdle(connection)
    connection.ended()
    this.startAgain(connection)
    this.assign()
    this.reportIfClosed()
  }

  /** Sends what it still owes, over the session that is open or a new one. */
  private startAgain(connection: Connection): void {
    const job = connection.takeAgain()
    if (job) {
      this.run(connection, job)
    }
  }

  private forgetIdle(connection: Connection): void {
    this.idle = this.idle.filter((other) => other !== connection)
  }

  private cutOff(): void {
    this.cut = true
    for (let job = this.queue.take(); job; job = this.queue.take()) {
      job.settle(notSent(CLOSED_FIRST))
    }
    this.connections.forEach((connection) => connection.abort())
    this.reportIfClosed()
  }

  /** What rests with no connection open is still to be sent, or cut off. */
  private reportIfClosed(): void {
    const isIdle = this.queue.isEmpty && this.connections.every((connection) => connection.isClosed)
    if (this.closing && isIdle) {
      this.reportClosed()
    }
  }
}

function refusalIn(outcome: SendOutcome): SmtpReply | null {
  return outcome.kind === "rejected" || outcome.kind === "not_sent" ? (outcome.reply ?? null) : null
}

/** Nothing was said of it to anybody, because we end. */
function notSent(message: string): SendOutcome {
  return { kind: "not_sent", phase: "connect", message, withdrawn: true }
}
