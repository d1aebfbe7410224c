/** What takes whole messages over HTTP, as the service that the documented transport of a store's own speaks to. */
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

import { until } from "./engine"
import type { Inbox } from "./one-mailing"

export interface HttpInbox extends Inbox {
  url: string
  /** How it answers to each message, from now on. */
  answer: { status: number; words: string }
  /** Of the last request. */
  headers: Record<string, unknown>
  stop(): void
}

export async function startHttpInbox(): Promise<HttpInbox> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on("data", (part: Buffer) => parts.push(part))
    request.on("end", () => {
      if (request.method === "POST") {
        inbox.headers = request.headers
        inbox.received.push({ to: [String(request.headers["x-recipient"])], bytes: Buffer.concat(parts) })
      }
      response.writeHead(inbox.answer.status).end(inbox.answer.words)
    })
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const inbox: HttpInbox = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: { status: 200, words: "taken" },
    headers: {},
    reset: () => void inbox.received.splice(0),
    waitFor: (condition, within) => until("it is there", condition, within),
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return inbox
}
