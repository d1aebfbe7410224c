/**
 * One PostgreSQL cluster in a folder: created, started, and stopped even when its starter is killed.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process"
import crypto from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import { stopWithUs } from "../processes"
import { type Binaries, findBinaries } from "./binaries"
import { claimFolder, releaseFolder } from "./lock"
import { freePort } from "./port"

export interface ClusterOptions {
  /** Made if missing. Holds the data, the log and the password. */
  folder: string
  /** Gives up durability for speed: right for throw-away test data, wrong for anything that is killed. */
  fast?: boolean
  /** Removes the folder after the stop, also when the starting process was killed. */
  throwAway?: boolean
  /** A free one by default. */
  port?: number
}

export interface Cluster {
  host: string
  port: number
  user: string
  password: string
  /** The postmaster's process id, for tests that kill it. */
  pid: number
  stop(): Promise<void>
}

const HOST = "127.0.0.1"
const USER = "postgres"
const SECONDS_TO_START = 60
const FAST = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "wal_level=minimal",
  "max_wal_senders=0",
]

/**
 * Starts the cluster of a folder, creating it first if needed. A server left behind by a killed run is stopped.
 *
 * @throws ClusterInUse if another living process has it; Error with the server's own words if it does not come up.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const binaries = findBinaries()
  claimFolder(options.folder)
  const data = path.resolve(options.folder, "data")
  const password = prepareFolder(data, binaries)
  await stopLeftover(data)
  if (!fs.existsSync(path.join(data, "PG_VERSION"))) {
    initialise(binaries, data)
  }
  const port = options.port ?? (await freePort())
  const server = launch(binaries, options, data, port)
  const end = stopWithUs(server.pid!, "SIGINT", options.throwAway ? path.dirname(data) : undefined)
  const stop = once(async () => {
    await end()
    releaseFolder(options.folder)
  })
  try {
    await untilReady(server, data, options.folder)
  } catch (error) {
    await stop()
    throw error
  }
  return { host: HOST, port, user: USER, password, pid: server.pid!, stop }
}

/** Readable by the server's account alone (and root): initdb takes the password from it. */
function prepareFolder(data: string, { account }: Binaries): string {
  fs.mkdirSync(data, { recursive: true })
  const file = passwordFile(data)
  if (!fs.existsSync(file)) {
    fs.writeFileSync(file, crypto.randomBytes(12).toString("hex"), { mode: 0o600 })
  }
  for (const own of account ? [data, file] : []) {
    fs.chownSync(own, account!.uid, account!.gid)
  }
  fs.chmodSync(data, 0o700)
  return fs.readFileSync(file, "utf8").trim()
}

function passwordFile(data: string): string {
  return path.join(path.dirname(data), "password")
}

function initialise({ initdb, account }: Binaries, data: string): void {
  // A run that was killed amid initdb leaves files that initdb refuses to overwrite.
  for (const name of fs.readdirSync(data)) {
    fs.rmSync(path.join(data, name), { recursive: true })
  }
  const flags = ["--locale=C.UTF-8", "--encoding=UTF8", "--lc-messages=C", "--auth=password", "--no-sync"]
  execFileSync(
    initdb,
    [`--pgdata=${data}`, `--username=${USER}`, `--pwfile=${passwordFile(data)}`, ...flags],
    {
      ...account,
      cwd: data,
      env: { ...process.env, LC_ALL: "C" },
      stdio: "pipe",
    }
  )
}

/** Detached: Ctrl-C in a terminal reaches the whole group, and the store must be able to drain first. */
function launch(
  { postgres, account }: Binaries,
  options: ClusterOptions,
  data: string,
  port: number
): ChildProcess {
  const settings = [
    `listen_addresses=${HOST}`,
    "unix_socket_directories=",
    "max_connections=300",
    "shared_buffers=128MB",
    ...(options.fast ? FAST : []),
  ]
  const log = fs.openSync(path.join(options.folder, "postgres.log"), "w")
  const child = spawn(postgres, ["-D", data, "-p", String(port), ...settings.flatMap((s) => ["-c", s])], {
    ...account,
    cwd: data,
    detached: true,
    env: { ...process.env, LC_ALL: "C" },
    stdio: ["ignore", log, log],
  })
  fs.closeSync(log)
  child.unref()
  return child
}

async function untilReady(server: ChildProcess, data: string, folder: string): Promise<void> {
  const deadline = Date.now() + SECONDS_TO_START * 1000
  while (server.exitCode === null && server.signalCode === null && Date.now() < deadline) {
    // Its eighth line is the postmaster's own word on its state.
    if (readLines(path.join(data, "postmaster.pid"))[7]?.trim() === "ready") {
      return
    }
    await pause(20)
  }
  const words = readLines(path.join(folder, "postgres.log")).slice(-15).join("\n")
  throw new Error(`PostgreSQL did not start:\n${words}`)
}

/** After a kill of everything, the server may live on in our folder: nobody can use it, so it goes. */
async function stopLeftover(data: string): Promise<void> {
  const file = path.join(data, "postmaster.pid")
  const pid = Number(readLines(file)[0])
  if (!pid) {
    return
  }
  if (isPostmasterOf(pid, data)) {
    process.kill(pid, "SIGINT")
    const deadline = Date.now() + SECONDS_TO_START * 1000
    while (isPostmasterOf(pid, data) && Date.now() < deadline) {
      await pause(50)
    }
  }
  // Else the process id may belong to something else by now, and PostgreSQL would refuse to start.
  fs.rmSync(file, { force: true })
}

/** A bare Debian has no `ps`, macOS no `/proc`. */
function isPostmasterOf(pid: number, data: string): boolean {
  const file = `/proc/${pid}/cmdline`
  if (fs.existsSync("/proc/self/cmdline")) {
    return fs.existsSync(file) && fs.readFileSync(file, "utf8").includes(data)
  }
  return spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).stdout.includes(data)
}

function readLines(file: string): string[] {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : []
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= work())
}
