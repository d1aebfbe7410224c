/**
 * The server that the benchmarks send to: Postfix's `smtp-sink`, which takes everything and keeps nothing, else a
 * bare TCP sink of our own.
 */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { connect } from "node:net"

import { freePort } from "../tools/postgres/port"
import { startChild } from "./child"
import { cpuOf } from "./cpu"

export interface Sink {
  name: string
  url: string
  port: number
  /** CPU seconds that it has used so far. */
  cpu(): number
  stop(): void
}

const SMTP_SINK = "/usr/sbin/smtp-sink"

/** Resolves when something listens on the port. @throws Error after ten seconds. */
export async function listening(port: number, what: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1")
        .once("connect", () => resolve(Boolean(socket.destroy())))
        .once("error", () => setTimeout(() => resolve(false), 20))
    })
    if (reached) {
      return
    }
  }
  throw new Error(`${what} does not answer on port ${port}`)
}

/** Starts a sink on a free port, in a process of its own. */
export async function startSink(): Promise<Sink> {
  const port = await freePort()
  const [name, child] = existsSync(SMTP_SINK)
    ? ["smtp-sink", spawnSmtpSink(port)]
    : ["a bare TCP sink", startChild("sink-process.ts", { port }).process]
  await listening(port, name)
  return {
    name,
    port,
    url: `smtp://127.0.0.1:${port}`,
    cpu: () => cpuOf(child.pid!),
    stop: () => void child.kill("SIGKILL"),
  }
}

function spawnSmtpSink(port: number) {
  // As root it insists on another account.
  const account = process.getuid?.() === 0 ? ["-u", "nobody"] : []
  return spawn(SMTP_SINK, [...account, `127.0.0.1:${port}`, "1000"], {
    stdio: ["ignore", "ignore", "inherit"],
  })
}
