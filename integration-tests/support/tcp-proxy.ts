/** A TCP proxy that can fall silent as a broken network does: connections stay open and nothing comes through. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

export interface TcpProxy {
  port: number
  /** How many connections were opened through it so far. */
  total(): number
  /** From now on nothing comes through, on open connections and on new ones. */
  silence(): void
  /** New connections come through again; those from before stay silent, as half-open ones do. */
  heal(): void
  stop(): Promise<void>
}

/** @param target - The port on this machine that it stands before. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let total = 0
  let silent = false

  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket))
  }
  const server = createServer((client) => {
    total += 1
    keep(client)
    if (silent) {
      return
    }
    const upstream = connect(target, "127.0.0.1")
    keep(upstream)
    client.pipe(upstream).pipe(client)
    upstream.on("error", () => client.destroy())
    client.on("error", () => upstream.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo

  return {
    port,
    total: () => total,
    silence: () => {
      silent = true
      for (const socket of sockets) {
        socket.unpipe().pause()
      }
    },
    heal: () => {
      silent = false
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        sockets.forEach((socket) => socket.destroy())
      }),
  }
}
