/** The embedded PostgreSQL must end with whoever started it, and never be taken from somebody who lives. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import { Client } from "pg"

import { startCluster } from "../../tools/postgres/cluster"
import { ended } from "../../tools/processes"

const ROOT = path.join(__dirname, "..", "..")
const HOLDER = `
  require("ts-node").register({ swc: true })
  require("./tools/postgres/cluster").startCluster({ folder: process.argv[1], fast: true }).then((cluster) => {
    console.log(cluster.pid)
    setInterval(() => undefined, 1000)
  })`

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe("the embedded PostgreSQL", () => {
  let folder: string
  let holder: ChildProcess | undefined

  beforeEach(() => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "cluster-")), "postgres")
    // PostgreSQL runs as another account if we are root, and must be able to pass.
    fs.chmodSync(path.dirname(folder), 0o755)
  })
  afterEach(async () => {
    holder?.kill("SIGKILL")
    holder = undefined
    fs.rmSync(path.dirname(folder), { recursive: true, force: true })
  })

  /** Another process that starts the cluster and keeps it. */
  async function startHolder(): Promise<number> {
    const child = spawn(process.execPath, ["-e", HOLDER, folder], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
    })
    holder = child
    const [line] = (await once(child.stdout!, "data")) as [Buffer]
    return Number(line.toString())
  }

  async function untilGone(pid: number): Promise<void> {
    for (const end = Date.now() + 20_000; lives(pid); await pause(50)) {
      expect(Date.now()).toBeLessThan(end)
    }
  }

  it("keeps what was written from one start to the next", async () => {
    const connect = async (cluster: { host: string; port: number; user: string; password: string }) => {
      const { host, port, user, password } = cluster
      const client = new Client({ host, port, user, password, database: "postgres" })
      await client.connect()
      return client
    }
    const first = await startCluster({ folder })
    const writer = await connect(first)
    await writer.query("CREATE TABLE kept AS SELECT 'ドーム' AS word")
    await writer.end()
    await first.stop()
    const second = await startCluster({ folder })
    const reader = await connect(second)
    expect((await reader.query("SELECT word FROM kept")).rows).toEqual([{ word: "ドーム" }])
    await reader.end()
    await second.stop()
    expect(lives(second.pid)).toBe(false)
  }, 60_000)

  it("ends when the process that started it is killed, and can be started again", async () => {
    const pid = await startHolder()
    holder!.kill("SIGKILL")
    await ended(holder!)
    await untilGone(pid)
    const again = await startCluster({ folder, fast: true })
    await again.stop()
  }, 60_000)

  it("is not taken from a process that lives", async () => {
    const pid = await startHolder()
    await expect(startCluster({ folder, fast: true })).rejects.toThrow(/in use by process/)
    expect(lives(pid)).toBe(true)
    holder!.kill("SIGKILL")
    await untilGone(pid)
  }, 60_000)

  it("removes the folder of a throw-away cluster", async () => {
    const cluster = await startCluster({ folder, fast: true, throwAway: true })
    await cluster.stop()
    expect(fs.existsSync(folder)).toBe(false)
  }, 60_000)
})
