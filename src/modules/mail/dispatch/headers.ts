/** What a mail says of itself to machines, by what kind of mail it is. */
import { type Compose, type ComposerConstants, createComposer } from "../content/compose"
import type { ClaimedDelivery } from "../deliveries/claim"
import { mergedHeaders } from "../options/headers"
import { isOneClick } from "../options/public-url"
import type { DeliveryKind } from "../words"

/**
 * - `bulk`: written once and sent to many.
 * - `automatic`: an event or a program sends it.
 * - `personal`: somebody chose whom it goes to, and pressed the button for them.
 */
export type Stream = "bulk" | "automatic" | "personal"

export const STREAM_OF: Record<DeliveryKind, Stream> = {
  member: "bulk",
  single: "automatic",
  copy: "automatic",
  order: "personal",
  test: "personal",
}

/** Plain JSON. */
export interface HeaderOptions {
  /** Of every mail, and of mail to many: what the store's mail service asks for. */
  headers?: Record<string, string>
  bulkHeaders?: Record<string, string>
}

/**
 * Of one sender's mails, a composer for each stream.
 *
 * `Auto-Submitted` is `auto-generated` (RFC 3834, 5): a confirmation is made by a rule, and answers no mail; for that there
 * would be `auto-replied`. It keeps holiday notes from coming back. Mail to many was written by a person, which the header
 * would deny; there `Precedence: bulk` does the same, and `List-Id` (RFC 2919) lets readers sort it.
 *
 * @param domain - The sender's, in ASCII.
 */
export function composersOf(
  sender: Pick<ComposerConstants, "from" | "replyTo">,
  domain: string | null,
  { headers = {}, bulkHeaders = {} }: HeaderOptions
): Record<Stream, Compose> {
  return {
    bulk: createComposer({
      ...sender,
      listId: listIdOf(domain),
      headers: { Precedence: "bulk", ...mergedHeaders(headers, bulkHeaders) },
    }),
    automatic: createComposer({ ...sender, headers: { "Auto-Submitted": "auto-generated", ...headers } }),
    personal: createComposer({ ...sender, headers }),
  }
}

/** One list for all that a sender writes to its members. An address in brackets has no name to make it of. */
function listIdOf(domain: string | null): string | null {
  return domain && !domain.startsWith("[") ? `members.${domain}` : null
}

type Fields = [name: string, value: string][]

/**
 * Those that differ from mail to mail.
 *
 * @param domain - The sender's, in ASCII.
 * @param link - For unsubscribing; empty if there is none.
 * @param returnToken - Proves that what comes back is about this mail; null without the option `bounces`.
 */
export function headersOf(
  { id, kind, mailing_id }: Pick<ClaimedDelivery, "id" | "kind" | "mailing_id">,
  domain: string | null,
  link: string,
  returnToken: string | null = null
): Fields {
  const own: Fields = [
    ["X-Mail-Delivery-Id", id],
    ...(returnToken ? ([["X-Mail-Delivery-Token", returnToken]] satisfies Fields) : []),
  ]
  return STREAM_OF[kind] === "bulk"
    ? [...own, ["Feedback-ID", feedbackId(mailing_id, domain)], ...unsubscribing(link)]
    : own
}

/** One click in the mail program (RFC 8058, which wants `https:`): for mail to many, not for mail that was asked for. */
function unsubscribing(link: string): Fields {
  if (!link) {
    return []
  }
  const fields: Fields = [["List-Unsubscribe", `<${link}>`]]
  return isOneClick(link) ? [...fields, ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"]] : fields
}

/** Gmail's complaints are counted by these: mailing, kind, and last the sender, in 5 to 15 characters. */
function feedbackId(mailingId: string | null, domain: string | null): string {
  const name = (domain ?? "").replace(/[^A-Za-z0-9]/g, "").slice(0, 15)
  return `${mailingId ?? "none"}:member:${name.padEnd(5, "0")}`
}
