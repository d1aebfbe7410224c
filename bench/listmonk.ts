/**
 * listmonk (https://listmonk.app), a newsletter program of its own, over a database of its own: installed anew at
 * each start, with the settings with which it is fastest.
 */
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"

import type { Database } from "../src/modules/mail/sql/database"
import { freePort } from "../tools/postgres/port"
import { listening } from "./sink"

export const PROGRAM = "listmonk"

export interface ListmonkOptions {
  db: Database
  databaseUrl: string
  sinkPort: number
  connections: number
  /** How many it will be given to send. */
  mails: number
}

export interface Listmonk {
  pid: number
  /** Calls its HTTP API. @returns the answer's `data`. */
  call(method: "POST" | "PUT", path: string, body: object): Promise<{ id: number }>
  stop(): Promise<void>
}

const API_USER = "bench-api"

function environmentOf(databaseUrl: string, port: number): NodeJS.ProcessEnv {
  const url = new URL(databaseUrl)
  return {
    ...process.env,
    LISTMONK_app__address: `127.0.0.1:${port}`,
    LISTMONK_db__host: url.hostname,
    LISTMONK_db__port: url.port,
    LISTMONK_db__user: decodeURIComponent(url.username),
    LISTMONK_db__password: decodeURIComponent(url.password),
    LISTMONK_db__database: url.pathname.slice(1),
    LISTMONK_db__ssl_mode: "disable",
    // As its sample configuration has them.
    LISTMONK_db__max_open: "25",
    LISTMONK_db__max_idle: "25",
    LISTMONK_db__max_lifetime: "300s",
    LISTMONK_ADMIN_USER: "bench",
    LISTMONK_ADMIN_PASSWORD: "bench-password",
    LISTMONK_ADMIN_API_USER: API_USER,
  }
}

/** One worker a connection; what would slow it down or look at the internet is off. */
function settingsOf({ sinkPort, connections, mails }: ListmonkOptions): Record<string, unknown> {
  return {
    "app.concurrency": connections,
    // Each worker pauses for a second after so many: twice its share, so never. More would only take memory.
    "app.message_rate": Math.ceil((2 * mails) / connections),
    "app.batch_size": 1_000,
    "app.message_sliding_window": false,
    // It would go on after an error, and count what was not sent as done.
    "app.max_send_errors": 1,
    "app.check_updates": false,
    "privacy.disable_tracking": true,
    "privacy.unsubscribe_header": false,
    smtp: [
      {
        enabled: true,
        host: "127.0.0.1",
        port: sinkPort,
        auth_protocol: "none",
        tls_type: "none",
        max_conns: connections,
        max_msg_retries: 1,
        idle_timeout: "15s",
        wait_timeout: "5s",
      },
    ],
  }
}

/** Makes its tables, dropping those of an earlier start. @returns the token of its API's user. */
function install(env: NodeJS.ProcessEnv): string {
  const { stdout, stderr } = spawnSync(PROGRAM, ["--install", "--yes", "--config", ""], {
    env,
    encoding: "utf8",
  })
  const [, token] = /LISTMONK_ADMIN_API_TOKEN="([^"]+)"/.exec(stderr) ?? []
  if (!token) {
    throw new Error(`listmonk could not be installed:\n${stdout}${stderr}`)
  }
  return token
}

/** Starts it on a free port. It ends with this process, whatever happens. */
export async function startListmonk(options: ListmonkOptions): Promise<Listmonk> {
  const port = await freePort()
  const env = environmentOf(options.databaseUrl, port)
  const token = install(env)
  for (const [key, value] of Object.entries(settingsOf(options))) {
    await options.db.query("UPDATE settings SET value = $2 WHERE key = $1", [key, JSON.stringify(value)])
  }
  const child = spawn(PROGRAM, ["--config", ""], { env, stdio: ["ignore", "ignore", "inherit"] })
  const ended = once(child, "exit")
  const kill = () => child.kill("SIGKILL")
  process.once("exit", kill)
  const failOnEnd = (code: number | null) => {
    throw new Error(`listmonk ended by itself, with code ${code}`)
  }
  child.once("exit", failOnEnd)
  await listening(port, PROGRAM)
  return {
    pid: child.pid!,
    call: async (method, path, body) => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/${path}`, {
        method,
        headers: { "Content-Type": "application/json", Authorization: `token ${API_USER}:${token}` },
        body: JSON.stringify(body),
      })
      if (!answer.ok) {
        throw new Error(`listmonk answered ${answer.status} to ${path}: ${await answer.text()}`)
      }
      return ((await answer.json()) as { data: { id: number } }).data
    },
    stop: async () => {
      child.off("exit", failOnEnd)
      process.off("exit", kill)
      kill()
      await ended
    },
  }
}
