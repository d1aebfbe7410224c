// Stops a process when the one that started it is gone, however it went: our standard input is a pipe from it,
// and a pipe closes even after kill -9. Then removes a folder, if one is named.
// Usage: node watchdog.mjs <pid> <signal> [folder]
import fs from "node:fs"
import { setTimeout as pause } from "node:timers/promises"

const [pid, polite, folder] = [Number(process.argv[2]), process.argv[3], process.argv[4]]
/** Longer than a store takes to hand over the mails that are on a connection. */
const SECONDS_TO_STOP = 40

function signal(name) {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if (error.code === "ESRCH") {
      return false
    }
    throw error
  }
}

async function gone(seconds) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(25)) {
    if (!signal(0)) {
      return true
    }
  }
  return false
}

process.stdin.resume()
process.stdin.once("close", async () => {
  // SIGQUIT is PostgreSQL's immediate shutdown, and ends Node too.
  if (signal(polite) && !(await gone(SECONDS_TO_STOP))) {
    signal("SIGQUIT")
    await gone(10)
  }
  if (folder) {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
