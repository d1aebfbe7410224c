/**
 * Which mail the news is about, and whether that is proven.
 *
 * Anybody can write to the address that mail comes back to, and a recipient of one mail of a mailing knows the ids of all
 * others. So a returned message proves something by the sealed token alone, which only the mail itself carries: in its
 * return path, or in its header. The ids in it are a hint for people, and change nothing. A mail service whose signature
 * was checked is believed by the id.
 */
import type { Secrets } from "../seals/seal"
import type { ReturnEvent } from "./event"
import { deliveryOfReturnPath, readReturnToken } from "./return-path"

/** How it was found: `sealed` and `vouched` prove it; `guessed` is by address and time alone, see guess.ts. */
export type MatchedBy = "sealed" | "vouched" | "named" | "guessed"

/** What follows from news is for those that are proven. */
export const PROVEN: ReadonlySet<MatchedBy> = new Set(["sealed", "vouched"])

export interface Match {
  deliveryId: string
  by: MatchedBy
}

const ID = /^mdlv_\w{1,80}$/

/** The id in the Message-ID that we gave it, see deliveries/message-id.ts. */
export function deliveryOfMessageId(messageId: string | null): string | null {
  const id = /^<?(mdlv_\w{1,80})@[^<>\s]*>?$/.exec(messageId?.trim() ?? "")?.[1]
  return id ?? null
}

export function matchOf(secrets: Secrets, event: ReturnEvent): Match | null {
  const sealed =
    event.returnPaths.map((address) => deliveryOfReturnPath(secrets, address)).find((id) => id !== null) ??
    (event.token ? readReturnToken(secrets, event.token) : null)
  if (sealed) {
    return { deliveryId: sealed, by: "sealed" }
  }
  const named = namedBy(event)
  return named ? { deliveryId: named, by: event.vouched ? "vouched" : "named" } : null
}

/** Both must say the same; from whom is believed, one of them is enough. */
function namedBy({ deliveryId, messageId, vouched }: ReturnEvent): string | null {
  const id = deliveryId && ID.test(deliveryId) ? deliveryId : null
  const ofMessage = deliveryOfMessageId(messageId)
  if (id && ofMessage) {
    return id === ofMessage ? id : null
  }
  return vouched ? (id ?? ofMessage) : null
}
