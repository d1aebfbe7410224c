/** What a mail that came back says, whoever wrote it and in whatever form. Plain JSON. */

/** RFC 3464, 2.3.3. */
export const RETURN_ACTIONS = ["failed", "delayed", "delivered", "relayed", "expanded"] as const
export type ReturnAction = (typeof RETURN_ACTIONS)[number]

/** What became of one recipient. */
export interface ReturnedRecipient {
  action: ReturnAction
  /** RFC 3463, such as `5.1.1`; null if none is given. */
  status: string | null
  /** The words of the server that decided; null if it has none. */
  diagnostic: string | null
  /** The server that decided. */
  remote: string | null
  /** Whom it was about in the end; null if that is left out. */
  recipient: string | null
  /** Whom the mail was sent to, where it says that too. */
  original: string | null
}

/**
 * - `report`: what became of a mail.
 * - `complaint`: its reader called it spam.
 * - `auto_reply`: a person's program answers: on holiday, moved, thank you. Says nothing about delivery.
 * - `other`: anything else.
 */
export type ReturnKind = "report" | "complaint" | "auto_reply" | "other"

export interface ReturnedMail {
  kind: ReturnKind
  /** Of a report, at least one; of a complaint, those whom it names, if any. */
  recipients: ReturnedRecipient[]
  /** Which mail it is about, as the returned part of it says; anybody can write that. */
  deliveryId: string | null
  messageId: string | null
  /** The value of our sealed header in the returned part. */
  token: string | null
  /** Where it came to, and what the mail's own envelope sender was: one of them may hold a sealed token. */
  addresses: string[]
  /** Of the message that came, for telling two of them apart; null if it has none. */
  reportId: string | null
  /** The head of the message that came, as it stands there. */
  head: string
}
