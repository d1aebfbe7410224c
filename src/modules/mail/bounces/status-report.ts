/** Delivery status notifications (RFC 3464): one block about the message, then one for each recipient. */
import { fieldOf, fieldsIn } from "./mime"
import { RETURN_ACTIONS, type ReturnAction, type ReturnedRecipient } from "./returned-mail"

/** `message/global-delivery-status`: the same with addresses in all letters (RFC 6533). */
export const STATUS_TYPES: ReadonlySet<string> = new Set([
  "message/delivery-status",
  "message/global-delivery-status",
])

/** A report about more would be one about a list, which we do not send to. */
const MOST_RECIPIENTS = 50

/** `rfc822; hanako@example.jp`, `dns;mx.example.jp`, `smtp; 550 …`: what stands behind the type. */
function valueOf(field: string | null): string | null {
  const value = field?.replace(/^[\w-]{1,40}\s?;\s?/, "").trim()
  return value || null
}

/** An address alone, without brackets and remarks. */
export function addressIn(text: string | null): string | null {
  return /[^\s<>()[\]";,]{1,128}@[^\s<>()[\]";,]{1,255}/.exec(text ?? "")?.[0]?.replace(/[.:]+$/, "") ?? null
}

export function statusIn(text: string | null): string | null {
  return /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/.exec(text ?? "")?.[0] ?? null
}

const ACTION_OF_STATUS: Record<string, ReturnAction> = { "2": "delivered", "4": "delayed", "5": "failed" }

/** Some leave the action out, and say the same by the status. */
function actionIn(fields: Parameters<typeof fieldOf>[0], status: string | null): ReturnAction | null {
  const given = /^[a-z]+/.exec(fieldOf(fields, "action")?.toLowerCase() ?? "")?.[0]
  return RETURN_ACTIONS.find((action) => action === given) ?? ACTION_OF_STATUS[status?.[0] ?? ""] ?? null
}

function recipientIn(block: string): ReturnedRecipient[] {
  const fields = fieldsIn(block)
  const status = statusIn(fieldOf(fields, "status"))
  const action = actionIn(fields, status)
  const final = fieldOf(fields, "final-recipient")
  const original = fieldOf(fields, "original-recipient")
  if (!action || !(final ?? original ?? status)) {
    return []
  }
  return [
    {
      action,
      status,
      diagnostic: valueOf(fieldOf(fields, "diagnostic-code")),
      remote: valueOf(fieldOf(fields, "remote-mta") ?? fieldOf(fields, "reporting-mta")),
      recipient: addressIn(valueOf(final)),
      original: addressIn(valueOf(original)),
    },
  ]
}

/** @param report - The part, as it stands there. */
export function recipientsInReport(report: string): ReturnedRecipient[] {
  return report
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n+/)
    .flatMap(recipientIn)
    .slice(0, MOST_RECIPIENTS)
}
