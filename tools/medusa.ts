/** Medusa's own commands, run as child processes over a database. */
import { type ChildProcess, spawn } from "node:child_process"
import fs from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import { ended, stopWithUs } from "./processes"

export const ROOT = path.join(__dirname, "..")
export const DATA = path.join(ROOT, ".demo")

const SECONDS_TO_BOOT = 180
/** So many lines are shown of a command that failed: what a database driver says of an error takes thirty. */
const LAST_WORDS = 60

/** Where a Medusa lives: this repository, which is a store too, or one that has the package installed. */
export interface Site {
  folder: string
  /** What its commands find set, besides what each is told. */
  env(): NodeJS.ProcessEnv
}

/** Its admin is served by Vite's development server, from the sources. */
export const REPOSITORY: Site = {
  folder: ROOT,
  env: () => ({ ...process.env, MEDUSA_DISABLE_TELEMETRY: "true", NODE_ENV: "development" }),
}

export interface Store {
  /** `http://localhost:…` */
  url: string
  process: ChildProcess
  /** Resolves when the store ended by itself; never, if `stop` ended it. */
  failed: Promise<Error>
  /** Lets it drain, then ends it. */
  stop(): Promise<void>
}

/**
 * Runs a command to its end, its words going to `log`.
 *
 * @throws Error with the last of its words if it fails.
 */
export async function runMedusa(
  args: string[],
  env: Record<string, string>,
  log: string,
  site = REPOSITORY
): Promise<void> {
  const child = launch(args, env, log, site)
  const stop = stopWithUs(child.pid!, "SIGTERM")
  const code = await ended(child)
  await stop()
  if (code !== 0) {
    throw new Error(`medusa ${args.join(" ")} failed:\n${tail(log)}`)
  }
}

/**
 * Starts the store and waits until it answers. Not `medusa develop`: it would restart the shop, mails on the way, at
 * each change of a file.
 *
 * @throws Error with the last of its words if it does not come up.
 */
export async function startStore(
  port: number,
  env: Record<string, string>,
  log: string,
  site = REPOSITORY
): Promise<Store> {
  const child = launch(["start", "--port", String(port)], env, log, site)
  const end = stopWithUs(child.pid!, "SIGTERM")
  let stopping = false
  const failed = new Promise<Error>((resolve) => {
    child.once("exit", () => stopping || resolve(new Error(`The store ended by itself:\n${tail(log)}`)))
  })
  const stop = async () => {
    stopping = true
    await end()
  }
  const url = `http://localhost:${port}`
  if (!(await answers(child, url))) {
    await stop()
    throw new Error(`The store did not start:\n${tail(log)}`)
  }
  return { url, process: child, failed, stop }
}

function launch(args: string[], env: Record<string, string>, log: string, site: Site): ChildProcess {
  fs.mkdirSync(path.dirname(log), { recursive: true })
  const file = fs.openSync(log, "w")
  const cli = createRequire(path.join(site.folder, "package.json")).resolve("@medusajs/cli/cli.js")
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: site.folder,
    detached: true,
    env: { ...site.env(), ...env },
    stdio: ["ignore", file, file],
  })
  fs.closeSync(file)
  return child
}

async function answers(child: ChildProcess, url: string): Promise<boolean> {
  const deadline = Date.now() + SECONDS_TO_BOOT * 1000
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    // Refused until it listens: that is what is waited for.
    const response = await fetch(`${url}/health`).catch(() => undefined)
    if (response?.ok) {
      return true
    }
    await pause(100)
  }
  return false
}

function tail(log: string): string {
  return fs.readFileSync(log, "utf8").trimEnd().split("\n").slice(-LAST_WORDS).join("\n")
}
