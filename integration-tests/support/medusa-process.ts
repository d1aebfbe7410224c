/** A Medusa of its own over a scratch database, running one script; it can be killed at any moment. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createRequire } from "node:module"
import path from "node:path"

const CLI = createRequire(__filename).resolve("@medusajs/cli/cli.js")

export interface MedusaProcess {
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
  /** Resolves when the script is done. @throws Error with what it said, if it failed. */
  done(): Promise<void>
}

/** @param script - Below `integration-tests/support`. */
export function startMedusaProcess(script: string, databaseUrl: string): MedusaProcess {
  const child = spawn(process.execPath, [CLI, "exec", path.join(__dirname, script)], {
    cwd: path.join(__dirname, "../.."),
    env: { ...process.env, NODE_OPTIONS: "", DATABASE_URL: databaseUrl },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that a kill leaves none of its children behind.
    detached: true,
  })
  const said: string[] = []
  child.stdout.on("data", (words: Buffer) => said.push(words.toString()))
  child.stderr.on("data", (words: Buffer) => said.push(words.toString()))
  const exited = once(child, "exit") as Promise<[number | null]>
  return {
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        process.kill(-child.pid!, "SIGKILL")
      }
      await exited
    },
    done: async () => {
      const [code] = await exited
      if (code !== 0) {
        throw new Error(
          `medusa exec ${script} ended with code ${String(code)}:\n${said.join("").slice(-3_000)}`
        )
      }
    },
  }
}
