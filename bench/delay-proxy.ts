/** A network with a long way: whatever comes in goes out after a delay, in order, however much it is. */
import { connect, createServer, type Socket } from "node:net"

import { answer, input } from "./child"

export interface ProxyInput {
  target: number
  /** One way, in milliseconds. */
  delay: number
}

const { target, delay } = input<ProxyInput>()

/** Timers fire up to this late; the rest of the way is waited for awake. Milliseconds. */
const TIMER_SLACK = 2

function forward(from: Socket, to: Socket): void {
  const waiting: { due: number; send(): void }[] = []
  const flush = () => {
    while (waiting.length && waiting[0]!.due <= performance.now()) {
      waiting.shift()!.send()
    }
    if (!waiting.length) {
      return
    }
    // A timer may fire a little early, and then it is this look that must not be the last.
    if (waiting[0]!.due - performance.now() < TIMER_SLACK) {
      setImmediate(flush)
    } else {
      setTimeout(flush, 1)
    }
  }
  const later = (send: () => void) => {
    waiting.push({ due: performance.now() + delay, send })
    setTimeout(flush, delay - TIMER_SLACK)
  }
  from.setNoDelay(true)
  from.on("data", (chunk) => later(() => to.write(chunk)))
  from.on("end", () => later(() => to.end()))
  from.on("error", () => to.destroy())
}

const server = createServer((client) => {
  const upstream = connect(target, "127.0.0.1")
  forward(client, upstream)
  forward(upstream, client)
})
server.listen(0, "127.0.0.1", () => answer({ port: (server.address() as { port: number }).port }))
