/**
 * A mail server that is out to do harm, or broken, at every step of the conversation: whatever it says, each mail ends
 * as what really became of it, what is kept of its words can be read, and the next mail goes its way.
 */
import { createSmtpTransport, parseSmtpUrl, type SmtpOptions } from "../../src/modules/mail/smtp"
import type { OutgoingMessage, SendOutcome, Transport } from "../../src/modules/mail/smtp/transport"
import { HOSTILE, isReadable } from "../support/hostile-words"
import { type Moment, type Rule, type SmtpServer, startSmtpServer } from "../support/smtp-server"

const SETUP: Moment[] = ["greeting", "ehlo", "starttls", "auth"]
const SENDING: Moment[] = ["mail", "rcpt", "data", "body", "final"]
/** Milliseconds that an answer may take: few where it never comes to an end, and plenty where that must not matter. */
const IMPATIENT = 1_000
const PATIENT = 15_000
/** Within which all is over. */
const LONGEST = 10_000

const KINDS: Partial<Record<Moment, RegExp>> = {
  mail: /^(accepted|rejected|not_sent)$/,
  rcpt: /^(accepted|rejected|not_sent)$/,
  data: /^(accepted|rejected|not_sent)$/,
  // It was small enough to be in the server's hands as a whole: a yes or a no is one, though it came early.
  body: /^(accepted|rejected|not_sent|uncertain)$/,
  final: /^(accepted|rejected|uncertain)$/,
}

/** How often the mail is with the server after each outcome, at least and at most. */
const TAKEN: Record<SendOutcome["kind"], [number, number]> = {
  accepted: [1, 1],
  uncertain: [0, 1],
  rejected: [0, 0],
  not_sent: [0, 0],
  transport_fault: [0, 0],
}

jest.setTimeout(3 * LONGEST)

const AUTH = { user: "shop", pass: "s3cret" }
const WORDS = Object.keys(HOSTILE)

let server: SmtpServer
let transport: Transport

function message(id: string): OutgoingMessage {
  const bytes = Buffer.from(`Message-ID: <${id}@shop.test>\r\nX-Mail-Delivery-Id: ${id}\r\n\r\nHello\r\n`)
  return { id, from: "shop@shop.test", to: "taro@x.test", bytes }
}

const wordsOf = (outcome: SendOutcome) => [
  "message" in outcome ? outcome.message : null,
  "reply" in outcome ? (outcome.reply?.text ?? null) : null,
]
const arrived = (id: string) => server.received.filter(({ deliveryId }) => deliveryId === id).length

afterEach(async () => {
  await transport.close(0)
  server.reset()
})
afterAll(() => server.stop())

/** After a yes to STARTTLS, and no TLS, both wait for the other. */
function patienceWith({ raw = "", dripMs }: Partial<Rule>, at?: Moment): number {
  return dripMs || (at === "starttls" && raw.startsWith("2")) ? IMPATIENT : PATIENT
}

async function begin(pipelining: boolean, changes: Partial<SmtpOptions>): Promise<void> {
  server ??= await startSmtpServer({ auth: AUTH })
  const extensions = pipelining ? ["PIPELINING", "AUTH PLAIN"] : ["AUTH PLAIN"]
  server.script({
    at: "ehlo",
    reply: ["250-test.example", ...extensions.map((name) => `250-${name}`), "250 SIZE 52428800"].join("\r\n"),
  })
  transport = createSmtpTransport(
    parseSmtpUrl(server.url, {
      connections: 1,
      auth: AUTH,
      tls: "offered",
      ...changes,
    })
  )
}

async function timed<Result>(work: Promise<Result>): Promise<Result> {
  const began = performance.now()
  const result = await work
  expect(performance.now() - began).toBeLessThan(LONGEST)
  return result
}

describe.each(SETUP)("at %s", (at) => {
  it.each(WORDS)("%s", async (words) => {
    server ??= await startSmtpServer({ auth: AUTH })
    if (at === "starttls") {
      server.script({ at: "ehlo", reply: "250-test.example\r\n250 STARTTLS", times: 1 })
    }
    server.script({ at, times: 1, ...HOSTILE[words] })
    await begin(true, { setupTimeout: patienceWith(HOSTILE[words]!, at) })

    const outcome = await timed(transport.send(message("first")))

    expect(wordsOf(outcome).filter((said) => !isReadable(said))).toEqual([])
    expect(["transport_fault", "not_sent", "accepted"]).toContain(outcome.kind)
    expect(arrived("first")).toBe(outcome.kind === "accepted" ? 1 : 0)
    expect(await timed(transport.send(message("second")))).toMatchObject({ kind: "accepted" })
    expect(arrived("second")).toBe(1)
  })
})

describe.each([true, false])("with pipelining %s", (pipelining) => {
  describe.each(SENDING)("at %s", (at) => {
    it.each(WORDS)("%s", async (words) => {
      await begin(pipelining, { socketTimeout: patienceWith(HOSTILE[words]!) })
      server.script({ at, times: 1, ...HOSTILE[words] })

      const outcome = await timed(transport.send(message("first")))

      expect(wordsOf(outcome).filter((said) => !isReadable(said))).toEqual([])
      expect(outcome.kind).toMatch(KINDS[at]!)
      const [least, most] = TAKEN[outcome.kind]
      expect(arrived("first")).toBeGreaterThanOrEqual(least)
      expect(arrived("first")).toBeLessThanOrEqual(at === "body" ? 1 : most)
      expect(await timed(transport.send(message("second")))).toMatchObject({ kind: "accepted" })
      expect(arrived("second")).toBe(1)
    })
  })
})

describe.each(SENDING)("behind another mail, at %s", (at) => {
  it.each(WORDS)("%s", async (words) => {
    await begin(true, { socketTimeout: patienceWith(HOSTILE[words]!) })
    // The third is the first that is announced with the end of the one before it.
    server.script({ at, message: 3, times: 1, ...HOSTILE[words] })
    const ids = ["first", "second", "third", "fourth", "fifth"]

    const outcomes = await timed(Promise.all(ids.map((id) => transport.send(message(id)))))

    const third = outcomes[2]!
    expect(wordsOf(third).filter((said) => !isReadable(said))).toEqual([])
    expect(third.kind).toMatch(KINDS[at]!)
    const [least, most] = TAKEN[third.kind]
    expect(arrived("third")).toBeGreaterThanOrEqual(least)
    expect(arrived("third")).toBeLessThanOrEqual(at === "body" ? 1 : most)
    // Nobody else pays for it.
    for (const [n, id] of ids.entries()) {
      expect(n === 2 || { id, kind: outcomes[n]!.kind, arrived: arrived(id) }).toEqual(
        n === 2 || { id, kind: "accepted", arrived: 1 }
      )
    }
  })
})
