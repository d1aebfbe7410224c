/**
 * The client library's connection, for servers that talk without end. It knows how much was said, and takes no empty
 * lines: the library queues them as replies and takes up one in each turn of the event loop, so a few megabytes of them
 * would hold up the whole thread for minutes, also after the connection is closed.
 *
 * It puts itself before a method that the library does not document. The version of the library is pinned, and the
 * stories about hostile servers (integration-tests/modules/hostile-server.spec.ts) would tell if that changed.
 */
import SMTPConnection from "nodemailer/lib/smtp-connection"

const library = SMTPConnection.prototype as unknown as {
  _onData(this: SMTPConnection, chunk: Buffer): void
}

const EMPTY_LINES = /\n(?:\r?\n)+/g

export class WaryConnection extends SMTPConnection {
  /** Bytes that the server said. */
  heard = 0
  private atLineStart = true

  protected _onData(chunk: Buffer): void {
    this.heard += chunk.length
    library._onData.call(this, this.withoutEmptyLines(chunk))
  }

  private withoutEmptyLines(chunk: Buffer): Buffer {
    const before = this.atLineStart ? "\n" : ""
    const said = before + chunk.toString("latin1")
    this.atLineStart = said.endsWith("\n")
    const left = said.replace(EMPTY_LINES, "\n")
    return left === said ? chunk : Buffer.from(left.slice(before.length), "latin1")
  }
}
