/** Commands in a store's folder, as a merchant's shell runs them: nothing of this repository's run reaches them. */
import { spawn } from "node:child_process"
import { mkdirSync, openSync, readFileSync } from "node:fs"
import path from "node:path"

import { ended, stopWithUs } from "../../tools/processes"

/** What npm, Jest, a CI or the tests' own runner set for their children. */
const OURS =
  /^(npm_(?!config_registry)|INIT_CWD$|CI$|NODE_ENV$|NODE_OPTIONS$|NODE_PATH$|TEST_TYPE$|JEST_|DB_|DATABASE_URL$|REDIS_URL$|MAIL_|MEDUSA_|DEMO_|LOG_LEVEL$)/

/** The environment of somebody who has opened a shell. */
export function shellEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.test(name))
  return { ...Object.fromEntries(inherited), MEDUSA_DISABLE_TELEMETRY: "true" }
}

/**
 * Runs a command to its end, its words going to `log`.
 *
 * @throws Error with the last of its words if it fails.
 */
export async function run(
  folder: string,
  [program, ...args]: string[],
  log = path.join(folder, "command.log"),
  env: Record<string, string> = {}
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const file = openSync(log, "w")
  const child = spawn(program!, args, {
    cwd: folder,
    detached: true,
    env: { ...shellEnvironment(), ...env },
    stdio: ["ignore", file, file],
  })
  const stop = stopWithUs(child.pid!, "SIGTERM")
  const code = await ended(child)
  await stop()
  if (code !== 0) {
    const words = readFileSync(log, "utf8").trimEnd().split("\n").slice(-60).join("\n")
    throw new Error(`${path.basename(program!)} ${args.join(" ")} failed in ${folder}:\n${words}`)
  }
}
