/** The SMTP side of the inbox: takes what comes, and refuses what a real server would refuse. */
import { type Socket } from "node:net"

import { SMTPServer, type SMTPServerSession } from "smtp-server"

import { type Mailbox } from "./mailbox"
import { receptionOf } from "./troubled-addresses"

export interface SmtpCounts {
  /** Distinct recipients that were refused for good. */
  refused: Set<string>
  /** Distinct recipients that were turned away once. */
  deferred: Set<string>
}

/** A reply in the server's own words, with the code that RFC 3463 has for it. */
class Reply extends Error {
  constructor(
    readonly responseCode: number,
    message: string
  ) {
    super(message)
  }
}

/** Starts listening; rejects if the port is taken. Port 0 takes a free one. */
export async function startSmtp(
  port: number,
  mailbox: Mailbox
): Promise<{ port: number; counts: SmtpCounts; close(): Promise<void> }> {
  const counts: SmtpCounts = { refused: new Set(), deferred: new Set() }
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disabledCommands: ["AUTH"],
    // Our replies bring their own codes: the built-in ones know 5.5.1 for every refusal.
    hideENHANCEDSTATUSCODES: true,
    disableReverseLookup: true,
    maxAllowedUnauthenticatedCommands: false,
    logger: false,
    onRcptTo: ({ address }, _session, callback) => callback(refusal(address, counts)),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.once("error", callback)
      stream.once("end", () => callback(store(mailbox, session, Buffer.concat(chunks))))
    },
  })
  // Replies are small and each is waited for: held back for more to come, they cost 40 ms per mail.
  server.server.on("connection", (socket: Socket) => socket.setNoDelay(true))
  // A client that hangs up is its own business.
  server.on("error", (error) => process.stderr.write(`inbox: ${error.message}\n`))
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject)
    server.listen(port, "127.0.0.1", () => {
      server.server.off("error", reject)
      resolve()
    })
  })
  const address = server.server.address() as { port: number }
  return { port: address.port, counts, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

function refusal(address: string, { refused, deferred }: SmtpCounts): Reply | null {
  const reception = receptionOf(address)
  if (reception === "gone") {
    refused.add(address)
    return new Reply(550, `5.1.1 <${address}>: Recipient address rejected: User unknown`)
  }
  if (reception === "greylisted" && !deferred.has(address)) {
    deferred.add(address)
    return new Reply(450, `4.2.1 <${address}>: Recipient address rejected: Greylisted, try again later`)
  }
  return null
}

function store(mailbox: Mailbox, session: SMTPServerSession, raw: Buffer): Error | null {
  try {
    for (const { address } of session.envelope.rcptTo) {
      mailbox.add(address, raw)
    }
    return null
  } catch (error) {
    return new Reply(452, `4.3.1 ${error instanceof Error ? error.message : "The mail could not be stored"}`)
  }
}
