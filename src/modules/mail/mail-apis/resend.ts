/**
 * Resend: takes fields, and does once what comes twice with one idempotency key, within a day.
 * https://resend.com/docs/api-reference/emails/send-email
 */
import { createHash } from "node:crypto"

import type { OutgoingMessage } from "../smtp/transport"
import { DELIVERY_FIELD } from "./delivery-field"
import { answerByStatus, type ApiAnswer, type ApiResponse, jsonOf, type MailApi, textOf } from "./mail-api"
import type { ApiOf } from "./options"
import { mailboxOf, partsOf } from "./parts"

/** Of the errors that it answers with 401 or 403, those about this mail alone. */
const ABOUT_THE_MAIL = /^invalid_(?:from_address|parameter|attachment)$/

export function resendApi({ key }: ApiOf<"resend">): MailApi {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" }
  return {
    repeatable: true,
    request: async (message) => ({
      path: "/emails",
      headers: { ...headers, "idempotency-key": idempotencyKey(message) },
      body: JSON.stringify(await fieldsOf(message)),
    }),
    emptyRequest: () => Promise.resolve({ path: "/emails", headers, body: "{}" }),
    read,
  }
}

/** The same bytes of the same mail are the same request; a later attempt with other bytes is another. */
function idempotencyKey({ id, bytes }: OutgoingMessage): string {
  return createHash("sha256").update(id).update(bytes).digest("hex")
}

async function fieldsOf({ id, to, bytes }: OutgoingMessage): Promise<object> {
  const { from, replyTo, subject, text, html, headers, attachments } = await partsOf(bytes)
  return {
    from: mailboxOf(from),
    to: [to],
    subject,
    reply_to: replyTo ?? undefined,
    text: text ?? undefined,
    html: html ?? undefined,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    tags: [{ name: DELIVERY_FIELD, value: id }],
    attachments: attachments.map(({ name, type, content, contentId }) => ({
      filename: name,
      content,
      content_type: type,
      content_id: contentId ?? undefined,
    })),
  }
}

function read({ status, body }: ApiResponse): ApiAnswer {
  const answer = jsonOf(body)
  const id = textOf(answer?.id)
  if (status === 200) {
    return id ? { kind: "accepted", id } : { kind: "unknown", words: "200 without an id" }
  }
  const name = textOf(answer?.name)
  const words = [name, textOf(answer?.message)].filter(Boolean).join(": ")
  if (name === "concurrent_idempotent_requests") {
    return { kind: "refused", forGood: false, words: `${status} ${words}` }
  }
  return ABOUT_THE_MAIL.test(name)
    ? { kind: "refused", forGood: true, words: `${status} ${words}` }
    : answerByStatus(status, name && words)
}
