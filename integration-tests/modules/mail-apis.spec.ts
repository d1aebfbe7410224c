/** Mail through the HTTP APIs of mail services, over the wire to servers that speak as the services document. */
import { subscribe, unsubscribe } from "node:diagnostics_channel"
import type { Socket } from "node:net"

import { createComposer } from "../../src/modules/mail/content/compose"
import { verdictOf } from "../../src/modules/mail/dispatch/verdict"
import type { ApiName } from "../../src/modules/mail/mail-apis/options"
import { parseOptions } from "../../src/modules/mail/options"
import { sendProbe } from "../../src/modules/mail/sending/probe"
import { createTransport } from "../../src/modules/mail/sending/transport"
import type { MailSettingsDTO } from "../../src/modules/mail/settings/settings"
import type { OutgoingMessage, Transport } from "../../src/modules/mail/smtp/transport"
import { until } from "../support/engine"
import {
  answer,
  type ApiBehaviour,
  type ApiCall,
  type MailApiServer,
  startMailApi,
} from "../support/mail-api-server"

const KEYS: Record<ApiName, Record<string, string>> = {
  ses: { region: "eu-west-1", accessKeyId: "AKID", secretAccessKey: "s3cret-of-ses" },
  resend: { key: "re_s3cret" },
  postmark: { key: "s3cret-token", stream: "broadcast" },
  sendgrid: { key: "SG.s3cret" },
}
const NAMES = Object.keys(KEYS) as ApiName[]

/** What each answers to a mail that it takes. */
const TAKEN: Record<ApiName, ApiBehaviour> = {
  ses: (response) => answer(response, 200, { MessageId: "0100-1" }),
  resend: (response) => answer(response, 200, { id: "49a3999c" }),
  postmark: (response) => answer(response, 200, { ErrorCode: 0, Message: "OK", MessageID: "b7bc2f4a" }),
  sendgrid: (response) => void response.writeHead(202, { "x-message-id": "14c5d75ce93" }).end(),
}

const servers: MailApiServer[] = []
const transports: Transport[] = []

afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close(100)))
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

async function serviceOf(name: ApiName, behave = TAKEN[name]): Promise<MailApiServer> {
  const server = await startMailApi(behave)
  servers.push(server)
  return server
}

const optionsFor = (service: ApiName, url: string) =>
  parseOptions({ api: { service, url, ...KEYS[service] }, smtpTimeoutSeconds: 1 })

function transportTo(service: ApiName, { url }: { url: string }, connections = 2): Transport {
  const transport = createTransport(optionsFor(service, url), { connections, silence: 500 })
  transports.push(transport)
  return transport
}

const compose = createComposer({
  from: { name: 'Shop "七" <x@y>', address: "shop@shop.example" },
  replyTo: { address: "care@shop.example" },
  headers: { "X-Shop": "one" },
})

function message(id = "mdlv_1"): OutgoingMessage {
  const { bytes } = compose({
    subject: "ご注文 #1",
    text: "Hello 花子\n",
    html: "<p>Hello <b>花子</b></p>",
    to: { address: "taro@example.jp" },
    messageId: `<${id}@shop.example>`,
    date: new Date(0),
    headers: [["List-Unsubscribe", "<https://shop.example/u/1>"]],
  })
  return { id, from: "bounce@shop.example", to: "taro@example.jp", bytes }
}

it.each(NAMES)("%s takes a mail, and what it said is on record", async (name) => {
  const server = await serviceOf(name)
  const transport = transportTo(name, server)

  expect(await transport.verify()).toBeNull()
  const outcome = await transport.send(message())
  expect(outcome).toMatchObject({ kind: "accepted", reply: { code: 250, phase: "final" } })
  expect((outcome as { reply: { text: string } }).reply.text).toMatch(
    /^Accepted as (0100-1|49a3999c|b7bc2f4a|14c5d75ce93)$/
  )
  expect(server.calls).toHaveLength(2)
})

/** The fields of one mail, wherever the service wants them. */
const FIELDS: Record<Exclude<ApiName, "ses">, (call: ApiCall) => Record<string, unknown>> = {
  resend: ({ body }) => body,
  postmark: ({ body }) => ({
    from: body.From,
    to: [body.To],
    subject: body.Subject,
    reply_to: body.ReplyTo,
    text: body.TextBody,
    html: body.HtmlBody,
    headers: Object.fromEntries(
      (body.Headers as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value])
    ),
  }),
  sendgrid: ({ body }) => {
    const [text, html] = body.content as { value: string }[]
    const [{ to }] = body.personalizations as [{ to: { email: string }[] }]
    const { email, name } = body.from as { email: string; name: string }
    return {
      ...body,
      from: `"${name.replaceAll('"', '\\"')}" <${email}>`,
      to: to.map((one) => one.email),
      reply_to: (body.reply_to as { email: string }).email,
      text: text!.value,
      html: html!.value,
    }
  },
}

it.each(["resend", "postmark", "sendgrid"] as const)(
  "%s gets every field, in letters of any language",
  async (name) => {
    const server = await serviceOf(name)
    await transportTo(name, server).send(message())

    const fields = FIELDS[name](server.calls[0]!)
    expect(fields).toMatchObject({
      from: '"Shop \\"七\\" <x@y>" <shop@shop.example>',
      to: ["taro@example.jp"],
      subject: "ご注文 #1",
      reply_to: "care@shop.example",
      text: expect.stringMatching(/^Hello 花子/),
      html: expect.stringContaining("<p>Hello <b>花子</b></p>"),
      headers: { "X-Shop": "one", "List-Unsubscribe": "<https://shop.example/u/1>" },
    })
    const names = Object.keys(fields.headers as object).map((header) => header.toLowerCase())
    expect(names).not.toEqual(expect.arrayContaining(["message-id"]))
    expect(names.filter((header) => /^(from|to|subject|content-|mime)/.test(header))).toEqual([])
  }
)

it("each logs in as it wants, and Postmark gets its stream", async () => {
  const calls = await Promise.all(
    NAMES.map(async (name) => {
      const server = await serviceOf(name)
      await transportTo(name, server).send(message())
      return server.calls[0]!
    })
  )
  const [ses, resend, postmark, sendgrid] = calls
  expect(ses!.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKID\/\d+\/eu-west-1\/ses\/aws4_request/
  )
  expect(resend!.headers.authorization).toBe("Bearer re_s3cret")
  expect(postmark!.headers["x-postmark-server-token"]).toBe("s3cret-token")
  expect(postmark!.body.MessageStream).toBe("broadcast")
  expect(sendgrid!.headers.authorization).toBe("Bearer SG.s3cret")
})

const DELIVERY = { id: "mdlv_1", attempt: 1, deferrals: 0, deferred_for: 0 } as Parameters<
  typeof verdictOf
>[0]

type Said = [ApiName, number, unknown, Record<string, string>?]
const ses = (status: number, type: string, text: string): Said => [
  "ses",
  status,
  { message: text },
  { "x-amzn-errortype": `${type}:http://internal.amazon.com/` },
]

const refused: [string, Said, { transition: string; reason: string }][] = [
  [
    "too fast",
    ses(429, "TooManyRequestsException", "Too Many Requests"),
    { transition: "defer", reason: "transient" },
  ],
  [
    "too fast",
    [
      "resend",
      429,
      { name: "rate_limit_exceeded", message: "Too many requests. You can only make 2 requests per second." },
    ],
    { transition: "defer", reason: "transient" },
  ],
  [
    "too fast",
    ["sendgrid", 429, { errors: [{ message: "too many requests" }] }],
    { transition: "defer", reason: "transient" },
  ],
  [
    "an address on its list of the dead",
    [
      "postmark",
      422,
      {
        ErrorCode: 406,
        Message:
          "You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: taro@example.jp.",
      },
    ],
    { transition: "reject", reason: "inactive" },
  ],
  [
    "what no rule knows: nothing is concluded of the address",
    [
      "sendgrid",
      400,
      { errors: [{ message: "Does not contain a valid address.", field: "personalizations.0.to.0.email" }] },
    ],
    { transition: "reject", reason: "unknown" },
  ],
  [
    "out of order, and it says so itself",
    ["resend", 500, { name: "internal_server_error", message: "An unexpected error occurred." }],
    { transition: "defer", reason: "transient" },
  ],
]

it.each(refused)("%s: %j", async (_, [name, status, body, headers], verdict) => {
  const server = await serviceOf(name, (response) => answer(response, status, body, headers))
  const outcome = await transportTo(name, server).send(message())

  const { transition, change } = verdictOf(DELIVERY, outcome, { giveUpAfterHours: 72 })
  expect({ transition, reason: change.reason }).toEqual(verdict)
})

const lockedOut: Said[] = [
  ses(403, "AccessDeniedException", "User is not authorized to perform ses:SendRawEmail"),
  ses(403, "InvalidSignatureException", "The request signature we calculated does not match"),
  ses(400, "SendingPausedException", "Sending paused for this account"),
  ["resend", 401, { name: "restricted_api_key", message: "This API key is restricted" }],
  ["resend", 403, { name: "invalid_api_key", message: "API key is invalid." }],
  ["resend", 403, { name: "validation_error", message: "The shop.example domain is not verified." }],
  ["postmark", 401, { ErrorCode: 10, Message: "No Account or Server API tokens were supplied" }],
  ["postmark", 422, { ErrorCode: 400, Message: "The 'From' address you supplied is not a Sender Signature" }],
  ["sendgrid", 401, { errors: [{ message: "The provided authorization grant is invalid" }] }],
  ["sendgrid", 403, { errors: [{ message: "The from address does not match a verified Sender Identity" }] }],
]

it.each(lockedOut)("%s %i %j stops everything, in its words and without the key", async (...said) => {
  const [name, status, body, headers] = said
  const server = await serviceOf(name, (response) => answer(response, status, body, headers))
  const transport = transportTo(name, server)

  for (const outcome of [await transport.send(message()), await transport.verify()]) {
    expect(outcome).toMatchObject({ kind: "transport_fault", phase: "auth" })
    expect(JSON.stringify(outcome)).not.toContain("s3cret")
  }
})

it.each<[ApiName, (key: string) => [unknown, Record<string, string>?]]>([
  [
    "ses",
    (key) => [
      { message: `Canonical String: x-amz-security-token:${key}` },
      { "x-amzn-errortype": "InvalidSignatureException" },
    ],
  ],
  ["resend", (key) => [{ name: "invalid_api_key", message: `${key} is no key` }]],
  ["postmark", (key) => [{ ErrorCode: 10, Message: `No server has the token ${key}` }]],
  ["sendgrid", (key) => [{ errors: [{ message: `Bearer ${key} is wrong` }] }]],
])("%s may repeat the key that it was told: it is neither kept nor shown", async (name, said) => {
  const secrets: Record<string, string> = { sessionToken: "t0ken-s3cret", ...KEYS[name] }
  const key = secrets[name === "ses" ? "sessionToken" : "key"]!
  const server = await serviceOf(name, (response) => answer(response, 403, ...said(key)))
  const keys = name === "ses" ? secrets : KEYS[name]
  const { api } = parseOptions({ api: { service: name, url: server.url, ...keys } })
  const transport = createTransport(
    { ...optionsFor(name, server.url), api },
    { connections: 1, silence: 500 }
  )
  transports.push(transport)

  for (const outcome of [await transport.send(message()), await transport.verify()]) {
    expect(outcome).toMatchObject({ kind: "transport_fault", message: expect.stringContaining("…") })
    expect(JSON.stringify(outcome)).not.toContain(key)
  }
})

const faults: [string, ApiBehaviour, { wholeAnswer: boolean }][] = [
  ["hangs up without an answer", (response) => void response.socket!.destroy(), { wholeAnswer: false }],
  ["says nothing", () => undefined, { wholeAnswer: false }],
  [
    "is behind a proxy that is out of order",
    (response) => void response.writeHead(502).end("<html>"),
    { wholeAnswer: true },
  ],
  [
    "hangs up in the middle of its answer",
    (response) => {
      response.writeHead(200, { "content-length": "1000" })
      response.write("{", () => response.socket!.destroy())
    },
    { wholeAnswer: false },
  ],
  [
    "answers without end",
    (response) => {
      response.writeHead(200)
      response.write("x".repeat(300_000))
    },
    { wholeAnswer: false },
  ],
  [
    "answers a byte at a time without end",
    (response) => {
      response.writeHead(200)
      drip(response.socket!, () => response.write(" "))
    },
    { wholeAnswer: false },
  ],
  [
    "comes to no end with the head of its answer",
    ({ socket }) => {
      socket!.write("HTTP/1.1 200 OK\r\nX-Slow: ")
      drip(socket!, () => socket!.write("x"))
    },
    { wholeAnswer: false },
  ],
]

/** Always soon enough for a clock that counts silence alone. */
function drip(socket: Socket, write: () => void): void {
  const timer = setInterval(write, 50)
  socket.on("close", () => clearInterval(timer))
}

it.each(faults)("a service that %s: nobody can know", async (_, behave, { wholeAnswer }) => {
  for (const name of NAMES) {
    const server = await serviceOf(name, behave)
    const { kind } = await transportTo(name, server).send(message())
    // Resend does once what comes twice.
    const calls = name === "resend" && !wholeAnswer ? 3 : 1
    expect({ name, kind, calls: server.calls.length }).toEqual({ name, kind: "uncertain", calls })
    if (!wholeAnswer) {
      await until("its connections are closed", () => server.open() === 0)
    }
  }
})

describe("what is not in the service's own words", () => {
  const html =
    (status: number): ApiBehaviour =>
    (response) =>
      void response.writeHead(status, { location: "/", "content-type": "text/html" }).end("<html>no</html>")

  it.each([301, 302, 308, 400, 401, 403, 404, 405, 407])(
    "%i from something else on the way stops everything, and says nothing of the recipient",
    async (status) => {
      for (const name of NAMES) {
        const server = await serviceOf(name, html(status))
        const transport = transportTo(name, server)
        for (const outcome of [await transport.send(message()), await transport.verify()]) {
          expect({ name, ...outcome }).toMatchObject({
            name,
            kind: "transport_fault",
            message: expect.stringMatching(`^Answered ${status}, and not in the words of the service`),
            reply: null,
          })
        }
      }
    }
  )

  it.each(NAMES)("%s: a gateway that speaks JSON is not the service", async (name) => {
    const server = await serviceOf(name, (response) =>
      answer(response, 404, { message: "no Route matched with those values", Message: "Not found" })
    )
    expect(await transportTo(name, server).send(message())).toMatchObject({ kind: "transport_fault" })
  })

  it.each(NAMES)("%s: what only one mail meets holds up no other", async (name) => {
    const own = { ErrorCode: 300, name: "validation_error", message: "m", errors: [{ message: "m" }] }
    const server = await serviceOf(name, (response, call) =>
      Object.keys(call.body).length
        ? html(403)(response, call)
        : answer(response, 400, own, { "x-amzn-errortype": "BadRequestException" })
    )
    expect(await transportTo(name, server).send(message())).toMatchObject({ kind: "not_sent" })
  })

  it.each([
    [413, { transition: "reject", reason: "our_fault" }, null],
    [408, { transition: "defer", reason: "transient" }, null],
    [429, { transition: "defer", reason: "transient" }, "in_time"],
  ])("%i means the same from everybody", async (status, verdict, tooMuch) => {
    for (const name of NAMES) {
      const server = await serviceOf(name, html(status))
      const { transition, change, refusal } = verdictOf(
        DELIVERY,
        await transportTo(name, server).send(message()),
        {
          giveUpAfterHours: 72,
        }
      )
      expect({ name, transition, reason: change.reason }).toEqual({ name, ...verdict })
      expect(refusal?.tooMuch ?? null).toBe(tooMuch)
    }
  })
})

it.each(NAMES)("%s gets addresses as a mail server does, and none that it could not write", async (name) => {
  const server = await serviceOf(name)
  const transport = transportTo(name, server)

  expect(await transport.send({ ...message(), to: "taro@例え.jp" })).toMatchObject({ kind: "accepted" })
  expect(JSON.stringify(server.calls[0]!.body)).toContain("taro@xn--r8jz45g.jp")
  expect(await transport.send({ ...message(), to: "太郎@example.jp" })).toMatchObject({
    kind: "rejected",
    reply: { code: 553, enhanced: "5.6.7", phase: "rcpt" },
  })
  expect(await transport.send({ ...message(), to: "a@x.test, b@x.test" })).toMatchObject({
    kind: "rejected",
    reply: { code: 553, enhanced: "5.1.3" },
  })
  expect(server.calls).toHaveLength(1)
})

it("the rescue of a lost mail waits for repeats only where there are any", async () => {
  const silences = NAMES.map((name) => [
    name,
    transportTo(name, { url: "http://127.0.0.1:1" }).longestSilence,
  ])
  expect(Object.fromEntries(silences)).toEqual({ ses: 500, resend: 1500, postmark: 500, sendgrid: 500 })
})

it("each is told which mail it is, in what it tells again in its news", async () => {
  const body = async (name: ApiName) => {
    const server = await serviceOf(name)
    await transportTo(name, server).send(message("mdlv_7"))
    return server.calls[0]!.body
  }
  expect(await body("sendgrid")).toMatchObject({ custom_args: { mail_delivery_id: "mdlv_7" } })
  expect(await body("resend")).toMatchObject({ tags: [{ name: "mail_delivery_id", value: "mdlv_7" }] })
  expect(await body("postmark")).toMatchObject({ Metadata: { delivery: "mdlv_7" } })
})

it("what Resend did not answer is told again with the same key, and is sent once", async () => {
  const done = new Set<unknown>()
  const server = await serviceOf("resend", (response, call) => {
    const key = call.headers["idempotency-key"]
    if (done.has(key)) {
      return answer(response, 200, { id: "first" })
    }
    done.add(key)
    response.socket!.destroy()
  })

  expect(await transportTo("resend", server).send(message())).toMatchObject({ kind: "accepted" })
  expect(server.calls).toHaveLength(2)
  expect(done.size).toBe(1)
})

it("a service that is away, or has no TLS: nothing was sent, and it is nobody's fault among the recipients", async () => {
  const server = await serviceOf("sendgrid")
  const tls = { url: server.url.replace("http:", "https:") }
  expect(await transportTo("sendgrid", tls).send(message())).toMatchObject({
    kind: "transport_fault",
    phase: "tls",
  })
  expect(server.calls).toEqual([])

  await server.stop()
  expect(await transportTo("sendgrid", server).send(message())).toMatchObject({
    kind: "transport_fault",
    phase: "connect",
  })
})

it("so many at once and no more, over connections that are used again", async () => {
  let most = 0
  let now = 0
  const server = await serviceOf("postmark", (response, call) => {
    now += 1
    most = Math.max(most, now)
    setImmediate(() => {
      now -= 1
      TAKEN.postmark(response, call)
    })
  })
  const transport = transportTo("postmark", server, 3)
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, (_, i) => transport.send(message(`mdlv_${i}`)))
  )

  expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => "accepted"))
  expect(most).toBeLessThanOrEqual(3)
  expect(server.open()).toBeLessThanOrEqual(3)
})

it("what is lost on a connection that others had before is in doubt, whoever was waiting for it", async () => {
  let calls = 0
  const server = await serviceOf("postmark", (response) => {
    calls += 1
    if (calls > 1) {
      return void response.socket!.destroy()
    }
    answer(response, 422, { ErrorCode: 300, Message: "Provide a mail" })
  })
  const transport = transportTo("postmark", server, 1)
  // Asked beside a mail: the only connection goes from the one to the other at once.
  const [checked, outcome] = await Promise.all([transport.verify(), transport.send(message())])

  expect(checked).toBeNull()
  expect(outcome).toMatchObject({ kind: "uncertain" })
  expect(calls).toBe(2)
})

it("each connection is watched once, however many mails go over it", async () => {
  const opened: Socket[] = []
  const note = (message: unknown) => opened.push((message as { socket: Socket }).socket)
  subscribe("net.client.socket", note)
  const server = await serviceOf("postmark")
  const transport = transportTo("postmark", server, 1)
  for (let n = 0; n < 20; n += 1) {
    expect(await transport.send(message(`mdlv_${n}`))).toMatchObject({ kind: "accepted" })
  }
  unsubscribe("net.client.socket", note)

  expect(opened).toHaveLength(1)
  const watchers = ["connect", "secureConnect"].map((event) => opened[0]!.listenerCount(event))
  expect(Math.max(...watchers)).toBeLessThanOrEqual(1)
})

it("what is cut off at the end is in doubt, and what waited was not sent", async () => {
  const server = await serviceOf("sendgrid", () => undefined)
  const transport = createTransport(optionsFor("sendgrid", server.url), { connections: 1, silence: 60_000 })
  const outcomes = [transport.send(message("mdlv_1")), transport.send(message("mdlv_2"))]
  await transport.close(50)

  expect(await Promise.all(outcomes)).toMatchObject([
    { kind: "uncertain" },
    { kind: "not_sent", withdrawn: true },
  ])
})

it("a test mail goes the same way, and says where", async () => {
  const server = await serviceOf("postmark")
  const settings = {
    sender_address: "shop@shop.example",
    sender_name: "Shop",
    reply_to: null,
    language: "en",
  }
  const port = Number(new URL(server.url).port)

  expect(
    await sendProbe(optionsFor("postmark", server.url), settings as MailSettingsDTO, "me@shop.test")
  ).toMatchObject({
    ok: true,
    stage: "accepted",
    host: "127.0.0.1",
    port,
  })
})
