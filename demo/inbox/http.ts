/** The pages of the inbox and its small JSON API. */
import http from "node:http"
import { type AddressInfo } from "node:net"

import PostalMime, { decodeWords } from "postal-mime"

import { type Mail, type Mailbox } from "./mailbox"
import { PAGE, PAGE_POLICY } from "./page"
import { type SmtpCounts } from "./smtp"

interface Answer {
  status?: number
  type: string
  body: string | Buffer
  policy?: string
}

/** What a mail may do inside the inbox: show itself. No scripts, no forms, no other page. */
const MAIL_POLICY = "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; sandbox"

/**
 * Starts listening; rejects if the port is taken. Port 0 takes a free one.
 *
 * `GET /api/messages?q=&offset=&limit=` · `GET /api/messages/:id` · `…/:id/raw` · `…/:id/html` ·
 * `GET /api/delivery-ids` · `DELETE /api/messages`
 */
export async function startHttp(
  port: number,
  mailbox: Mailbox,
  counts: SmtpCounts
): Promise<{ port: number; close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    answer(request, mailbox, counts).then(
      ({ status = 200, type, body, policy }) => {
        response.writeHead(status, {
          "content-type": type,
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
          "content-security-policy": policy ?? "default-src 'none'",
        })
        response.end(body)
      },
      (error: unknown) => {
        response.writeHead(500, { "content-type": "text/plain; charset=utf-8" })
        response.end(error instanceof Error ? error.message : String(error))
      }
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", resolve)
  })
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { port: (server.address() as AddressInfo).port, close }
}

async function answer(request: http.IncomingMessage, mailbox: Mailbox, counts: SmtpCounts): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://inbox")
  const [, api, what, id, part] = url.pathname.split("/")
  if (url.pathname === "/") {
    return { type: "text/html; charset=utf-8", body: PAGE, policy: PAGE_POLICY }
  }
  if (api !== "api") {
    return notFound()
  }
  if (what === "delivery-ids") {
    return json(mailbox.deliveryIds())
  }
  if (what === "messages" && id) {
    return oneMail(mailbox, Number(id), part)
  }
  if (what === "messages" && request.method === "DELETE") {
    mailbox.clear()
    return json({ deleted: true })
  }
  return what === "messages" ? json(listMails(mailbox, url.searchParams, counts)) : notFound()
}

function listMails(mailbox: Mailbox, query: URLSearchParams, counts: SmtpCounts) {
  const offset = Math.max(0, Number(query.get("offset")) || 0)
  const limit = Math.min(200, Math.max(1, Number(query.get("limit")) || 50))
  const page = mailbox.list(query.get("q") ?? "", offset, limit)
  return { ...page, offset, limit, refused: counts.refused.size, deferred: counts.deferred.size }
}

async function oneMail(mailbox: Mailbox, id: number, part: string | undefined): Promise<Answer> {
  const [mail, raw] = [mailbox.get(id), mailbox.raw(id)]
  if (!mail || !raw) {
    return notFound()
  }
  if (part === "raw") {
    return { type: "text/plain; charset=utf-8", body: raw }
  }
  // Parsed only when somebody looks: most mails of a large mailing are never opened.
  const parsed = await new PostalMime().parse(raw)
  if (part === "html") {
    return { type: "text/html; charset=utf-8", body: parsed.html ?? "", policy: MAIL_POLICY }
  }
  return json(describe(mail, parsed))
}

function describe(mail: Mail, parsed: PostalMime.Email) {
  return {
    ...mail,
    date: parsed.date ?? null,
    headers: parsed.headers.map(({ originalKey, value }) => ({
      name: originalKey,
      value: decodeWords(value),
    })),
    has_html: Boolean(parsed.html),
    text: parsed.text ?? "",
    attachments: parsed.attachments.map(({ filename, mimeType }) => ({ filename, type: mimeType })),
  }
}

function json(body: unknown): Answer {
  return { type: "application/json; charset=utf-8", body: JSON.stringify(body) }
}

function notFound(): Answer {
  return { status: 404, type: "text/plain; charset=utf-8", body: "Not found" }
}
