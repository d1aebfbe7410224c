/**
 * One request over HTTP, and how far it came. A mail service can do nothing with half a request, so what was lost before its
 * last byte left is not sent; what was lost after that may have been done.
 */
import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as requestHttp,
} from "node:http"
import { Agent as HttpsAgent, request as requestHttps } from "node:https"
import type { Socket } from "node:net"
import { urlToHttpOptions } from "node:url"

import type { ApiRequest, ApiResponse } from "./mail-api"

/** Bytes of an answer. Real ones have a few hundred. */
const LONGEST_ANSWER = 64 * 1024

export type Exchange =
  | { kind: "answered"; response: ApiResponse }
  | { kind: "not_sent"; connected: boolean; open: boolean; message: string }
  | { kind: "lost"; message: string }

export interface ExchangeOptions {
  url: string
  /** Milliseconds without a word, and those that each part of an exchange may take: see `Deadline`. */
  silence: number
}

/** Bytes in a millisecond. What leaves more slowly than this is given up. */
const SLOWEST = 32

/** The connections to one service: opened when needed, kept for a while. */
export class Exchanger {
  private readonly agent: HttpAgent
  private readonly send: typeof requestHttps
  private readonly server: ReturnType<typeof urlToHttpOptions>
  private readonly folder: string
  private readonly open = new Set<ClientRequest>()
  private readonly ways: Ways

  constructor(private readonly options: ExchangeOptions & { connections: number; idle: number }) {
    const isTls = options.url.startsWith("https:")
    const settings = { keepAlive: true, maxSockets: options.connections, timeout: options.idle }
    this.agent = isTls ? new HttpsAgent(settings) : new HttpAgent(settings)
    this.send = isTls ? requestHttps : (requestHttp as typeof requestHttps)
    const url = new URL(options.url)
    this.server = urlToHttpOptions(url)
    this.folder = url.pathname.replace(/\/$/, "")
    this.ways = new Ways(isTls)
  }

  exchange({ path, headers, body }: ApiRequest): Promise<Exchange> {
    const { silence } = this.options
    return new Promise((resolve) => {
      const bytes = Buffer.from(body)
      const deadline = new Deadline((why) => fail(new Error(why)))
      const request = this.send({
        ...this.server,
        path: this.folder + path,
        method: "POST",
        agent: this.agent,
        headers: { ...headers, "content-length": bytes.length },
        timeout: silence,
      })
      this.open.add(request)
      const progress = this.ways.watch(request)
      const end = (result: Exchange) => {
        deadline.over()
        this.open.delete(request)
        if (result.kind !== "answered" || !progress.left) {
          request.destroy()
        }
        resolve(result)
      }
      const fail = (error: Error) => end(broken(error, progress))
      request
        .on("timeout", () => fail(new Error(`No answer came within ${silence} ms`)))
        .on("error", fail)
        .on("socket", () => deadline.set(silence + bytes.length / SLOWEST, "The request did not leave"))
        .on("finish", () => deadline.set(silence, "The answer was not complete"))
        .on("response", (response) => {
          deadline.set(silence, "The answer was not complete")
          readAnswer(response).then((answer) => end({ kind: "answered", response: answer }), fail)
        })
      request.end(bytes)
    })
  }

  /** Ends what is idle; with `now` also what is under way. */
  close(now: boolean): void {
    if (now) {
      this.open.forEach((request) => request.destroy(new Error("The connection was ended from this side")))
    }
    this.agent.destroy()
  }
}

/** However often a byte comes: what a server says bit by bit would else hold a connection without end. */
class Deadline {
  private timer: NodeJS.Timeout | undefined
  private readonly whys = new Set<string>()

  constructor(private readonly onEnd: (why: string) => void) {}

  /** Once for each reason: what has begun gets no more time by beginning again. */
  set(milliseconds: number, why: string): void {
    if (!this.whys.has(why)) {
      this.whys.add(why)
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.onEnd(`${why} within ${Math.ceil(milliseconds)} ms`), milliseconds)
    }
  }

  over(): void {
    clearTimeout(this.timer)
  }
}

/** How far a connection came. */
interface Way {
  connected: boolean
  /** TLS is there too, where there is to be any. */
  open: boolean
}

/** How far a request came. */
interface Progress {
  /** Of the connection that it got; null before it has one. */
  way: Way | null
  /** The last byte was handed to the network. */
  left: boolean
}

/** Of each connection, for as long as it lives: whoever gets it later finds it as open as it is, and watches it no further. */
class Ways {
  private readonly known = new WeakMap<Socket, Way>()

  constructor(private readonly isTls: boolean) {}

  /** What becomes of a request from now on. */
  watch(request: ClientRequest): Progress {
    const progress: Progress = { way: null, left: false }
    request
      .on("socket", (socket) => (progress.way = this.of(socket)))
      .on("finish", () => (progress.left = true))
    return progress
  }

  private of(socket: Socket): Way {
    const known = this.known.get(socket)
    if (known) {
      return known
    }
    const way = { connected: false, open: false }
    this.known.set(socket, way)
    socket.once("connect", () => {
      way.connected = true
      way.open ||= !this.isTls
    })
    socket.once("secureConnect", () => (way.open = true))
    return way
  }
}

function readAnswer(response: IncomingMessage): Promise<ApiResponse> {
  const parts: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    response
      .on("data", (part: Buffer) => {
        size += part.length
        if (size > LONGEST_ANSWER) {
          return void response.destroy(new Error("The answer is longer than any can be"))
        }
        parts.push(part)
      })
      .on("end", () => {
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, body: Buffer.concat(parts).toString("utf8") })
      })
      .on("error", reject)
  })
}

function broken(error: Error, { way, left }: Progress): Exchange {
  const { connected, open } = way ?? { connected: false, open: false }
  const message = error.message || ((error as NodeJS.ErrnoException).code ?? "The connection was lost")
  return open && left ? { kind: "lost", message } : { kind: "not_sent", connected, open, message }
}
