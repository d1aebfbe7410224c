/** Starts the test SMTP server in a process of its own and reads what it noted. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"

import type { Received } from "./smtp-received"
import type { Rule } from "./smtp-rules"

/** One accepted mail, as noted before the client was told. */
export interface SinkLine {
  messageId: string | null
  deliveryId: string | null
  to: string
  /** When it was accepted, milliseconds of the sink's clock. */
  at: number
}

/** What is noted of a mail that is accepted now. */
export function noteOf({ messageId, deliveryId, to }: Received): SinkLine {
  return { messageId, deliveryId, to: to[0] ?? "", at: Date.now() }
}

export interface SmtpSink {
  port: number
  url: string
  /** Everything accepted up to now. */
  mails(): SinkLine[]
  stop(): Promise<void>
}

/**
 * @param file - Where the accepted mails are noted; appended to.
 * @throws Error if the process ends before it listens.
 */
export async function startSmtpSink(file: string, rules: Rule[] = []): Promise<SmtpSink> {
  const script = join(__dirname, "smtp-sink-process.ts")
  const child = spawn(
    process.execPath,
    ["-r", "ts-node/register/transpile-only", script, file, JSON.stringify(rules)],
    { stdio: ["pipe", "pipe", "inherit"], cwd: join(__dirname, "../..") }
  )
  const exited = once(child, "exit")
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), "line"),
    exited.then(([code]) => Promise.reject(new Error(`The SMTP sink ended with code ${String(code)}`))),
  ])) as [string]
  const { port } = JSON.parse(line) as { port: number }
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails: () =>
      existsSync(file)
        ? readFileSync(file, "utf8")
            .split("\n")
            // Behind the last end of a line is what is being written just now.
            .slice(0, -1)
            .map((note) => JSON.parse(note) as SinkLine)
        : [],
    stop: async () => {
      child.kill("SIGKILL")
      await exited
    },
  }
}
