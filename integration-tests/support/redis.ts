/** A Redis of a story's own, which can be killed and started again where it was. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"

import { freePort } from "../../tools/postgres/port"
import { stopWithUs } from "../../tools/processes"
import { findProgram } from "./program"

/** The path of the machine's `redis-server`, or undefined if there is none. */
export function findRedis(): string | undefined {
  return findProgram("redis-server")
}

export interface Redis {
  url: string
  /** Ends it at once; what it held is lost, for it writes nothing down. */
  kill(): Promise<void>
  /** Starts it again on the same port, empty. */
  start(): Promise<void>
}

/**
 * @param program - As `findRedis` found it.
 * @param folder - Its working directory.
 * @throws Error if it ends before it listens.
 */
export async function startRedis(program: string, folder: string): Promise<Redis> {
  const port = await freePort()
  let kill: () => Promise<void>
  const start = async () => {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] })
    const exited = once(child, "exit")
    const end = stopWithUs(child.pid!, "SIGKILL")
    kill = async () => {
      child.kill("SIGKILL")
      await exited
      await end()
    }
    const ready = new Promise<void>((resolve) => {
      createInterface(child.stdout).on("line", (line) => line.includes("Ready to accept") && resolve())
    })
    await Promise.race([
      ready,
      exited.then(([code]) => Promise.reject(new Error(`Redis ended with code ${String(code)}`))),
    ])
  }
  await start()
  return { url: `redis://127.0.0.1:${port}`, kill: () => kill(), start }
}
