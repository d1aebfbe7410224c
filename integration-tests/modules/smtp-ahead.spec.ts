/**
 * Where the server offers PIPELINING the next mail is announced with the last byte of the one before. That saves a way to the
 * server and back, and must change nothing else: no mail more is in doubt, none pays for another, and none is sent that was
 * called back meanwhile.
 */
import { once } from "node:events"
import { type AddressInfo, createServer, type Socket } from "node:net"

import { createSmtpTransport, parseSmtpUrl, type SmtpOptions } from "../../src/modules/mail/smtp"
import type { OutgoingMessage, SendOutcome, Transport } from "../../src/modules/mail/smtp/transport"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

const IDS = ["first", "second", "third", "fourth", "fifth"]

let server: SmtpServer
let transport: Transport | null = null

beforeAll(async () => {
  server = await startSmtpServer()
})
afterEach(async () => {
  await transport?.close(100)
  transport = null
  server.reset()
})
afterAll(() => server.stop())

function message(id: string, changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  const bytes = Buffer.from(
    `Message-ID: <${id}@shop.test>\r\nX-Mail-Delivery-Id: ${id}\r\n\r\n.Hello\r\nMAIL FROM:<x@y.test>\r\n`
  )
  return { id, from: "shop@shop.test", to: `${id}@example.jp`, bytes, ...changes }
}

const all = () => IDS.map((id) => message(id))

/** They wait together, so that there is a next one each time. */
function sendAll(
  messages: OutgoingMessage[],
  url = server.url,
  changes: Partial<SmtpOptions> = {}
): Promise<SendOutcome[]> {
  transport = createSmtpTransport(parseSmtpUrl(url, { connections: 1, ...changes }))
  return Promise.all(messages.map((one) => transport!.send(one)))
}

const kindsOf = (outcomes: SendOutcome[]) => outcomes.map(({ kind }) => kind)
const arrived = () => server.received.map(({ deliveryId }) => deliveryId)
const ACCEPTED = IDS.map(() => "accepted")

describe("mails that wait for one connection", () => {
  it("are announced each with the end of the one before, from the third on", async () => {
    const { url, writes, stop } = await startListener()
    const outcomes = await sendAll(all(), url)
    await transport!.close()
    await stop()

    expect(kindsOf(outcomes)).toEqual(ACCEPTED)
    // With the message before it, in one piece.
    const announced = writes.filter(announcesAnother)
    expect(announced.map((said) => /RCPT TO:<(\w+)@example\.jp>\r\nDATA\r\n$/.exec(said)?.[1])).toEqual(
      IDS.slice(2)
    )
  })

  it("arrive as they are, one after the other", async () => {
    const messages = all()
    expect(kindsOf(await sendAll(messages))).toEqual(ACCEPTED)
    expect(server.received.map(({ to, bytes }) => ({ to, bytes }))).toEqual(
      messages.map(({ to, bytes }) => ({ to: [to], bytes }))
    )
    expect(server.connections().total).toBe(1)
  })

  it("are not more for a connection than it may have", async () => {
    expect(kindsOf(await sendAll(all(), server.url, { messagesPerConnection: 3 }))).toEqual(ACCEPTED)
    const mails = (connection: number) => server.commands(connection).filter((line) => line === "DATA").length
    expect([mails(1), mails(2)]).toEqual([3, 2])
    expect(server.commands(1).at(-1)).toBe("QUIT")
  })
})

describe("what becomes of a mail", () => {
  it("is its own: the one behind a refused one goes its way, over the same connection", async () => {
    server.script({ at: "final", message: 3, reply: "554 5.7.1 Message refused" })
    const outcomes = await sendAll(all())
    expect(kindsOf(outcomes)).toEqual(["accepted", "accepted", "rejected", "accepted", "accepted"])
    expect(server.connections().total).toBe(1)
  })

  it.each([
    ["mail", "550 5.7.1 Sender refused"],
    ["rcpt", "550 5.1.1 No such user"],
    ["rcpt", "501 5.1.3 Bad recipient address syntax"],
    ["data", "451 4.3.0 Later"],
  ] as const)("is its own: a no to %s is about the announced one", async (at, reply) => {
    server.script({ at, message: 3, reply })
    const outcomes = await sendAll(all())
    expect(outcomes[2]).toMatchObject({ kind: "rejected", reply: { text: reply, phase: at } })
    expect(arrived()).toEqual(["first", "second", "fourth", "fifth"])
    expect(server.connections().total).toBe(1)
  })

  it("is in doubt for the one whose end was handed on; the one announced behind it is sent anew, once", async () => {
    server.script({ at: "final", message: 3, connection: 1, drop: true })
    const outcomes = await sendAll(all())
    expect(kindsOf(outcomes)).toEqual(["accepted", "accepted", "uncertain", "accepted", "accepted"])
    expect(arrived()).toEqual(["first", "second", "fourth", "fifth"])
    expect(server.commands(1).filter((line) => line.includes("fourth"))).toEqual([])
    expect(server.connections().total).toBe(2)
  })

  it("is not the no that the one before it was given too many, with which the server left", async () => {
    server.script(
      { at: "final", message: 2, connection: 1, reply: "250 2.0.0 Ok\r\n550 5.1.1 No such user" },
      { at: "mail", message: 3, connection: 1, drop: true }
    )
    expect(kindsOf(await sendAll(all()))).toEqual(ACCEPTED)
    expect(arrived()).toEqual(IDS)
  })

  it("is told to the announced one as to any other when the server closes down", async () => {
    server.script({ at: "mail", message: 3, connection: 1, reply: "421 4.3.2 Shutting down" })
    expect(kindsOf(await sendAll(all()))).toEqual(ACCEPTED)
    expect(arrived()).toEqual(IDS)
    expect(server.connections().total).toBe(2)
  })

  it("is nothing for one that was called back while it waited behind another", async () => {
    let isWanted = true
    server.script({ at: "final", message: 2, delayMs: 50 })
    const third = message("third", { isWanted: () => isWanted })
    const sending = sendAll([message("first"), message("second"), third, message("fourth")])
    await server.waitFor(() => server.commands(1).filter((line) => line === ".").length === 2)
    isWanted = false

    expect((await sending)[2]).toMatchObject({ kind: "not_sent", phase: "data", withdrawn: true })
    expect(arrived()).toEqual(["first", "second", "fourth"])
  })
})

describe("a server that does not bear it", () => {
  it.each([
    ["calls it an improper use of pipelining", "503 5.5.0 Improper use of SMTP command pipelining", "mail"],
    ["calls it that at RCPT", "550 5.5.0 Improper use of SMTP command pipelining", "rcpt"],
    ["calls it an error of synchronization", "554 SMTP synchronization error", "mail"],
    ["does not understand it", "500 5.5.2 What?", "mail"],
    ["refuses it", "503 Bad sequence of commands - pipelined after end of DATA", "mail"],
    ["refuses it and leaves", "421 5.5.0 Error: pipelining is not wanted here", "mail"],
    ["gives two answers to each mail", "250 2.0.0 Ok\r\n250 2.0.0 Ok", "final"],
    ["takes each mail and says no", "250 2.0.0 Ok\r\n550 5.1.1 No such user", "final"],
  ] as const)("%s: is sent each mail once, and none is announced any more", async (_, reply, at) => {
    server.script({ at, message: at === "final" ? 2 : 3, connection: 1, reply })
    const messages = [...IDS, "sixth", "seventh"].map((id) => message(id))

    expect(kindsOf(await sendAll(messages))).toEqual(messages.map(() => "accepted"))
    expect(arrived()).toEqual(messages.map(({ id }) => id))
    // The third was announced in vain; of the others each had its turn.
    expect(server.connections().total).toBe(2)
  })

  it("and throws away what comes with the end of a mail, is waited for once", async () => {
    const { url, writes, connections, stop } = await startListener({ onMore: "forget" })
    const outcomes = await sendAll(all(), url, { socketTimeout: 2_000 })
    await transport!.close()
    await stop()

    expect(kindsOf(outcomes)).toEqual(ACCEPTED)
    expect(writes.filter(announcesAnother)).toHaveLength(1)
    expect(connections()).toBe(2)
  })

  it("and ends the connection for it without a word, is tried three times", async () => {
    const { url, writes, connections, stop } = await startListener({ onMore: "leave" })
    const messages = Array.from({ length: 12 }, (_, n) => message(`mail-${n}`))
    const outcomes = await sendAll(messages, url)
    await transport!.close()
    await stop()

    expect(kindsOf(outcomes)).toEqual(messages.map(() => "accepted"))
    expect(writes.filter(announcesAnother)).toHaveLength(3)
    expect(connections()).toBe(4)
  })
})

const announcesAnother = (said: string) => /\r\n\.\r\nMAIL FROM/.test(said)

/** A server that keeps what it is told piece by piece. @param onMore - What it does about words behind the end of a mail. */
async function startListener({ onMore = "hear" }: { onMore?: "hear" | "forget" | "leave" } = {}) {
  const writes: string[] = []
  let connections = 0
  const serve = (socket: Socket) => {
    connections += 1
    let isMessage = false
    socket.on("error", () => socket.destroy())
    socket.write("220 test.example\r\n")
    socket.on("data", (chunk) => {
      const said = chunk.toString()
      writes.push(said)
      let rest = said
      if (isMessage) {
        const end = said.indexOf("\r\n.\r\n")
        isMessage = end < 0
        if (isMessage) {
          return
        }
        socket.write("250 2.0.0 Ok\r\n")
        rest = said.slice(end + 5)
        if (rest && onMore === "leave") {
          return socket.end()
        }
        rest = onMore === "forget" ? "" : rest
      }
      for (const line of rest.split("\r\n").filter(Boolean)) {
        isMessage = line === "DATA"
        socket.write(ANSWERS[line.slice(0, 4)] ?? "500 What?\r\n")
      }
    })
  }
  const listener = createServer(serve).listen(0, "127.0.0.1")
  await once(listener, "listening")
  const { port } = listener.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    writes,
    connections: () => connections,
    stop: async () => {
      listener.close()
      await once(listener, "close")
    },
  }
}

const ANSWERS: Record<string, string> = {
  EHLO: "250-test.example\r\n250 PIPELINING\r\n",
  MAIL: "250 2.1.0 Ok\r\n",
  RCPT: "250 2.1.5 Ok\r\n",
  DATA: "354 Go on\r\n",
  RSET: "250 2.0.0 Ok\r\n",
  QUIT: "221 2.0.0 Bye\r\n",
}
