/**
 * TLS that does not come about, and the name by which a client introduces itself: real certificates, real handshakes.
 * Whoever set the server up wrongly is told which setting to change, and no secret.
 */
import { once } from "node:events"
import { type AddressInfo } from "node:net"
import { hostname } from "node:os"

import { SMTPServer, type SMTPServerOptions } from "smtp-server"

import { parseOptions } from "../../src/modules/mail/options"
import { sendProbe } from "../../src/modules/mail/sending/probe"
import type { MailSettingsDTO } from "../../src/modules/mail/settings/settings"
import { createSmtpTransport, parseSmtpUrl, type SmtpOptions } from "../../src/modules/mail/smtp"
import type { OutgoingMessage, Transport } from "../../src/modules/mail/smtp/transport"
import { type SmtpServer as TestServer, startSmtpServer } from "../support/smtp-server"

/** With the certificate for `localhost` that the package brings, signed by nobody. */
async function startTlsServer(options: SMTPServerOptions): Promise<{ port: number; stop(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onData: (stream, _session, done) => stream.resume().on("end", () => done()),
    ...options,
  })
  // What a client thinks of the certificate is the client's story.
  server.on("error", () => undefined)
  server.listen(0, "127.0.0.1")
  await once(server.server, "listening")
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const message: OutgoingMessage = {
  id: "mdlv_1",
  from: "news@例え.jp",
  to: "taro@example.jp",
  bytes: Buffer.from("Subject: Hello\r\n\r\nHello\r\n"),
}

const transports: Transport[] = []
const servers: { stop(): Promise<void> }[] = []

function transportTo(url: string, changes: Partial<SmtpOptions> = {}): Transport {
  const transport = createSmtpTransport(
    parseSmtpUrl(url, { connections: 1, setupTimeout: 2_000, ...changes })
  )
  transports.push(transport)
  return transport
}

async function tlsServer(options: SMTPServerOptions): Promise<number> {
  const server = await startTlsServer(options)
  servers.push(server)
  return server.port
}

async function plainServer(settings: Parameters<typeof startSmtpServer>[0] = {}): Promise<TestServer> {
  const server = await startSmtpServer(settings)
  servers.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close(100)))
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

describe("a certificate that nobody vouches for", () => {
  it.each([
    ["at STARTTLS", "smtp", false],
    ["from the first byte", "smtps", true],
  ])("%s is a fault of TLS, and the words say what helps", async (_, scheme, secure) => {
    const url = `${scheme}://localhost:${await tlsServer({ secure })}`

    expect(await transportTo(url).send(message)).toMatchObject({
      kind: "transport_fault",
      phase: "tls",
      reply: null,
      message: expect.stringMatching(/certificate of localhost.*NODE_EXTRA_CA_CERTS.*verify=no/),
    })
    expect(await transportTo(`${url}?verify=no`).send(message)).toMatchObject({ kind: "accepted" })
  })

  it("is told so by the test mail of the settings", async () => {
    const port = await tlsServer({ secure: false })
    const settings = { sender_address: "shop@shop.test", language: "en" } as MailSettingsDTO

    expect(
      await sendProbe(parseOptions({ smtpUrl: `smtp://localhost:${port}` }), settings, "me@shop.test")
    ).toMatchObject({
      ok: false,
      stage: "tls",
      class: "transport",
      reply: expect.stringContaining("verify=no"),
    })
  })
})

describe("the wrong kind of TLS", () => {
  it("smtps:// to a server that wants STARTTLS", async () => {
    const port = await tlsServer({ secure: false })

    expect(await transportTo(`smtps://localhost:${port}`).verify()).toMatchObject({
      phase: "tls",
      message: expect.stringMatching(/does not begin with TLS.*write smtp:\/\//),
    })
  })

  it("smtp:// to a server that begins with TLS", async () => {
    const port = await tlsServer({ secure: true })

    expect(await transportTo(`smtp://localhost:${port}`, { setupTimeout: 300 }).verify()).toMatchObject({
      phase: "greeting",
      message: expect.stringMatching(/says nothing.*write smtps:\/\//),
    })
  })

  it("a login where no TLS is on offer", async () => {
    const server = await plainServer()

    expect(await transportTo(server.url, { tls: "required" }).verify()).toMatchObject({
      phase: "tls",
      message: expect.stringMatching(/offers no TLS.*tls=offered/),
    })
  })
})

it("a password comes into no words, not even where the server repeats it", async () => {
  const server = await plainServer({ auth: { user: "shop", pass: "s3cret/€" } })
  const auth = { user: "shop", pass: "s3cret/#" }
  const login = Buffer.from("\0shop\0s3cret/#").toString("base64")
  server.script({ at: "auth", reply: `535 5.7.8 Not so: AUTH PLAIN ${login} (s3cret/#)` })

  const fault = await transportTo(server.url, { auth }).verify()

  expect(fault).toMatchObject({ phase: "auth", reply: { text: "535 5.7.8 Not so: AUTH PLAIN … (…)" } })
  expect(JSON.stringify(fault)).not.toMatch(new RegExp(`s3cret|${login}`))
})

describe("in EHLO", () => {
  const helloOf = async (changes: Partial<SmtpOptions>, from = message.from) => {
    const server = await plainServer()
    await transportTo(server.url, changes).send({ ...message, from })
    return server.commands(1)[0]
  }

  it("the sender's domain is the name, in ASCII, where none is set", async () => {
    expect(await helloOf({})).toBe("EHLO xn--r8jz45g.jp")
    expect(await helloOf({ name: "api.shop.example" })).toBe("EHLO api.shop.example")
  })

  it("a sender without a name that the world knows leaves that of the machine", async () => {
    expect(await helloOf({}, "shop@localhost")).toBe(
      `EHLO ${hostname().includes(".") ? hostname() : "[127.0.0.1]"}`
    )
  })
})
