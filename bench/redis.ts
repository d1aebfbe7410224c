/** A Redis for the peers that need one: `redis-server` on a free port, in a folder that is removed afterwards. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { freePort } from "../tools/postgres/port"
import { isInstalled } from "./child"
import { listening } from "./sink"

export interface Redis {
  port: number
  stop(): Promise<void>
}

/** @returns null where no `redis-server` is installed. */
export async function startRedis(): Promise<Redis | null> {
  if (!isInstalled("redis-server")) {
    return null
  }
  const port = await freePort()
  const folder = mkdtempSync(path.join(tmpdir(), "bench-redis-"))
  // Without files on disk: faster than most who put their mail on record there would dare to be.
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""]
  const child = spawn("redis-server", settings, { stdio: "ignore" })
  await listening(port, "redis-server")
  return {
    port,
    stop: async () => {
      child.kill("SIGTERM")
      await once(child, "exit")
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
