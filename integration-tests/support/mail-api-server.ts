/** A mail service's API on this machine: it speaks as the service documents, and misbehaves where a story wants that. */
import { once } from "node:events"
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo, Socket } from "node:net"

export interface ApiCall {
  path: string
  headers: IncomingHttpHeaders
  body: Record<string, unknown>
}

export type ApiBehaviour = (response: ServerResponse, call: ApiCall) => void

export interface MailApiServer {
  url: string
  calls: ApiCall[]
  /** How it answers, from now on. */
  behave: ApiBehaviour
  /** Open connections. */
  open(): number
  stop(): Promise<void>
}

export async function startMailApi(behave: ApiBehaviour): Promise<MailApiServer> {
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on("data", (part: Buffer) => parts.push(part))
    request.on("end", () => {
      const { url: path = "", headers } = request
      const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>
      const call = { path, headers, body }
      api.calls.push(call)
      api.behave(response, call)
    })
  })
  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const api: MailApiServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    behave,
    open: () => sockets.size,
    stop: async () => {
      sockets.forEach((socket) => socket.destroy())
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return api
}

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {}
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body))
}
