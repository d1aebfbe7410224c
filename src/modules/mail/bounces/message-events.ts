/** A returned message as news: one for all that failed, one for all that did not, or a complaint. */
import { type Finding, findingOf } from "./class"
import type { ReturnEvent } from "./event"
import { parseReturned } from "./parse"
import type { ReturnedMail, ReturnedRecipient } from "./returned-mail"

/** The source of what came as a message. */
export const MESSAGE = "message"

/** @returns nothing for what is no news of a mail: an answer, a person's letter. */
export async function eventsOfMessage(bytes: Buffer): Promise<ReturnEvent[]> {
  const said = await parseReturned(bytes)
  if (said.kind === "complaint") {
    return [eventOf(said, "complaint", said.recipients[0])]
  }
  const failed = said.recipients.find(({ action }) => action === "failed")
  const other = said.recipients.find(({ action }) => action !== "failed")
  return [
    ...(failed ? [eventOf(said, "bounce", failed)] : []),
    ...(other ? [eventOf(said, "progress", other)] : []),
  ]
}

/** A mail of ours has one recipient: where a report names several, they stand behind that one's address. */
function eventOf(
  { addresses, token, deliveryId, messageId, reportId, head }: ReturnedMail,
  kind: ReturnEvent["kind"],
  recipient: ReturnedRecipient | undefined
): ReturnEvent {
  const finding: Finding | null = recipient && kind === "bounce" ? findingOf(recipient) : null
  return {
    source: MESSAGE,
    kind,
    eventId: reportId,
    returnPaths: addresses,
    token,
    deliveryId,
    messageId,
    recipients: [recipient?.recipient, recipient?.original].filter((one) => typeof one === "string"),
    status: recipient?.status ?? null,
    diagnostic: recipient?.diagnostic ?? null,
    remote: recipient?.remote ?? null,
    class: finding?.class ?? null,
    evidence: head,
    vouched: false,
  }
}
