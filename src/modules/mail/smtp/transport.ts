/**
 * The port through which mail leaves. One implementation speaks SMTP; tests can put another in its place.
 * The dispatcher decides what an outcome means for a delivery; a transport only says what happened.
 */

/** Where in the conversation something happened. */
export type SmtpPhase =
  "connect" | "greeting" | "ehlo" | "tls" | "auth" | "mail" | "rcpt" | "data" | "body" | "final"

/** A server's reply, as it was given. */
export interface SmtpReply {
  code: number
  /** RFC 3463, such as `5.1.1`; null if the server gave none. */
  enhanced: string | null
  text: string
  phase: SmtpPhase
}

/** A file that belongs into a message, as base64. */
export interface MessageFile {
  /** Before which of the message's bytes. */
  at: number
  /** Of its own bytes. */
  size: number
  read(start: number, length: number): Promise<Buffer>
}

/** One message for one recipient. The envelope is explicit: addresses are never taken from headers. */
export interface OutgoingMessage {
  /** The delivery's id, for logs. */
  id: string
  from: string
  to: string
  /** A complete RFC 5322 message with CRLF line ends, not yet dot-stuffed. */
  bytes: Buffer
  /** What belongs into it and is read while it leaves, in the order of its places. */
  files?: readonly MessageFile[]
  /**
   * Asked when a connection is free for it, and before its message is handed on; left out: yes. One that is not wanted is told so
   * as `withdrawn`.
   */
  isWanted?(): boolean
}

/** A closed set: every attempt ends as exactly one of these. */
export type SendOutcome =
  /** 250 after the final dot. */
  | { kind: "accepted"; reply: SmtpReply }
  /** The server said no to this mail (4xx or 5xx at MAIL, RCPT, DATA or after the final dot). */
  | { kind: "rejected"; reply: SmtpReply }
  /** The connection was lost before the last byte was handed to it: provably not delivered (RFC 5321 4.1.1.4). */
  | {
      kind: "not_sent"
      phase: SmtpPhase
      message: string
      /** What the server said while it ended the connection (421). */
      reply?: SmtpReply
      /** Not wanted any more when its turn came, or cut off because this process stops: nobody's fault. */
      withdrawn?: true
    }
  /** Lost or silent after the last byte: nobody can know (RFC 1047). */
  | { kind: "uncertain"; message: string }
  /** No fault of this mail: login, DNS, refused connection, 421/5xx greeting. Nothing was sent. */
  | { kind: "transport_fault"; phase: SmtpPhase; message: string; reply: SmtpReply | null }

/** Nobody's fault: it was called back before it was handed on. */
export function notWanted(phase: SmtpPhase): SendOutcome {
  return { kind: "not_sent", phase, message: "Not wanted any more", withdrawn: true }
}

/** Of messages at once. */
export interface Bearing {
  /** What is tried. */
  allowed: number
  /** What the server has been seen to take. */
  borne: number
}

export interface Transport {
  /** How many messages can be on the way at once. */
  readonly capacity: number
  /** Where a server may let through fewer at once than the capacity: how many, as far as is known. */
  readonly bearing?: Bearing
  /** The longest that a conversation may stay silent, in milliseconds: rescue waits for it. */
  readonly longestSilence: number
  /** Sends one message. Never rejects. */
  send(message: OutgoingMessage): Promise<SendOutcome>
  /** Opens a connection and logs in, without sending; `null` if all is well. */
  verify(): Promise<Extract<SendOutcome, { kind: "transport_fault" }> | null>
  /** Ends idle connections politely and the rest after `deadline` milliseconds. */
  close(deadline?: number): Promise<void>
}
