/**
 * A mail service's HTTP API as a transport: so many requests at once, each with one mail, and outcomes that say what is known
 * and no more.
 */
import { readable } from "../formats/readable"
import { withoutSecrets } from "../formats/without-secrets"
import { prepareEnvelope } from "../smtp/envelope"
import { wholeMessage } from "../smtp/message-pieces"
import type { OutgoingMessage, SendOutcome, Transport } from "../smtp/transport"
import { notSent, Turns } from "../smtp/turns"
import { type Exchange, Exchanger } from "./exchange"
import { type ApiAnswer, type MailApi, replyOf } from "./mail-api"
import type { ApiServer } from "./options"
import { postmarkApi } from "./postmark"
import { resendApi } from "./resend"
import { sendgridApi } from "./sendgrid"
import { sesApi } from "./ses"

type TransportFault = Extract<SendOutcome, { kind: "transport_fault" }>

export interface ApiTransportOptions {
  server: ApiServer
  /** Requests at once. */
  connections: number
  /** Milliseconds that an answer may take, all of it. */
  silence: number
}

/** A connection that rests is given up after so many milliseconds: before most services do it. */
const IDLE = 4_000
/** What was lost is repeated so often, where the service does once what comes twice. */
const REPEATS = 2
/** None takes letters beyond ASCII before the `@`. */
const NO_SERVICE_KNOWS_SMTPUTF8 = false

export class ApiTransport implements Transport {
  readonly capacity: number
  readonly longestSilence: number
  private readonly api: MailApi
  private readonly exchanger: Exchanger
  private readonly secrets: readonly (string | null)[]
  private readonly turns: Turns

  constructor({ server, connections, silence }: ApiTransportOptions) {
    this.capacity = connections
    this.api = apiOf(server)
    this.secrets = server.service === "ses" ? [server.secretAccessKey, server.sessionToken] : [server.key]
    this.longestSilence = silence * (this.api.repeatable ? 1 + REPEATS : 1)
    this.exchanger = new Exchanger({ url: server.url, connections, silence, idle: IDLE })
    this.turns = new Turns(connections, {
      deliver: (message) => this.deliver(message),
      cutOff: () => this.exchanger.close(true),
    })
  }

  send(message: OutgoingMessage): Promise<SendOutcome> {
    return this.turns.send(message)
  }

  async verify(): Promise<TransportFault | null> {
    const exchange = await this.exchanger.exchange(await this.api.emptyRequest())
    if (exchange.kind !== "answered") {
      return faultOf(exchange)
    }
    const answer = this.read(exchange)
    return answer.kind === "locked_out"
      ? lockedOut(answer)
      : answer.kind === "elsewhere"
        ? nobodyThere(answer)
        : null
  }

  async close(deadline = 10_000): Promise<void> {
    await this.turns.close(deadline)
    this.exchanger.close(false)
  }

  private async deliver(message: OutgoingMessage): Promise<SendOutcome> {
    const envelope = prepareEnvelope(message, NO_SERVICE_KNOWS_SMTPUTF8)
    if ("code" in envelope) {
      return { kind: "rejected", reply: envelope }
    }
    const { to } = envelope
    const request = await this.api.request(await wholeMessage({ ...message, to }))
    let exchange = await this.exchanger.exchange(request)
    for (let repeat = 0; exchange.kind === "lost" && this.api.repeatable && repeat < REPEATS; repeat += 1) {
      exchange = await this.exchanger.exchange(request)
    }
    return exchange.kind === "answered" ? this.outcomeOf(this.read(exchange)) : brokenOutcome(exchange)
  }

  /** What is met by an empty request too is no fault of this mail; what only this mail meets would stop all others for it. */
  private async outcomeOf(answer: ApiAnswer): Promise<SendOutcome> {
    return answer.kind === "elsewhere"
      ? ((await this.verify()) ?? notSent(wordsOf(answer)))
      : outcomeOf(answer)
  }

  /** A service may repeat the head of the request: Amazon SES does, with the session's token, where the signature is wrong. */
  private read({ response }: Extract<Exchange, { kind: "answered" }>): ApiAnswer {
    const answer = this.api.read(response)
    return "words" in answer ? { ...answer, words: withoutSecrets(answer.words, this.secrets) } : answer
  }
}

function apiOf(server: ApiServer): MailApi {
  switch (server.service) {
    case "ses":
      return sesApi(server)
    case "resend":
      return resendApi(server)
    case "postmark":
      return postmarkApi(server)
    case "sendgrid":
      return sendgridApi(server)
  }
}

function outcomeOf(answer: Exclude<ApiAnswer, Elsewhere>): SendOutcome {
  switch (answer.kind) {
    case "accepted":
      return { kind: "accepted", reply: replyOf(answer) }
    case "refused":
      return { kind: "rejected", reply: replyOf(answer) }
    case "locked_out":
      return lockedOut(answer)
    case "unknown":
      return {
        kind: "uncertain",
        message: readable(`The answer does not say what became of it: ${answer.words}`),
      }
  }
}

function lockedOut(answer: Extract<ApiAnswer, { kind: "locked_out" }>): TransportFault {
  return { kind: "transport_fault", phase: "auth", message: readable(answer.words), reply: replyOf(answer) }
}

type Elsewhere = Extract<ApiAnswer, { kind: "elsewhere" }>

function nobodyThere(answer: Elsewhere): TransportFault {
  const phase = answer.status === 401 ? "auth" : "greeting"
  return { kind: "transport_fault", phase, message: wordsOf(answer), reply: null }
}

function wordsOf({ status }: Elsewhere): string {
  return `Answered ${status}, and not in the words of the service: something else is at this address, or on the way to it`
}

type Broken = Exclude<Exchange, { kind: "answered" }>

/** Without a conversation it is the way to the service that is at fault, and not this mail. */
function brokenOutcome(broken: Broken): SendOutcome {
  if (broken.kind === "lost") {
    return { kind: "uncertain", message: readable(`After the last byte: ${broken.message}`) }
  }
  return broken.open ? notSent(broken.message) : faultOf(broken)
}

function faultOf(broken: Broken): TransportFault {
  const phase = broken.kind === "not_sent" && broken.connected ? "tls" : "connect"
  return { kind: "transport_fault", phase, message: readable(broken.message), reply: null }
}
