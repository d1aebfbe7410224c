/**
 * What becomes of a mail when the SMTP server refuses, dawdles, falls silent or is cut off, told against a real
 * server over real sockets. Every row runs with and without PIPELINING, because with it MAIL, RCPT and DATA
 * leave at once and a failure shows itself later.
 */
import { createSmtpTransport, parseSmtpUrl, type SmtpOptions } from "../../src/modules/mail/smtp"
import type { OutgoingMessage, SendOutcome, Transport } from "../../src/modules/mail/smtp/transport"
import { type Rule, type SmtpServer, startSmtpServer } from "../support/smtp-server"

const SHORT = 150

function message(id = "mdlv_1", changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  const bytes = Buffer.from(
    `Message-ID: <${id}@shop.example>\r\nX-Mail-Delivery-Id: ${id}\r\nSubject: Hello\r\n\r\n.A dot\r\n..\r\n.\r\n`
  )
  return { id, from: "shop@shop.example", to: "taro@example.jp", bytes, ...changes }
}

/** Larger than what the kernels on both ends can hold, so that a cut is noticed before the last byte. */
const HUGE = Buffer.concat([message().bytes, Buffer.alloc(32 * 1024 * 1024, `${"x".repeat(76)}\r\n`)])

let transports: Transport[] = []

function transportTo(server: Pick<SmtpServer, "url">, changes: Partial<SmtpOptions> = {}): Transport {
  const transport = createSmtpTransport(parseSmtpUrl(server.url, { connections: 1, ...changes }))
  transports.push(transport)
  return transport
}

afterEach(async () => {
  await Promise.all(transports.map((transport) => transport.close(100)))
  transports = []
})

describe.each([
  ["with PIPELINING", true],
  ["without PIPELINING", false],
])("one mail over SMTP, %s", (_, pipelining) => {
  let server: SmtpServer

  beforeAll(async () => {
    server = await startSmtpServer({ pipelining })
  })
  afterEach(() => server.reset())
  afterAll(() => server.stop())

  it("is accepted, byte for byte, with exactly one recipient", async () => {
    const sent = message()
    const outcome = await transportTo(server).send(sent)

    expect(outcome).toEqual({
      kind: "accepted",
      reply: { code: 250, enhanced: "2.0.0", text: "250 2.0.0 Ok: queued", phase: "final" },
    })
    expect(server.received).toEqual([
      {
        connection: 1,
        from: "shop@shop.example",
        to: ["taro@example.jp"],
        bytes: sent.bytes,
        messageId: "<mdlv_1@shop.example>",
        deliveryId: "mdlv_1",
      },
    ])
    expect(server.commands(1).slice(1)).toEqual([
      `MAIL FROM:<shop@shop.example> SIZE=${sent.bytes.length}`,
      "RCPT TO:<taro@example.jp>",
      "DATA",
      ".",
    ])
  })

  it("is offered with its whole envelope at once only if the server can take that", async () => {
    server.script({ at: "mail", reply: "550 5.7.1 Sender refused" })
    const transport = transportTo(server)
    await transport.send(message())
    await transport.close()

    const verbs = server.commands(1).map((line) => line.slice(0, 4))
    expect(verbs).toEqual(
      pipelining ? ["EHLO", "MAIL", "RCPT", "DATA", "RSET", "QUIT"] : ["EHLO", "MAIL", "RSET", "QUIT"]
    )
  })

  const refusals: [Rule["at"], string, number, string | null][] = [
    ["mail", "550 5.7.1 Sender refused", 550, "5.7.1"],
    ["mail", "451 4.7.1 Greylisted", 451, "4.7.1"],
    ["rcpt", "550 5.1.1 <taro@example.jp>: Recipient address rejected: User unknown", 550, "5.1.1"],
    ["rcpt", "450 4.2.2 Mailbox full", 450, "4.2.2"],
    ["rcpt", "550-5.1.1 The account does not exist.\r\n550 5.1.1 Look it up", 550, "5.1.1"],
    ["data", "554 No thanks", 554, null],
    ["data", "451 4.3.0 Later", 451, "4.3.0"],
    ["final", "554 5.7.1 Message refused", 554, "5.7.1"],
    ["final", "452 4.3.1 Disk full", 452, "4.3.1"],
    ["final", "421 4.3.2 Shutting down", 421, "4.3.2"],
  ]
  it.each(refusals)("is rejected when the answer at %s is %s", async (at, reply, code, enhanced) => {
    server.script({ at, reply, times: 1 })
    const transport = transportTo(server)

    expect(await transport.send(message())).toEqual({
      kind: "rejected",
      reply: { code, enhanced, text: reply.replace("\r\n", "\n"), phase: at },
    })
    expect(server.received).toEqual([])
    expect(await transport.send(message("mdlv_2"))).toMatchObject({ kind: "accepted" })
    expect(server.received).toHaveLength(1)
    expect(server.connections().total).toBe(code === 421 ? 2 : 1)
  })

  it("is rejected when the recipient was, although the server goes away before it has answered all", async () => {
    server.script({ at: "rcpt", raw: "550 5.1.1 User unknown\r\n", drop: true, times: 1 })
    const transport = transportTo(server)

    expect(await transport.send(message())).toMatchObject({
      kind: "rejected",
      reply: { code: 550, phase: "rcpt" },
    })
    expect(await transport.send(message("mdlv_2"))).toMatchObject({ kind: "accepted" })
    expect(server.received).toHaveLength(1)
  })

  it("is not sent, not even without its text, when nobody can tell whether the recipient was refused", async () => {
    server.script({ at: "rcpt", reply: "2500 What?", times: 1 })
    const transport = transportTo(server)

    expect(await transport.send(message())).toMatchObject({ kind: "not_sent", phase: "rcpt" })
    expect(await transport.send(message("mdlv_2"))).toMatchObject({ kind: "accepted" })
    expect(server.received.map(({ deliveryId }) => deliveryId)).toEqual(["mdlv_2"])
  })

  it("is rejected in the middle of the body, and the rest of it is not taken for commands", async () => {
    server.script({ at: "body", reply: "552 5.3.4 Too much", times: 1 })
    const transport = transportTo(server)

    expect(await transport.send(message("mdlv_1", { bytes: HUGE }))).toMatchObject({
      kind: "rejected",
      reply: { code: 552, phase: "body" },
    })
    expect(await transport.send(message())).toMatchObject({ kind: "accepted" })
    expect(server.connections().total).toBe(2)
  })

  const unsent: [string, Rule[], string[]][] = [
    ["cut at MAIL", [{ at: "mail", drop: true }], ["mail"]],
    ["cut at RCPT", [{ at: "rcpt", drop: true }], ["rcpt"]],
    ["cut at DATA", [{ at: "data", drop: true }], ["data"]],
    ["silent at MAIL", [{ at: "mail", silent: true }], ["mail"]],
    ["silent at RCPT", [{ at: "rcpt", silent: true }], ["rcpt"]],
    ["silent at DATA", [{ at: "data", silent: true }], ["data"]],
    ["told 421 at MAIL", [{ at: "mail", reply: "421 4.3.2 Shutting down" }], ["mail"]],
    ["told 421 at RCPT", [{ at: "rcpt", reply: "421 4.3.2 Shutting down" }], ["rcpt"]],
    ["told 421 at DATA", [{ at: "data", reply: "421 4.3.2 Shutting down" }], ["data"]],
  ]
  it.each(unsent)("is provably not sent when %s", async (_what, rules, phases) => {
    server.script(...rules)
    const outcome = await transportTo(server, { socketTimeout: SHORT }).send(message())

    expect(outcome.kind).toBe("not_sent")
    expect(phases).toContain((outcome as Extract<SendOutcome, { kind: "not_sent" }>).phase)
    expect(server.received).toEqual([])
    expect(server.connections().total).toBe(1)
  })

  it.each([
    ["cut", { drop: true }],
    ["met with silence", { silent: true }],
    ["told 421", { reply: "421 4.3.2 Shutting down" }],
  ])("is provably not sent when %s in the middle of the body", async (_what, then) => {
    server.script({ at: "body", afterBytes: 100_000, ...then })

    expect(
      await transportTo(server, { socketTimeout: 500 }).send(message("mdlv_1", { bytes: HUGE }))
    ).toMatchObject({ kind: "not_sent", phase: "body" })
    expect(server.received).toEqual([])
  })

  it.each<[string, Rule, number]>([
    ["cut after the final dot", { at: "final", drop: true }, 0],
    ["cut after the server took it but before it said so", { at: "final", drop: true, recorded: true }, 1],
    ["silent after the final dot", { at: "final", silent: true }, 0],
    ["silent although the server took it", { at: "final", silent: true, recorded: true }, 1],
    ["answered with neither yes nor no", { at: "final", reply: "354 Go on" }, 0],
    ["answered with no reply at all", { at: "final", reply: "Thank you" }, 0],
  ])("is uncertain, and not tried again, when %s", async (_what, rule, taken) => {
    server.script(rule)
    const outcome = await transportTo(server, { socketTimeout: SHORT }).send(message())

    expect(outcome.kind).toBe("uncertain")
    await server.waitFor(() => server.connections().open === 0)
    expect(server.received.length).toBeGreaterThanOrEqual(taken)
    expect(server.connections().total).toBe(1)
  })

  it("counts a mail as uncertain although only its last bytes may be missing", async () => {
    // Small enough to be in the kernel's hands as a whole: this side cannot see how far it came.
    server.script({ at: "body", drop: true })

    expect(await transportTo(server).send(message())).toMatchObject({ kind: "uncertain" })
  })

  it("waits for a slow answer after the final dot", async () => {
    server.script({ at: "final", delayMs: SHORT })

    expect(await transportTo(server, { socketTimeout: SHORT * 10 }).send(message())).toMatchObject({
      kind: "accepted",
    })
  })

  it.each<[string, Rule]>([
    ["a connection cut while resting", { at: "mail", message: 2, connection: 1, drop: true }],
    [
      "a 421 instead of an answer",
      { at: "mail", message: 2, connection: 1, reply: "421 4.4.2 Idle too long" },
    ],
    ["silence", { at: "mail", message: 2, connection: 1, silent: true }],
  ])("does not suffer from %s: it gets a new connection", async (_what, rule) => {
    server.script(rule)
    const transport = transportTo(server, { socketTimeout: SHORT })
    await transport.send(message("mdlv_1"))

    expect(await transport.send(message("mdlv_2"))).toMatchObject({ kind: "accepted" })
    expect(server.received.map(({ deliveryId, connection }) => [deliveryId, connection])).toEqual([
      ["mdlv_1", 1],
      ["mdlv_2", 2],
    ])
  })

  it("gets one new connection only, however often the server cuts", async () => {
    server.script({ at: "rcpt", to: "cursed@example.jp", drop: true })
    const transport = transportTo(server)
    await transport.send(message())

    expect(await transport.send(message("mdlv_2", { to: "cursed@example.jp" }))).toMatchObject({
      kind: "not_sent",
    })
    expect(server.connections().total).toBe(2)
  })

  it("goes over a new connection after the server ended a resting one", async () => {
    const transport = transportTo(server)
    await transport.send(message())
    server.hangUp("421 4.4.2 Idle too long")
    await server.waitFor(() => server.connections().open === 0)

    expect(await transport.send(message("mdlv_2"))).toMatchObject({ kind: "accepted" })
    expect(server.connections().total).toBe(2)
  })

  it("reaches the server exactly once when 1,000 share 10 connections", async () => {
    const transport = transportTo(server, { connections: 10 })
    const ids = Array.from({ length: 1000 }, (_unused, i) => `mdlv_${i}`)
    const outcomes = await Promise.all(ids.map((id) => transport.send(message(id))))

    expect(outcomes.filter(({ kind }) => kind !== "accepted")).toEqual([])
    expect(server.received.map(({ deliveryId }) => deliveryId).sort()).toEqual([...ids].sort())
    expect(server.connections().total).toBe(10)
    expect(transport.bearing).toMatchObject({ allowed: 10, borne: 10 })
  })
})

describe("addresses that cannot be sent to", () => {
  it.each([
    ["two addresses", "a@example.jp, evil@example.jp"],
    ["a parameter of its own", "a@example.jp> NOTIFY=NEVER"],
    ["a second line", "a@example.jp\r\nRCPT TO:<evil@example.jp"],
    ["no domain", "taro"],
  ])("never become another recipient: %s", async (_what, to) => {
    const server = await startSmtpServer()
    server.script({ at: "rcpt", to, reply: "501 5.1.3 Bad recipient address syntax" })
    const outcome = await transportTo(server).send(message("mdlv_1", { to }))

    expect(outcome).toMatchObject({ kind: "rejected", reply: { enhanced: "5.1.3", phase: "rcpt" } })
    expect(server.received).toEqual([])
    await server.stop()
  })

  it("are refused beforehand if they need SMTPUTF8 and the server lacks it", async () => {
    const server = await startSmtpServer({ extensions: ["SIZE 1000000"] })
    const transport = transportTo(server)

    expect(await transport.send(message("mdlv_1", { to: "太郎@example.jp" }))).toEqual({
      kind: "rejected",
      reply: {
        code: 553,
        enhanced: "5.6.7",
        text: "553 5.6.7 Not sent: this address needs SMTPUTF8, which the server lacks",
        phase: "rcpt",
      },
    })
    expect(await transport.send(message("mdlv_2"))).toMatchObject({ kind: "accepted" })
    expect(server.commands(1).filter((line) => line.startsWith("RCPT"))).toEqual([
      "RCPT TO:<taro@example.jp>",
    ])
    await server.stop()
  })

  it("are sent to if the server has SMTPUTF8, and a domain is written in ASCII", async () => {
    const server = await startSmtpServer()
    await transportTo(server).send(message("mdlv_1", { to: "太郎@日本語.jp" }))

    expect(server.commands(1)).toContain("RCPT TO:<太郎@xn--wgv71a119e.jp>")
    expect(server.commands(1)[1]).toContain("SMTPUTF8")
    await server.stop()
  })

  it("and a mail larger than the server takes is not begun", async () => {
    const server = await startSmtpServer({ extensions: ["SIZE 100"] })
    const transport = transportTo(server)
    const outcome = await transport.send(message("mdlv_1", { bytes: Buffer.alloc(200, "x") }))

    expect(outcome).toMatchObject({
      kind: "rejected",
      reply: { code: 552, enhanced: "5.3.4", phase: "mail" },
    })
    await transport.close()
    expect(server.commands(1)).not.toContain("DATA")
    await server.stop()
  })
})

describe("a server that cannot be used is the transport's fault, not the mail's", () => {
  let server: SmtpServer

  afterEach(() => server.stop())

  it.each<[string, Rule, Extract<SendOutcome, { kind: "transport_fault" }>["phase"], number | null]>([
    ["greets with 554", { at: "greeting", reply: "554 5.7.1 Go away" }, "greeting", 554],
    ["greets with 421", { at: "greeting", reply: "421 4.7.0 Too many connections" }, "greeting", 421],
    ["cuts instead of greeting", { at: "greeting", drop: true }, "greeting", null],
    ["never greets", { at: "greeting", silent: true }, "greeting", null],
    ["answers EHLO with 421", { at: "ehlo", reply: "421 4.3.2 Shutting down" }, "ehlo", 421],
    ["cuts at EHLO", { at: "ehlo", drop: true }, "ehlo", null],
    ["never answers EHLO", { at: "ehlo", silent: true }, "ehlo", null],
    ["refuses the login", { at: "auth", reply: "535 5.7.8 Wrong password" }, "auth", 535],
    ["cannot check the login", { at: "auth", reply: "454 4.7.0 Try later" }, "auth", 454],
    ["cuts at the login", { at: "auth", drop: true }, "auth", null],
    ["never answers the login", { at: "auth", silent: true }, "auth", null],
  ])("when it %s", async (_what, rule, phase, code) => {
    const auth = { user: "shop", pass: "s3cret/€" }
    server = await startSmtpServer({ auth, rules: [rule] })
    const transport = transportTo(server, { auth, connections: 5, setupTimeout: SHORT })
    const outcomes = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((i) => transport.send(message(`mdlv_${i}`))))

    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kind: "transport_fault", phase })
      expect((outcome as { reply: { code: number } | null }).reply?.code ?? null).toBe(code)
      expect(JSON.stringify(outcome)).not.toContain("s3cret")
    }
    expect(server.connections().total).toBe(1)
    expect(await transport.verify()).toMatchObject({ kind: "transport_fault", phase })
  })

  it("when the password is wrong, and all is well when it is right", async () => {
    server = await startSmtpServer({ auth: { user: "shop", pass: "right/€" } })
    const wrong = parseSmtpUrl(`smtp://shop:wrong@127.0.0.1:${server.port}`)
    const right = parseSmtpUrl(`smtp://shop:${encodeURIComponent("right/€")}@127.0.0.1:${server.port}`)

    expect(await transportTo(server, { auth: wrong.auth }).verify()).toMatchObject({
      kind: "transport_fault",
      phase: "auth",
      reply: { code: 535, enhanced: "5.7.8" },
    })
    const transport = transportTo(server, { auth: right.auth })
    expect(await transport.verify()).toBeNull()
    expect(await transport.send(message())).toMatchObject({ kind: "accepted" })
  })

  it("when there is a user but no login on offer, or TLS is required and not on offer", async () => {
    server = await startSmtpServer()

    expect(await transportTo(server, { auth: { user: "shop", pass: "x" } }).verify()).toMatchObject({
      kind: "transport_fault",
      phase: "auth",
    })
    expect(await transportTo(server, { tls: "required" }).verify()).toMatchObject({
      kind: "transport_fault",
      phase: "tls",
    })
    expect(await transportTo(server, { secure: true, setupTimeout: 1000 }).verify()).toMatchObject({
      kind: "transport_fault",
      phase: "tls",
    })
  })

  it("when nobody listens, or the name is unknown", async () => {
    server = await startSmtpServer()
    const transport = transportTo(server)
    await server.stop()

    expect(await transport.send(message())).toMatchObject({ kind: "transport_fault", phase: "connect" })
    expect(await transportTo(server, { host: "nowhere.invalid" }).send(message())).toMatchObject({
      kind: "transport_fault",
      phase: "connect",
    })
    server = await startSmtpServer({ port: server.port })
    expect(await transport.send(message())).toMatchObject({ kind: "accepted" })
  })
})

describe("the pool", () => {
  let server: SmtpServer

  beforeEach(async () => {
    server = await startSmtpServer()
  })
  afterEach(() => server.stop())

  it("does with fewer connections if the server allows no more, without asking again and again", async () => {
    const refusals = [3, 4, 5, 6, 7, 8].map((connection): Rule => ({
      at: "greeting",
      connection,
      reply: "421 4.7.0 Too many connections",
    }))
    server.script(...refusals)
    const transport = transportTo(server, { connections: 8 })
    const sending = Array.from({ length: 200 }, (_unused, i) => transport.send(message(`mdlv_${i}`)))

    expect((await Promise.all(sending)).filter(({ kind }) => kind !== "accepted")).toEqual([])
    expect(server.received).toHaveLength(200)
    expect(server.connections().total).toBe(8)
    expect([1, 2]).toContain(transport.bearing!.borne)
  })

  it("replaces a connection politely after its share of messages", async () => {
    const transport = transportTo(server, { messagesPerConnection: 3 })
    const sending = Array.from({ length: 10 }, (_unused, i) => transport.send(message(`mdlv_${i}`)))
    await Promise.all(sending)

    expect(server.received.map(({ connection }) => connection)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 4])
    expect([1, 2, 3].map((n) => server.commands(n).at(-1))).toEqual(["QUIT", "QUIT", "QUIT"])
  })

  it("ends connections that have nothing to do, and opens them again", async () => {
    const transport = transportTo(server, { connections: 3, idleTimeout: 50 })
    await Promise.all([1, 2, 3].map((i) => transport.send(message(`mdlv_${i}`))))
    await server.waitFor(() => server.connections().open === 0)

    expect(server.commands(1).at(-1)).toBe("QUIT")
    expect(await transport.send(message("mdlv_4"))).toMatchObject({ kind: "accepted" })
  })

  it("finishes what it was given before it closes, then takes nothing more", async () => {
    server.script({ at: "final", delayMs: 20 })
    const transport = transportTo(server, { connections: 2 })
    const sending = Array.from({ length: 10 }, (_unused, i) => transport.send(message(`mdlv_${i}`)))
    const closing = transport.close(5000)
    const late = await transport.send(message("late"))
    await closing

    expect((await Promise.all(sending)).map(({ kind }) => kind)).toEqual(Array(10).fill("accepted"))
    expect(late).toMatchObject({ kind: "not_sent" })
    await server.waitFor(() => server.connections().open === 0)
    expect(server.commands(1).at(-1)).toBe("QUIT")
  })

  it("tells how far each mail came when the deadline of closing cuts it off", async () => {
    server.script({ at: "final", connection: 1, silent: true }, { at: "mail", connection: 2, silent: true })
    const transport = transportTo(server, { connections: 2 })
    const first = transport.send(message("after_the_dot"))
    await server.waitFor(() => server.commands(1).includes("."))
    const second = transport.send(message("at_mail"))
    await server.waitFor(() => server.commands(2).length === 2)
    const third = transport.send(message("waiting"))
    await transport.close(50)

    expect((await first).kind).toBe("uncertain")
    expect((await second).kind).toBe("not_sent")
    expect((await third).kind).toBe("not_sent")
    await server.waitFor(() => server.connections().open === 0)
    expect(server.connections().total).toBe(2)
  })

  it("closes at its deadline also when the server had just said that there is too much at once", async () => {
    const busy = "451 4.3.2 Too many at once"
    const answers = `250 2.1.0 Ok\r\n${busy}`
    // To MAIL and RCPT; none to DATA.
    server.script({ at: "mail", reply: answers }, { at: "rcpt", silent: true })
    const transport = createSmtpTransport(parseSmtpUrl(server.url, { connections: 1 }), {
      saysTooMany: ({ text }) => text === busy,
    })
    const sending = transport.send(message())
    await server.waitFor(() => server.answered(answers) === 1)
    await transport.close(50)

    expect(await sending).toMatchObject({ kind: "not_sent", withdrawn: true })
  })
})
