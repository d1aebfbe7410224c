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
export async function apartBy(port: number, question: Question): Promise<number> {
  const { ask, close } = await conversation(port, question)
  const times: number[] = []
  while (times.length < 20) {
    times.push(await ask())
  }
  close()
  return median(times)
}

/**
 * How much the way lets through to one who does nothing but ask: over each connection the next question leaves as soon as the
 * last is answered.
 *
 * @returns answers per second.
 */
export async function throughputOf(
  port: number,
  question: Question,
  { connections, questions }: { connections: number; questions: number }
): Promise<number> {
  const conversations = await Promise.all(
    Array.from({ length: connections }, () => conversation(port, question))
  )
  let left = questions
  const start = performance.now()
  await Promise.all(
    conversations.map(async ({ ask }) => {
      while (left > 0) {
        left -= 1
        await ask()
      }
    })
  )
  const seconds = (performance.now() - start) / 1_000
  conversations.forEach(({ close }) => close())
  return questions / seconds
}

interface Conversation {
  /** @returns how long the answer took. Milliseconds. */
  ask(): Promise<number>
  close(): void
}

async function conversation(port: number, { words, greeted }: Question): Promise<Conversation> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true)
  await once(socket, greeted ? "data" : "connect")
  return {
    ask: async () => {
      const start = performance.now()
      socket.write(words)
      await once(socket, "data")
      return performance.now() - start
    },
    close: () => socket.destroy(),
  }
}
