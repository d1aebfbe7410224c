/** Ports: a free one, and whether a wanted one is taken. */
import { randomInt } from "node:crypto"
import net from "node:net"

/** Below those that Linux (32768–60999) and macOS (49152–65535) give to connections that go out. */
const FIRST = 10_000
const LAST = 32_767

/**
 * A TCP port that nobody listened on a moment ago. The system does not give it to a connection either: a store takes half
 * a minute to listen on its port, and connects to much until then.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(FIRST, LAST + 1)
  return (await isPortFree(port)) ? port : freePort()
}

/** Whether nobody listens on this port, on any interface. */
export async function isPortFree(port: number): Promise<boolean> {
  try {
    await listenOnce(port, "::")
    await listenOnce(port)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === "EADDRINUSE" || code === "EACCES") {
      return false
    }
    if (code === "EAFNOSUPPORT" || code === "EADDRNOTAVAIL") {
      return listenOnce(port).then(
        () => true,
        () => false
      )
    }
    throw error
  }
}

function listenOnce(port: number, host = "127.0.0.1"): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once("error", reject)
    server.listen(port, host, () => server.close(() => resolve()))
  })
}
