/** Stands before PostgreSQL and counts what it is asked: exactly, and without an extension of the server. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

export interface QueryMeter {
  port: number
  /** Queries so far; several in one message count once, as one way there and back. */
  queries(): number
  stop(): void
}

/** Messages that make the server do something: Query, and Execute of the extended protocol. */
const ASKED = new Set("QE")
const TYPE = 1
const LENGTH = 4

/** Reads one connection's way to the server. The first message has no type. */
function counting(onQuery: () => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let head = 0
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= head + LENGTH) {
      const end = head + rest.readUInt32BE(head)
      if (rest.length < end) {
        return
      }
      if (head && ASKED.has(String.fromCharCode(rest[0]!))) {
        onQuery()
      }
      rest = rest.subarray(end)
      head = TYPE
    }
  }
}

/** @param target - The port of PostgreSQL on this machine. */
export async function startQueryMeter(target: number): Promise<QueryMeter> {
  let count = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1")
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one.setNoDelay(true))
      one.on("error", () => other.destroy()).on("close", () => sockets.delete(one))
    }
    client.on(
      "data",
      counting(() => (count += 1))
    )
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    port: (server.address() as AddressInfo).port,
    queries: () => count,
    stop: () => {
      server.close()
      sockets.forEach((socket) => socket.destroy())
    },
  }
}
