/** The server that the benchmarks send to: Postfix's `smtp-sink`, which takes everything and keeps nothing. */
import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { type AddressInfo, connect, createServer } from "node:net"

export interface Sink {
  url: string
  port: number
  /** CPU seconds that it has used so far. */
  cpu(): number
  stop(): void
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await new Promise((resolve) => server.once("listening", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** CPU seconds of a process and those it has waited for, from /proc (Linux). */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function reachable(port: number): Promise<void> {
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
  throw new Error("smtp-sink does not answer; is Debian's package postfix installed?")
}

/** Starts `smtp-sink` on a free port. @throws Error if it is not installed. */
export async function startSink(options: string[] = []): Promise<Sink> {
  const port = await freePort()
  const asUser = process.getuid?.() === 0 ? ["-u", "nobody"] : []
  const child: ChildProcess = spawn(
    "/usr/sbin/smtp-sink",
    [...asUser, ...options, `127.0.0.1:${port}`, "1000"],
    { stdio: ["ignore", "ignore", "inherit"] }
  )
  await Promise.race([
    reachable(port),
    new Promise((_, reject) => child.once("error", (error) => reject(error))),
  ])
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    cpu: () => cpuOf(child.pid!),
    stop: () => void child.kill("SIGKILL"),
  }
}
