/** Ports: a free one, and whether a wanted one is taken. */
import net from "node:net"

/** A TCP port on the loopback interface that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return listenOnce(0)
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

function listenOnce(port: number, host = "127.0.0.1"): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once("error", reject)
    server.listen(port, host, () => {
      const { port: taken } = server.address() as net.AddressInfo
      server.close(() => resolve(taken))
    })
  })
}
