/** Logins with tokens, against mail servers that check them and a token endpoint that gives them. */
import { createVerify, generateKeyPairSync } from "node:crypto"
import { once } from "node:events"
import type { AddressInfo } from "node:net"

import { SMTPServer } from "smtp-server"

import { parseOptions } from "../../src/modules/mail/options"
import { sendProbe } from "../../src/modules/mail/sending/probe"
import type { MailSettingsDTO } from "../../src/modules/mail/settings/settings"
import { createSmtpTransport, smtpOptions } from "../../src/modules/mail/smtp"
import type { OutgoingMessage, Transport } from "../../src/modules/mail/smtp/transport"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { json, startTokenEndpoint, type TokenEndpoint } from "../support/token-endpoint"

const USER = "shop@example.com"
const CLIENT = { clientId: "client", clientSecret: "cl1ent-s3cret", scope: "send" }

let endpoint: TokenEndpoint
const servers: SmtpServer[] = []
const transports: Transport[] = []

beforeEach(async () => {
  endpoint = await startTokenEndpoint()
})
afterEach(async () => {
  jest.restoreAllMocks()
  await Promise.all(transports.splice(0).map((transport) => transport.close(100)))
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  await endpoint.stop()
})

async function mailServer(mechanism: "XOAUTH2" | "OAUTHBEARER" = "XOAUTH2"): Promise<SmtpServer> {
  const server = await startSmtpServer({ tokens: { user: USER, good: endpoint.good, mechanism } })
  servers.push(server)
  return server
}

function optionsFor(port: number, oauth2: Record<string, unknown> = {}) {
  return parseOptions({
    smtp: { host: "127.0.0.1", port, user: USER, oauth2: { tokenUrl: endpoint.url, ...CLIENT, ...oauth2 } },
  })
}

function transportTo(port: number, oauth2: Record<string, unknown> = {}, connections = 1): Transport {
  const transport = createSmtpTransport(smtpOptions(optionsFor(port, oauth2).smtp!, { connections }))
  transports.push(transport)
  return transport
}

/** Time that has passed for this process, and not for anybody else. */
function clockOfOurs(): (minutes: number) => void {
  const now = performance.now.bind(performance)
  let ahead = 0
  jest.spyOn(performance, "now").mockImplementation(() => now() + ahead)
  return (minutes) => {
    ahead = minutes * 60_000
  }
}

function message(id = "mdlv_1"): OutgoingMessage {
  return {
    id,
    from: USER,
    to: "taro@example.jp",
    bytes: Buffer.from("Subject: Hello\r\n\r\nHello\r\n"),
  }
}

it.each(["XOAUTH2", "OAUTHBEARER"] as const)("mail leaves after a login by %s", async (mechanism) => {
  const server = await mailServer(mechanism)

  expect(await transportTo(server.port).send(message())).toMatchObject({ kind: "accepted" })
  expect(endpoint.asked).toEqual([
    { grant_type: "client_credentials", client_id: "client", client_secret: "cl1ent-s3cret", scope: "send" },
  ])
})

it("a mail server that we did not make takes the token", async () => {
  const server = new SMTPServer({
    authMethods: ["XOAUTH2"],
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username, accessToken }, _session, done) =>
      username === USER && endpoint.good.has(accessToken ?? "")
        ? done(null, { user: USER })
        : done(null, { data: { status: "401" } as never }),
  })
  server.listen(0, "127.0.0.1")
  await once(server.server, "listening")
  const { port } = server.server.address() as AddressInfo

  const transport = transportTo(port)
  expect(await transport.send(message())).toMatchObject({ kind: "accepted" })
  endpoint.answer = (response) => json(response, 200, { access_token: "no.good", expires_in: 60 })
  expect(await transportTo(port).send(message())).toMatchObject({ kind: "transport_fault", phase: "auth" })

  await transport.close(100)
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

it("ten connections share one token, which is kept for later ones", async () => {
  const server = await mailServer()
  const transport = transportTo(server.port, {}, 10)
  const ids = Array.from({ length: 40 }, (_, i) => `mdlv_${i}`)

  const outcomes = await Promise.all(ids.map((id) => transport.send(message(id))))
  server.hangUp("421 4.3.2 Restarting")
  await server.waitFor(() => server.connections().open === 0)
  outcomes.push(await transport.send(message("mdlv_late")))

  expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => "accepted"))
  expect(server.connections().total).toBeGreaterThan(2)
  expect(endpoint.asked).toHaveLength(1)
})

it("a token that was taken back before its end is replaced within the same login", async () => {
  const server = await mailServer()
  const transport = transportTo(server.port)
  await transport.verify()
  endpoint.good.clear()

  expect(await transport.send(message())).toMatchObject({ kind: "accepted" })
  expect(endpoint.asked).toHaveLength(2)
  expect(server.connections().total).toBe(2)
})

it("a token is replaced before it ends, and used to its end while no other can be had", async () => {
  const server = await mailServer()
  const transport = transportTo(server.port)
  await transport.verify()

  const minutesLater = clockOfOurs()
  minutesLater(54)
  expect(await transport.verify()).toBeNull()
  expect(endpoint.asked).toHaveLength(1)

  endpoint.answer = (response) => void response.writeHead(503).end()
  minutesLater(56)
  expect(await transport.verify()).toBeNull()
  expect(endpoint.asked).toHaveLength(2)
  minutesLater(61)
  expect(await transport.verify()).toMatchObject({ kind: "transport_fault", phase: "auth" })

  endpoint.answer = null
  expect(await transport.verify()).toBeNull()
  expect(endpoint.asked).toHaveLength(4)
})

it("a token that the mail server does not take is a fault of the login, told without it", async () => {
  const server = await mailServer()
  endpoint.answer = (response) => json(response, 200, { access_token: "n0t.good.here", expires_in: 3600 })
  const transport = transportTo(server.port, {}, 5)

  const outcomes = await Promise.all([1, 2, 3].map((i) => transport.send(message(`mdlv_${i}`))))
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({
      kind: "transport_fault",
      phase: "auth",
      reply: { code: 535, enhanced: "5.7.3" },
    })
    expect(JSON.stringify(outcome)).not.toContain("n0t.good.here")
  }
  expect(server.connections().total).toBe(1)
  expect(endpoint.asked).toHaveLength(1)
})

it("a server that takes passwords alone says so", async () => {
  const server = await startSmtpServer({ auth: { user: USER, pass: "x" } })
  servers.push(server)

  expect(await transportTo(server.port).verify()).toMatchObject({
    kind: "transport_fault",
    phase: "auth",
    message: expect.stringContaining("neither XOAUTH2 nor OAUTHBEARER"),
  })
  expect(endpoint.asked).toEqual([])
})

type Answer = NonNullable<TokenEndpoint["answer"]>

const refusals: [string, Answer, RegExp][] = [
  [
    "says no in the words of its kind, with the secret in them",
    (response) =>
      json(response, 401, {
        error: "invalid_client",
        error_description: "AADSTS7000215: cl1ent-s3cret is wrong",
      }),
    /No token from 127\.0\.0\.1:\d+: invalid_client: AADSTS7000215: … is wrong/,
  ],
  [
    "sends us elsewhere",
    (response) => void response.writeHead(302, { location: "/x" }).end(),
    /it answered 302/,
  ],
  ["is out of order", (response) => void response.writeHead(503).end("<html>"), /it answered 503/],
  ["gives something else", (response) => json(response, 200, { token: "x" }), /holds none/],
  [
    "gives a token that would end the command",
    (response) => json(response, 200, { access_token: "x\r\nRSET" }),
    /holds none/,
  ],
  ["talks without end", (response) => flood(response), /says more than any token/],
  ["hangs up", (response) => void response.socket!.destroy(), /No token from/],
]

it.each(refusals)("nothing is lost when the token endpoint %s", async (_, answer, words) => {
  const server = await mailServer()
  endpoint.answer = answer
  const transport = transportTo(server.port)

  const outcome = await transport.send(message())
  expect(outcome).toMatchObject({ kind: "transport_fault", phase: "auth", reply: null })
  expect((outcome as { message: string }).message).toMatch(words)
  expect(JSON.stringify(outcome)).not.toContain("cl1ent-s3cret")

  endpoint.answer = null
  expect(await transport.send(message())).toMatchObject({ kind: "accepted" })
})

function flood(response: Parameters<Answer>[0]): void {
  response.writeHead(200)
  const more = () => {
    while (!response.destroyed && response.write("x".repeat(64 * 1024))) {
      // as much as it takes
    }
    if (!response.destroyed) {
      response.once("drain", more)
    }
  }
  more()
}

it("an endpoint that is away is named, and a test mail says it", async () => {
  const server = await mailServer()
  const options = { ...optionsFor(server.port), smtpTimeoutSeconds: 2 }
  await endpoint.stop()

  const settings = { sender_address: USER, sender_name: "Shop", reply_to: null, language: "en" }
  expect(await sendProbe(options, settings as MailSettingsDTO, USER)).toMatchObject({
    ok: false,
    stage: "login",
    class: "transport",
    reply: expect.stringMatching(/^No token from 127\.0\.0\.1:\d+: .*ECONNREFUSED/),
  })
})

it("a refresh token is used as it is renewed", async () => {
  const server = await mailServer()
  endpoint.answer = (response) => {
    endpoint.good.add("short")
    json(response, 200, { access_token: "short", expires_in: 0.001, refresh_token: "second" })
  }
  const transport = transportTo(server.port, { refreshToken: "first", scope: undefined })
  await transport.verify()
  await transport.verify()

  expect(endpoint.asked.map((form) => form.refresh_token)).toEqual(["first", "second"])
  expect(endpoint.asked[0]).toEqual({
    grant_type: "refresh_token",
    client_id: "client",
    client_secret: "cl1ent-s3cret",
    refresh_token: "first",
  })
})

it("a service account signs for the mailbox that it speaks for", async () => {
  const server = await mailServer()
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string
  const oauth2 = { clientEmail: "mail@project.iam.example", privateKey: pem, clientId: "", clientSecret: "" }

  expect(await transportTo(server.port, oauth2).verify()).toBeNull()
  endpoint.answer = (response) => {
    const { assertion } = endpoint.asked.at(-1)!
    json(response, 400, { error: "invalid_grant", error_description: `Bad JWT: ${assertion}` })
  }
  // Good for ten minutes, for whoever reads it.
  expect(await transportTo(server.port, oauth2).verify()).toMatchObject({
    message: expect.stringMatching(/: invalid_grant: Bad JWT: …$/),
  })

  const [form] = endpoint.asked
  expect(form!.grant_type).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer")
  const [head, claims, signature] = form!.assertion!.split(".")
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>
  expect(read(head!)).toEqual({ alg: "RS256", typ: "JWT" })
  expect(read(claims!)).toMatchObject({
    iss: "mail@project.iam.example",
    sub: USER,
    scope: "send",
    aud: endpoint.url,
  })
  const verify = createVerify("sha256").update(`${head}.${claims}`)
  expect(verify.verify(publicKey, Buffer.from(signature!, "base64url"))).toBe(true)
})
