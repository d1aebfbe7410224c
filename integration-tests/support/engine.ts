/** The sending engine over a scratch database, in this process or in one that can be killed. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import path from "node:path"
import { createInterface } from "node:readline"

import type { Logger } from "@medusajs/framework/types"

import { storeContent } from "../../src/modules/mail/content/store"
import type { Tally } from "../../src/modules/mail/dispatch/tally"
import { parseOptions } from "../../src/modules/mail/options"
import type { PostgresAddress } from "../../src/modules/mail/sending/connections"
import { Engine } from "../../src/modules/mail/sending/engine"
import type { Database } from "../../src/modules/mail/sql/database"
import type { ContentSnapshot } from "../../src/modules/mail/words"

export interface RunningEngine {
  engine: Engine
  /** What it told the store. */
  events: { name: string; data: Record<string, unknown> }[]
  errors: unknown[]
}

/** Quick to notice things, so that stories need not wait. */
export const QUICK = {
  leaseSeconds: 2,
  pollSeconds: 0.1,
  smtpTimeoutSeconds: 2,
  drainSeconds: 5,
  retrySeconds: [0.2],
}

/** @param postgres - Sends in a thread of its own, as a store does, with connections to this address. */
export function startEngine(
  db: Database,
  smtpUrl: string,
  options: object = {},
  postgres: PostgresAddress | null = null,
  count?: (tally: Tally) => void
): RunningEngine {
  const running: RunningEngine = { engine: undefined as never, events: [], errors: [] }
  const logger = { warn: () => undefined, error: (_: string, error: unknown) => running.errors.push(error) }
  running.engine = new Engine({
    db,
    options: parseOptions({ ...QUICK, smtpUrl, ...options }),
    logger: logger as unknown as Logger,
    postgres,
    count,
    emit: async (name, data) => void running.events.push({ name, data: { ...data } }),
  })
  running.engine.start()
  return running
}

/** A small text content that greets by name. */
export async function seedContent(db: Database, changes: Partial<ContentSnapshot> = {}): Promise<string> {
  return storeContent(
    db,
    {
      subject: "News for {{ member.name }}",
      html: null,
      text: "Dear {{ member.name }},\n\nthe autumn list is here.\n",
      from: { name: "Shop", address: "shop@shop.test" },
      reply_to: null,
      language: "en",
      variables: ["member.name"],
      ...changes,
    },
    {}
  )
}

/** Resolves as soon as the condition holds. @throws Error naming `what` after `timeout` milliseconds. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeout = 60_000
): Promise<void> {
  const end = Date.now() + timeout
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(`Waited ${timeout} ms in vain until ${what}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** What a worker tells the store, or an error that it met. */
export type WorkerLine = { event: string; data: { message?: string } } | { error: string }

export interface WorkerProcess {
  child: ChildProcess
  /** Everything told so far. */
  told: WorkerLine[]
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
  /** Asks it to end, as an orchestrator would. @returns the exit code. */
  terminate(): Promise<number | null>
}

export interface WorkerStart {
  /** A module that it loads before everything else. */
  preload?: string
  /** Send in its main thread. */
  inline?: boolean
}

/** A worker in a process of its own, started when this resolves. */
export async function startWorkerProcess(
  databaseUrl: string,
  smtpUrl: string,
  options: object = {},
  { preload, inline }: WorkerStart = {}
): Promise<WorkerProcess> {
  const child = spawn(
    process.execPath,
    [
      ...(preload ? ["-r", preload] : []),
      "-r",
      "ts-node/register/transpile-only",
      path.join(__dirname, "worker-process.ts"),
    ],
    {
      stdio: ["pipe", "pipe", "inherit"],
      cwd: path.join(__dirname, "../.."),
      env: {
        ...process.env,
        NODE_OPTIONS: "",
        ...(inline ? { WORKER_INLINE: "yes" } : {}),
        DATABASE_URL: databaseUrl,
        WORKER_OPTIONS: JSON.stringify({ ...QUICK, smtpUrl, ...options }),
      },
    }
  )
  const exited = once(child, "exit") as Promise<[number | null]>
  const told: WorkerLine[] = []
  const lines = createInterface(child.stdout!)
  await Promise.race([
    once(lines, "line"),
    exited.then(([code]) => Promise.reject(new Error(`The worker ended with code ${String(code)}`))),
  ])
  lines.on("line", (line) => told.push(JSON.parse(line) as WorkerLine))
  return {
    child,
    told,
    kill: async () => {
      child.kill("SIGKILL")
      await exited
    },
    terminate: async () => {
      child.kill("SIGTERM")
      return (await exited)[0]
    },
  }
}
