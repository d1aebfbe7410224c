/**
 * What a transport of the store's own is: the shape that the module named by the option `transport` makes. It is public and
 * stays as it is; what may be added later is optional.
 */

/** A Buffer that `fetch` takes as a body, in each version of Node's types. */
type WholeMessage = ReturnType<typeof Buffer.alloc>

/** One mail for one recipient. */
export interface MailToSend {
  /**
   * The delivery's id: the same whenever this mail is tried again. A service that takes an idempotency key may have it as one.
   */
  readonly id: string
  /** The envelope: one address each, the domain in ASCII. They need not be those of the headers. */
  readonly from: string
  readonly to: string
  /** Aborted when the mail's time is over, or this process ends. */
  readonly signal: AbortSignal
  /**
   * The whole message (RFC 5322, lines that end with CRLF), as a copy. Whoever asks for it begins to hand it over: what fails
   * from then on is in doubt, what failed before is not sent and tried again. So log in, fetch tokens and connect first.
   *
   * @throws Error when the mail's time is over: then it must not be sent any more.
   */
  handOver(): WholeMessage
}

/** What became of a mail. `words` are those of the service, for the staff: they are kept and shown, without secrets. */
export type MailAnswer =
  /** The service took it; its id for the mail is a good word. */
  | { kind: "accepted"; words?: string }
  /** It said no to this mail: for good, or for now (tried again later). */
  | { kind: "rejected"; forGood: boolean; words?: string }
  /** Nothing is wrong but how much comes in a time: tried again, and sending gets slower. */
  | { kind: "too_fast"; words?: string }
  /** No right to send, whatever the mail: sending pauses and tries again by itself. */
  | { kind: "locked_out"; words?: string }
  /** The service is not there for anybody: as `locked_out`. */
  | { kind: "unreachable"; words?: string }
  /** It certainly did not leave: tried again. */
  | { kind: "not_sent"; words?: string }
  /** It may have left: a person decides, or for mail about orders the plugin. */
  | { kind: "uncertain"; words?: string }

export interface MailTransport {
  /**
   * Sends one mail. Called for up to `connections` mails at once. What it throws counts as said at `handOver`; so does an answer
   * that is none of these, and none in time.
   */
  send(mail: MailToSend): Promise<MailAnswer>
  /** Whether the service is there and lets us in, without sending; throws what is wrong. Asked while sending pauses. */
  verify?(signal: AbortSignal): Promise<void>
  /** Frees what it holds, when no mail is under way any more. */
  close?(): Promise<void> | void
  /** How many mails it bears at once; the option `connections` goes before it, and 10 is usual. */
  readonly connections?: number
}

/**
 * The module's default export. It is called in each process at boot, to see whether it makes a transport, and once more where
 * mail is sent: in a thread of its own, with `options` as plain JSON. It throws what is wrong with them, and opens nothing yet.
 */
export type MailTransportFactory<Options extends object = Record<string, unknown>> = (
  options: Options
) => MailTransport
