/**
 * The client library's connection, for servers that talk without end. It knows how much was said, and takes no empty
 * lines: the library queues them as replies and takes up one in each turn of the event loop, so a few megabytes of them
 * would hold up the whole thread for minutes, also after the connection is closed.
 *
 * While a mail is on it the library is out of the conversation, and only watches the socket.
 *
 * It puts itself before a method and uses a field that the library does not document. The version of the library is pinned, and
 * the stories about servers (integration-tests/modules/smtp-transport.spec.ts, hostile-server.spec.ts) would tell if that changed.
 */
import type { Socket } from "node:net"

import SMTPConnection from "nodemailer/lib/smtp-connection"

const library = SMTPConnection.prototype as unknown as {
  _onData(this: SMTPConnection, chunk: Buffer): void
}

const EMPTY_LINES = /\n(?:\r?\n)+/g

export class WaryConnection extends SMTPConnection {
  /** Bytes that the server said. */
  heard = 0
  /** Who hears what the server says, in the library's place. */
  hearer: ((chunk: Buffer) => void) | null = null
  private atLineStart = true

  /** @param taken - Called when the system has taken it, or never will. */
  say(words: string | Buffer, taken?: () => void): void {
    const { _socket } = this as unknown as { _socket: Socket }
    _socket.write(words, taken)
  }

  protected _onData(chunk: Buffer): void {
    this.heard += chunk.length
    if (this.hearer) {
      this.hearer(chunk)
    } else {
      library._onData.call(this, this.withoutEmptyLines(chunk))
    }
  }

  private withoutEmptyLines(chunk: Buffer): Buffer {
    const before = this.atLineStart ? "\n" : ""
    const said = before + chunk.toString("latin1")
    this.atLineStart = said.endsWith("\n")
    const left = said.replace(EMPTY_LINES, "\n")
    return left === said ? chunk : Buffer.from(left.slice(before.length), "latin1")
  }
}

/**
 * When every reply that has come is dealt with. One that nobody asked for would else be taken for the answer to the next
 * command, and every answer after it for that to the command before. The library takes up one reply in each turn.
 */
export function afterReplies(act: () => void): void {
  setImmediate(() => setImmediate(act))
}
