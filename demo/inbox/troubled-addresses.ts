/**
 * Addresses that the inbox treats as a real mail server would treat them. Known by their domain, so that the
 * seed can make as many as it likes and the inbox needs no list.
 */

/** Mailboxes that no longer exist: refused for good. */
export const GONE_DOMAIN = "closed.example.net"
/** A server that turns the first attempt of each address away for a while (greylisting). */
export const GREYLISTING_DOMAIN = "greylist.example.org"

export type Reception = "accepted" | "gone" | "greylisted"

/** How the inbox answers to a recipient, before it knows whether the address was there already. */
export function receptionOf(address: string): Reception {
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase()
  if (domain === GONE_DOMAIN) {
    return "gone"
  }
  return domain === GREYLISTING_DOMAIN ? "greylisted" : "accepted"
}
