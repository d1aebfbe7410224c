/** PgBouncer before the tests' Postgres, in transaction mode: a connection belongs to a client for one transaction. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, writeFileSync } from "node:fs"
import path from "node:path"
import { createInterface } from "node:readline"

import { findBinaries } from "../../tools/postgres/binaries"
import { freePort } from "../../tools/postgres/port"
import { stopWithUs } from "../../tools/processes"
import { findProgram } from "./program"

/** The path of the machine's `pgbouncer`, or undefined if there is none. */
export const findPgbouncer = (): string | undefined => findProgram("pgbouncer")

export interface Pgbouncer {
  /** The same database, by way of it. */
  url(databaseUrl: string): string
  stop(): Promise<void>
}

/**
 * @param program - As `findPgbouncer` found it.
 * @param folder - Where its settings go.
 * @throws Error if it ends before it listens.
 */
export async function startPgbouncer(
  program: string,
  folder: string,
  databaseUrl: string
): Promise<Pgbouncer> {
  const { hostname, port: behind, username, password } = new URL(databaseUrl)
  const port = await freePort()
  const settings = path.join(folder, "pgbouncer.ini")
  // What docs/deploy.md advises, and where it listens.
  writeFileSync(
    settings,
    `[databases]
* = host=${hostname} port=${behind} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
server_idle_timeout = 600
ignore_startup_parameters = extra_float_digits
`
  )
  // It refuses to run as root, as Postgres does.
  chmodSync(folder, 0o755)
  const child = spawn(program, [settings], {
    cwd: folder,
    ...findBinaries().account,
    stdio: ["ignore", "ignore", "pipe"],
  })
  const exited = once(child, "exit")
  const end = stopWithUs(child.pid!, "SIGINT")
  const words: string[] = []
  const listens = new Promise<void>((resolve) => {
    createInterface(child.stderr).on("line", (line) => {
      words.push(line)
      if (line.includes("process up")) resolve()
    })
  })
  const died = exited.then(() => Promise.reject(new Error(`PgBouncer did not start:\n${words.join("\n")}`)))
  await Promise.race([listens, died])
  died.catch(() => undefined)
  return {
    url: (url) => Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).toString(),
    stop: async () => {
      child.kill("SIGINT")
      await exited
      await end()
    },
  }
}
