// Stops a PostgreSQL server when the process that started it is gone, however it went: our standard input
// is a pipe from it, and a pipe closes even after kill -9. Also removes the data of throw-away clusters.
import fs from "node:fs"
import { setTimeout as pause } from "node:timers/promises"

const [pid, folder] = [Number(process.argv[2]), process.argv[3]]

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
  // A fast shutdown; the immediate one only if that hangs: it costs a recovery at the next start.
  if (signal("SIGINT") && !(await gone(30))) {
    signal("SIGQUIT")
    await gone(10)
  }
  if (folder) {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
