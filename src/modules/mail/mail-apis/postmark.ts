/** Postmark: takes fields. https://postmarkapp.com/developer/api/email-api, its codes: /developer/api/overview */
import type { OutgoingMessage } from "../smtp/transport"
import { POSTMARK_METADATA } from "./delivery-field"
import { answerByStatus, type ApiAnswer, type ApiResponse, jsonOf, type MailApi, textOf } from "./mail-api"
import type { ApiOf } from "./options"
import { mailboxOf, partsOf } from "./parts"

/** Whatever the mail: the token, the sender, the account (not approved, out of credits, wrong stream). */
const LOCKED_OUT = new Set([10, 400, 401, 405, 412, 1235])

export function postmarkApi({ key, stream }: ApiOf<"postmark">): MailApi {
  const headers = {
    "x-postmark-server-token": key,
    accept: "application/json",
    "content-type": "application/json",
  }
  return {
    repeatable: false,
    request: async (message) => ({
      path: "/email",
      headers,
      body: JSON.stringify({ ...(await fieldsOf(message)), MessageStream: stream ?? undefined }),
    }),
    emptyRequest: () => Promise.resolve({ path: "/email", headers, body: "{}" }),
    read,
  }
}

async function fieldsOf({ id, to, bytes }: OutgoingMessage): Promise<object> {
  const { from, replyTo, subject, text, html, headers, attachments } = await partsOf(bytes)
  return {
    From: mailboxOf(from),
    To: to,
    ReplyTo: replyTo ?? undefined,
    Subject: subject,
    TextBody: text ?? undefined,
    HtmlBody: html ?? undefined,
    Metadata: { [POSTMARK_METADATA]: id },
    Headers: headers.map(({ name, value }) => ({ Name: name, Value: value })),
    Attachments: attachments.map(({ name, type, content, contentId }) => ({
      Name: name,
      ContentType: type,
      Content: content,
      ContentID: contentId ? `cid:${contentId}` : undefined,
    })),
  }
}

function read({ status, body }: ApiResponse): ApiAnswer {
  const answer = jsonOf(body)
  const code = answer?.ErrorCode
  if (status === 200 && code === 0) {
    return { kind: "accepted", id: textOf(answer?.MessageID) }
  }
  const words = [code, textOf(answer?.Message)].filter(Boolean).join(": ")
  if (typeof code === "number" && LOCKED_OUT.has(code)) {
    return { kind: "locked_out", words }
  }
  return answerByStatus(status, typeof code === "number" ? words : "")
}
