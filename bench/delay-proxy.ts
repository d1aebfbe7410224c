/** A network with a long way: whatever comes in goes out after a delay, in order, however much it is. */
import { connect, createServer, type Socket } from "node:net"

import { answer, input } from "./child"

export interface ProxyInput {
  target: number
  /** One way, in milliseconds. */
  delay: number
}

const { target, delay } = input<ProxyInput>()

/** Timers fire up to this late; the rest of the way is waited for in naps. Milliseconds. */
const TIMER_SLACK = 2
/** Awake all the while it would take a processor from those whose speed is measured. Milliseconds. */
const LONGEST_NAP = 0.1
const NEVER_WOKEN = new Int32Array(new SharedArrayBuffer(4))

/** Of all connections: the way is as long for each, so what came first leaves first. */
const onTheWay: { due: number; send(): void }[] = []
let isUnderWay = false

function flush(): void {
  while (onTheWay.length && onTheWay[0]!.due <= performance.now()) {
    onTheWay.shift()!.send()
  }
  isUnderWay = onTheWay.length > 0
  if (!isUnderWay) {
    return
  }
  const left = onTheWay[0]!.due - performance.now()
  if (left < TIMER_SLACK) {
    Atomics.wait(NEVER_WOKEN, 0, 0, Math.max(0, Math.min(left, LONGEST_NAP)))
    setImmediate(flush)
  } else {
    setTimeout(flush, left - TIMER_SLACK)
  }
}

function forward(from: Socket, to: Socket): void {
  const later = (send: () => void) => {
    onTheWay.push({ due: performance.now() + delay, send })
    if (!isUnderWay) {
      isUnderWay = true
      setTimeout(flush, delay - TIMER_SLACK)
    }
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
