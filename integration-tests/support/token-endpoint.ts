/** A token endpoint on this machine (RFC 6749): it remembers how it was asked, and answers as a story wants. */
import { once } from "node:events"
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface TokenEndpoint {
  url: string
  /** The forms it was asked with, in order. */
  asked: Record<string, string>[]
  /** The tokens that it gave and that are still good. */
  good: Set<string>
  /** From now on: its answer instead of a token. */
  answer: ((response: ServerResponse) => void) | null
  /** How long a token is good for, in seconds. */
  life: number
  stop(): Promise<void>
}

export async function startTokenEndpoint(): Promise<TokenEndpoint> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on("data", (part: Buffer) => parts.push(part))
    request.on("end", () => {
      endpoint.asked.push(Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString())))
      if (endpoint.answer) {
        return endpoint.answer(response)
      }
      const token = `token-${endpoint.asked.length}`
      endpoint.good.add(token)
      json(response, 200, { access_token: token, token_type: "Bearer", expires_in: endpoint.life })
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const endpoint: TokenEndpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    asked: [],
    good: new Set(),
    answer: null,
    life: 3600,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return endpoint
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
}
