/** What the test server makes of the lines and bytes that it is given. */

/** A mail as it came out of the wire, dots unstuffed. */
export interface Received {
  /** Number of the connection, counted from 1. */
  connection: number
  from: string
  to: string[]
  bytes: Buffer
  messageId: string | null
  deliveryId: string | null
}

/**
 * @param stuffed - The message as it came, up to but without the line with the final dot.
 * @param envelope - What MAIL and RCPT said.
 */
export function readMail(stuffed: Buffer, envelope: Pick<Received, "connection" | "from" | "to">): Received {
  const bytes = unstuff(stuffed)
  const end = bytes.indexOf("\r\n\r\n")
  const head = bytes.toString("latin1", 0, end < 0 ? bytes.length : end)
  return {
    ...envelope,
    bytes,
    messageId: /^Message-ID:\s*(\S+)/im.exec(head)?.[1] ?? null,
    deliveryId: /^X-Mail-Delivery-Id:\s*(\S+)/im.exec(head)?.[1] ?? null,
  }
}

/** The address in a MAIL or RCPT line. */
export function mailbox(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? ""
}

function unstuff(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x2e && !bytes.includes("\r\n.")) {
    return Buffer.from(bytes)
  }
  return Buffer.from(bytes.toString("latin1").replace(/(^|\r\n)\./g, "$1"), "latin1")
}
