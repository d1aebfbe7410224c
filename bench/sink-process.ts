/** A bare TCP sink, for machines without Postfix: it answers as an SMTP server does and looks at nothing. */
import { createServer, type Socket } from "node:net"

import { input } from "./child"

const DOT = "\r\n.\r\n"

function serve(socket: Socket): void {
  let [buffer, inData] = ["", false]
  const answerTo = (line: string): string => {
    const verb = line.slice(0, 4).toUpperCase()
    inData = verb === "DATA"
    return verb === "EHLO"
      ? "250-sink\r\n250 PIPELINING\r\n"
      : inData
        ? "354 go on\r\n"
        : verb === "QUIT"
          ? "221 bye\r\n"
          : "250 ok\r\n"
  }
  const read = (): string => {
    const [end, length] = inData ? [buffer.indexOf(DOT), DOT.length] : [buffer.indexOf("\r\n"), 2]
    if (end < 0) {
      return ""
    }
    const line = buffer.slice(0, end)
    buffer = buffer.slice(end + length)
    const reply = inData ? "250 taken\r\n" : answerTo(line)
    inData &&= reply.startsWith("354")
    return reply + read()
  }
  socket.setNoDelay(true).on("error", () => socket.destroy())
  socket.write("220 sink\r\n")
  socket.on("data", (chunk) => {
    buffer += chunk.toString("latin1")
    const replies = read()
    if (replies) {
      socket.write(replies)
    }
  })
}

createServer(serve).listen(input<{ port: number }>().port, "127.0.0.1")
