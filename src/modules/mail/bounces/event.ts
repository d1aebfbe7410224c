/** News of a mail that was sent, as it comes to be recorded: from a returned message, or from a mail service. Plain JSON. */
import type { FailureClass } from "../words/failure-classes"

/**
 * - `bounce`: it did not arrive. `complaint`: its reader called it spam.
 * - `progress`: it is somewhere on its way, or has arrived: it certainly left.
 */
export const RETURN_EVENT_KINDS = ["bounce", "complaint", "progress"] as const
export type ReturnEventKind = (typeof RETURN_EVENT_KINDS)[number]

export interface ReturnEvent {
  /** Who told us: `message`, `signed`, `ses` … */
  source: string
  kind: ReturnEventKind
  /** One news is told by one id, however often it comes; null if it has none. */
  eventId: string | null
  /** What may hold a sealed token: return paths, and the value of our header. */
  returnPaths: readonly string[]
  token: string | null
  /** Which mail it says that it is about. */
  deliveryId: string | null
  messageId: string | null
  /** Whom it is about; null if it is not said. */
  recipients: readonly string[]
  status: string | null
  /** The server's own words. */
  diagnostic: string | null
  remote: string | null
  /** Why, if the words do not say it. */
  class: FailureClass | null
  /** The head of a returned message. */
  evidence: string | null
  /** The service that told us has proven who it is, so it need not prove which mail it is. */
  vouched: boolean
}
