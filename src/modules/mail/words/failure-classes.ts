/**
 * Why a mail did not arrive, as a closed set, and what follows from each. Treating every 5xx as a bad address
 * is wrong about half of the time, and would cost a shop half of the customers it flags.
 */

export const FAILURE_CLASSES = [
  /** There is no such mailbox or domain: no mail will ever arrive there. */
  "address_invalid",
  /** The mailbox exists but is switched off; its owner may come back. */
  "inactive",
  /** The mailbox takes no more; often abandoned if it stays so. */
  "mailbox_full",
  /** The receiver does not want this mail or this sender: reputation, block lists, content, DMARC. */
  "policy",
  /** We are wrong: sender address, login, relaying, our own limits, message format or size. */
  "our_fault",
  /** The server asks to try again later. */
  "transient",
  /** The reply says no and does not say why. */
  "unknown",
  /** Never handed over: this recipient's copy could not be rendered. */
  "render",
  /** Never handed over: the address needs SMTPUTF8, which the server lacks (RFC 6531). */
  "unsupported",
] as const
export type FailureClass = (typeof FAILURE_CLASSES)[number]

/** What is wrong on our side: the person who is to mend it must know where to look. */
export const OWN_FAULTS = [
  /** So many mails an hour or a day, or a plan that is used up. */
  "limit",
  /** The account at the mail provider: suspended, paused, not yet activated, without the right to send. */
  "account",
  /** The sender's address or domain: not verified, not ours, not there. */
  "sender",
  "login",
  /** The server does not pass on mail to other domains for us. */
  "relaying",
  /** The mail itself: its size or its form. */
  "message",
  /** The conversation: what we call ourselves, or a command that the server does not take. */
  "protocol",
] as const
export type OwnFault = (typeof OWN_FAULTS)[number]

export interface Consequence {
  /** Flagging the address is offered from this many failed mailings on: 1 is ticked at once, null never. */
  flagAfterMailings: number | null
  /** `mailing`: as soon as it is certain that every further mail would fare alike. `burst`: if many come in a short time. */
  pauses: "mailing" | "burst" | null
}

export const CONSEQUENCES: Record<FailureClass, Consequence> = {
  address_invalid: { flagAfterMailings: 1, pauses: null },
  inactive: { flagAfterMailings: 2, pauses: null },
  mailbox_full: { flagAfterMailings: 3, pauses: null },
  policy: { flagAfterMailings: null, pauses: "burst" },
  our_fault: { flagAfterMailings: null, pauses: "mailing" },
  transient: { flagAfterMailings: null, pauses: null },
  unknown: { flagAfterMailings: null, pauses: null },
  render: { flagAfterMailings: null, pauses: null },
  unsupported: { flagAfterMailings: null, pauses: null },
}
