/**
 * A real SMTP server for tests that misbehaves on demand: it refuses, delays, falls silent or cuts the
 * connection at any moment of the conversation, and remembers everything it was told.
 */
import { type AddressInfo, createServer } from "node:net"

import { type Received } from "./smtp-received"
import { type Rule, Script } from "./smtp-rules"
import { SmtpServerSession, type TokenAuth, Traffic } from "./smtp-server-session"

export type { Received } from "./smtp-received"
export type { Moment, Rule } from "./smtp-rules"

export interface SmtpServerSettings {
  /** Left out: any free port. */
  port?: number
  /** Credentials that a client must give; left out, none are asked for. */
  auth?: { user: string; pass: string }
  /** A login with tokens, in its place or besides. */
  tokens?: TokenAuth
  /** Offered unless false. */
  pipelining?: boolean
  /** EHLO keywords besides PIPELINING and AUTH. */
  extensions?: string[]
  rules?: Rule[]
  /** Called for each mail before the client is told that it was taken. */
  onMail?: (mail: Received) => void
  /** Keep what was received in memory; true unless said otherwise. */
  keep?: boolean
}

export interface SmtpServer {
  port: number
  url: string
  received: Received[]
  /** Adds rules; the first that fits decides. */
  script(...rules: Rule[]): void
  /** Forgets the rules: from now on it does what a server should. */
  behave(): void
  /** How many connections were opened since the start or the last reset, and how many are open now. */
  connections(): { total: number; open: number }
  /** The commands of the nth connection since the start or the last reset, counted from 1. */
  commands(connection: number): string[]
  /** How often these words were said since the start or the last reset. */
  answered(words: string): number
  /** Ends every open connection from the server's side, with some last words if given. */
  hangUp(words?: string): void
  /** Resolves as soon as the predicate holds; rejects after `timeout` milliseconds (5,000). */
  waitFor(predicate: () => boolean, timeout?: number): Promise<void>
  /** Forgets rules, mails and connections; open connections are cut. */
  reset(): void
  stop(): Promise<void>
}

const DEFAULT_EXTENSIONS = ["SIZE 52428800", "8BITMIME", "ENHANCEDSTATUSCODES", "SMTPUTF8"]

/** Starts the server on 127.0.0.1. */
export async function startSmtpServer(settings: SmtpServerSettings = {}): Promise<SmtpServer> {
  const script = new Script()
  script.add(settings.rules ?? [])
  const received: Received[] = []
  const watchers = new Set<() => void>()
  const said = new Map<string, number>()
  let sessions: SmtpServerSession[] = []

  const host = {
    script,
    extensions: [
      ...(settings.pipelining === false ? [] : ["PIPELINING"]),
      ...(settings.extensions ?? DEFAULT_EXTENSIONS),
    ],
    auth: settings.auth ?? null,
    tokens: settings.tokens ?? null,
    traffic: new Traffic(),
    said: (words: string) => said.set(words, (said.get(words) ?? 0) + 1),
    take: (mail: Received) => {
      settings.onMail?.(mail)
      if (settings.keep !== false) {
        received.push(mail)
      }
    },
    changed: () => watchers.forEach((watch) => watch()),
  }

  const server = createServer((socket) => {
    const session = new SmtpServerSession(socket, sessions.length + 1, host)
    sessions.push(session)
    socket.on("close", host.changed)
    session.greet()
    host.changed()
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(settings.port ?? 0, "127.0.0.1", resolve)
  })
  const { port } = server.address() as AddressInfo
  const cutAll = () => sessions.forEach(({ socket }) => socket.destroy())

  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    script: (...rules) => script.add(rules),
    behave: () => script.clear(),
    connections: () => ({
      total: sessions.length,
      open: sessions.filter(({ socket }) => !socket.destroyed).length,
    }),
    commands: (connection) => sessions[connection - 1]?.commands ?? [],
    answered: (words) => said.get(words) ?? 0,
    hangUp: (words) => sessions.forEach((session) => session.hangUp(words)),
    waitFor: (predicate, timeout = 5000) => waitUntil(predicate, watchers, timeout),
    reset: () => {
      cutAll()
      script.clear()
      received.length = 0
      said.clear()
      sessions = []
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        cutAll()
      }),
  }
}

function waitUntil(predicate: () => boolean, watchers: Set<() => void>, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      watchers.delete(look)
      settle()
    }
    const look = () => {
      if (predicate()) {
        finish(resolve)
      }
    }
    const timer = setTimeout(
      () => finish(() => reject(new Error(`Not within ${timeout} ms: ${String(predicate)}`))),
      timeout
    )
    watchers.add(look)
    look()
  })
}
