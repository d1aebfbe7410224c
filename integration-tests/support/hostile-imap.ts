/** An IMAP server that means no good: it speaks as far as a story needs, and then as the story says. */
import { type AddressInfo, createServer, type Socket } from "node:net"

export interface HostileImap {
  port: number
  stop(): Promise<void>
}

/** The bytes of a message by its number; what a function does with the connection instead. */
export type HostileMessage = Buffer | ((socket: Socket) => void)

const COMMAND = /^(\S+) (?:UID )?(\w+) ?(.*)$/i

/**
 * @param messages - By their numbers, from 1.
 * @param refusals - With what it says no, by command.
 * @param isRestless - With each command it says that one message more has arrived.
 */
export async function startHostileImap(
  messages: HostileMessage[],
  greeting?: ((socket: Socket) => void) | null,
  refusals: Record<string, string> = {},
  isRestless = false
): Promise<HostileImap> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket))
    if (greeting) {
      greeting(socket)
      return
    }
    socket.write("* OK [CAPABILITY IMAP4rev1 MOVE UIDPLUS] here\r\n")
    let idle = ""
    let announced = messages.length
    socket.on("data", (data) => {
      for (const line of data.toString("latin1").split("\r\n").filter(Boolean)) {
        if (line === "DONE") {
          socket.write(`${idle} OK\r\n`)
          continue
        }
        const [, tag = "", name = "", rest = ""] = COMMAND.exec(line) ?? []
        idle = name === "IDLE" ? tag : idle
        const no = refusals[name.toUpperCase()]
        if (no) {
          socket.write(`${tag} NO ${no}\r\n`)
        } else {
          answer(socket, messages, tag, name.toUpperCase(), rest)
        }
        if (isRestless) {
          socket.write(`* ${++announced} EXISTS\r\n`)
        }
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        sockets.forEach((socket) => socket.destroy())
      }),
  }
}

function answer(socket: Socket, messages: HostileMessage[], tag: string, name: string, rest: string): void {
  switch (name) {
    case "SELECT":
      socket.write(`* ${messages.length} EXISTS\r\n* OK [UIDVALIDITY 7] it is\r\n`)
      break
    case "SEARCH": {
      const [, first = "1"] = /UID (\d+):/.exec(rest) ?? []
      const numbers = messages.map((_, index) => index + 1).filter((number) => number >= Number(first))
      socket.write(`* SEARCH ${numbers.join(" ")}\r\n`)
      break
    }
    case "FETCH": {
      const [set = ""] = rest.split(" ")
      for (const uid of numbersIn(set)) {
        const message = messages[uid - 1]!
        if (typeof message === "function") {
          message(socket)
          return
        }
        socket.write(`* ${uid} FETCH (UID ${uid} BODY[]<0> {${message.length}}\r\n`)
        socket.write(message)
        socket.write(")\r\n")
      }
      break
    }
    case "IDLE":
      socket.write("+ idling\r\n")
      return
  }
  socket.write(`${tag} OK done\r\n`)
}

function numbersIn(set: string): number[] {
  return set.split(",").flatMap((part) => {
    const [from = 0, to = from] = part.split(":").map(Number)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })
}
