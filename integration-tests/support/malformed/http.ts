/** Requests as they stand on the wire: a path with broken escapes, a body of any type or of none. */
import { Agent, request } from "node:http"

export interface RawRequest {
  method: string
  /** With its query, exactly as it is sent. */
  path: string
  headers?: Record<string, string>
  body?: string
}

export interface RawAnswer {
  status: number
  text: string
  headers: NodeJS.Dict<string | string[]>
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 })

/** @param url - Of the server. */
export function send(url: string, { method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, hostname, port, method, path, headers: { ...headers, ...length } },
      (answer) => {
        const pieces: Buffer[] = []
        answer.on("data", (piece: Buffer) => pieces.push(piece))
        answer.on("error", reject)
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            text: Buffer.concat(pieces).toString("utf8"),
            headers: answer.headers,
          })
        )
      }
    )
    sent.on("error", reject)
    sent.end(body)
  })
}

export function closeConnections(): void {
  agent.destroy()
}
