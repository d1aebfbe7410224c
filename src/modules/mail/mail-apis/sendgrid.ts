/** SendGrid, API v3: takes fields. https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
import type { OutgoingMessage } from "../smtp/transport"
import { DELIVERY_FIELD } from "./delivery-field"
import { answerByStatus, type ApiAnswer, type ApiResponse, jsonOf, type MailApi, textOf } from "./mail-api"
import type { ApiOf } from "./options"
import { partsOf } from "./parts"

export function sendgridApi({ key }: ApiOf<"sendgrid">): MailApi {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" }
  const path = "/v3/mail/send"
  return {
    repeatable: false,
    request: async (message) => ({ path, headers, body: JSON.stringify(await fieldsOf(message)) }),
    emptyRequest: () => Promise.resolve({ path, headers, body: "{}" }),
    read,
  }
}

async function fieldsOf({ id, to, bytes }: OutgoingMessage): Promise<object> {
  const { from, replyTo, subject, text, html, headers, attachments } = await partsOf(bytes)
  const content = [
    { type: "text/plain", value: text },
    { type: "text/html", value: html },
  ].filter(({ value }) => value)
  return {
    personalizations: [{ to: [{ email: to }] }],
    from: { email: from.address, name: from.name || undefined },
    reply_to: replyTo ? { email: replyTo } : undefined,
    subject,
    content,
    custom_args: { [DELIVERY_FIELD]: id },
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    attachments: attachments.length
      ? attachments.map(({ name, type, content: bytes64, contentId }) => ({
          filename: name,
          type,
          content: bytes64,
          disposition: contentId ? "inline" : "attachment",
          content_id: contentId ?? undefined,
        }))
      : undefined,
  }
}

function read({ status, headers, body }: ApiResponse): ApiAnswer {
  if (status === 202) {
    return { kind: "accepted", id: textOf(headers["x-message-id"]) }
  }
  const errors = jsonOf(body)?.errors
  const words = (Array.isArray(errors) ? errors : [])
    .map((error: { message?: unknown; field?: unknown } | null) =>
      [textOf(error?.field), textOf(error?.message)].filter(Boolean).join(": ")
    )
    .join("; ")
  return answerByStatus(status, words)
}
