/** Child processes that end when we end, and who still lives. */
import { type ChildProcess, spawn } from "node:child_process"
import fs from "node:fs"
import path from "node:path"

/**
 * Has a process stopped when we call the returned function, or when we are gone, even by kill -9.
 *
 * @param signal - The polite way to ask it to stop; SIGQUIT follows if it does not.
 * @param folder - Removed afterwards.
 * @returns stops it and resolves when it is gone.
 */
export function stopWithUs(pid: number, signal: NodeJS.Signals, folder = ""): () => Promise<void> {
  // Detached, as everything it stops: Ctrl-C in a terminal reaches the whole group, and order matters.
  const watchdog = spawn(
    process.execPath,
    [path.join(__dirname, "watchdog.mjs"), String(pid), signal, folder],
    {
      cwd: "/",
      detached: true,
      env: { ...process.env, NODE_OPTIONS: "" },
      stdio: ["pipe", "ignore", "inherit"],
    }
  )
  watchdog.unref()
  return async () => {
    watchdog.stdin!.end()
    await ended(watchdog)
  }
}

/** Resolves with the exit code, null after a signal; at once if the process is gone already. */
export function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve(child.exitCode)
      return
    }
    child.ref()
    child.once("error", reject)
    child.once("exit", (code) => resolve(code))
  })
}

/** A process in words that another one cannot have, even when ids are used again after a restart. */
export function identify(pid: number): string {
  return `${pid} ${startOf(pid) ?? ""}`.trim()
}

/** Whether the process of an `identify` still lives. */
export function isAlive(identity: string): boolean {
  const pid = Number(identity.split(" ")[0])
  return pid > 0 && exists(pid) && identify(pid) === identity
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

/** Linux tells when a process began, in ticks since the boot; elsewhere the id must do. */
function startOf(pid: number): string | undefined {
  const file = `/proc/${pid}/stat`
  if (!fs.existsSync(file)) {
    return undefined
  }
  const stat = fs.readFileSync(file, "utf8")
  // The second field is the name in parentheses, which may hold spaces; the 22nd is the start.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]
}
