/** A server behind a long way, and how long that way really is. */
import { once } from "node:events"
import { connect } from "node:net"

import { startChild } from "./child"
import type { ProxyInput } from "./delay-proxy"
import { median } from "./report"

/** Puts the way before a server, while `work` goes over it through this port. */
export async function atDistance(way: ProxyInput, work: (port: number) => Promise<void>): Promise<void> {
  const proxy = startChild("delay-proxy.ts", way)
  try {
    const { port } = await proxy.answer<{ port: number }>()
    await work(port)
  } finally {
    await proxy.stop()
  }
}

/** The smallest that may be asked of a server. */
export interface Question {
  /** It is answered in one piece. */
  words: string
  /** The server speaks first. */
  greeted: boolean
}

/** What the way really comes to. Milliseconds. */
export async function apartBy(port: number, { words, greeted }: Question): Promise<number> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true)
  await once(socket, greeted ? "data" : "connect")
  const ask = async () => {
    const start = performance.now()
    socket.write(words)
    await once(socket, "data")
    return performance.now() - start
  }
  const times: number[] = []
  while (times.length < 20) {
    times.push(await ask())
  }
  socket.destroy()
  return median(times)
}
