/**
 * A transport of the store's own as one of ours. Whatever it does, each mail ends as one of the outcomes that there are, within
 * its time, and no other mail is harmed.
 */
import { prepareEnvelope } from "../smtp/envelope"
import { wholeMessage } from "../smtp/message-pieces"
import type { OutgoingMessage, SendOutcome, Transport } from "../smtp/transport"
import { Turns, withdrawn } from "../smtp/turns"
import { wordsOf } from "./answer"
import { Attempt } from "./attempt"
import { Doubts } from "./doubts"
import { makeTransport, type TransportModule } from "./module"
import { fault, outcomeOf, type TransportFault } from "./outcome"
import { secretsIn } from "./secrets"
import type { MailTransport } from "./shape"

export interface OwnTransportOptions {
  module: TransportModule
  /** Mails at once. */
  connections: number
  /** Milliseconds that one mail may take. */
  silence: number
}

type Opened = { transport: MailTransport; trouble?: never } | { transport?: never; trouble: TransportFault }

/** Nothing tells whether what it speaks to takes letters beyond ASCII before the `@`. */
const NO_SMTPUTF8 = false
/** For its `close`, when no mail is on its way any more. Milliseconds. */
const CLOSING = 2_000

export class OwnTransport implements Transport {
  readonly capacity: number
  readonly longestSilence: number
  private readonly module: TransportModule
  private readonly secrets: readonly string[]
  private readonly turns: Turns
  private readonly doubts = new Doubts()
  private readonly underWay = new Set<Attempt>()
  /** Aborted when nothing may be begun any more. */
  private readonly end = new AbortController()
  private made: MailTransport | null = null

  constructor({ module, connections, silence }: OwnTransportOptions) {
    this.module = module
    this.secrets = secretsIn(module.options)
    this.capacity = connections
    this.longestSilence = silence
    this.turns = new Turns(connections, {
      deliver: (message) => this.doubts.inTurn(() => this.deliver(message)),
      cutOff: () => {
        this.end.abort()
        this.underWay.forEach((attempt) => attempt.cutOff())
      },
    })
    // Loading takes this thread's time, so it comes before any mail is in its hands; what is wrong is told by the first.
    this.opened()
  }

  send(message: OutgoingMessage): Promise<SendOutcome> {
    return this.turns.send(message)
  }

  async verify(): Promise<TransportFault | null> {
    const { reason } = this.doubts
    if (reason) {
      return fault(reason)
    }
    const { transport, trouble } = this.opened()
    return transport ? this.ask(transport) : trouble
  }

  async close(deadline = 10_000): Promise<void> {
    await this.turns.close(deadline)
    const { made } = this
    this.made = null
    // Nobody can mend what it meets now, and everything that was sent is settled.
    await within(CLOSING, null, async () => made?.close?.()).catch(() => undefined)
  }

  private async deliver(message: OutgoingMessage): Promise<SendOutcome> {
    const envelope = prepareEnvelope(message, NO_SMTPUTF8)
    if ("code" in envelope) {
      return { kind: "rejected", reply: envelope }
    }
    const { reason } = this.doubts
    if (reason) {
      return fault(reason)
    }
    const { transport, trouble } = this.opened()
    if (!transport) {
      return trouble
    }
    const { bytes } = await wholeMessage(message)
    return this.attempt(transport, { id: message.id, from: envelope.from, to: envelope.to, bytes })
  }

  private async attempt(
    transport: MailTransport,
    message: ConstructorParameters<typeof Attempt>[0]
  ): Promise<SendOutcome> {
    if (this.end.signal.aborted) {
      return withdrawn("This process ended before it was handed over")
    }
    const attempt = new Attempt(message)
    this.underWay.add(attempt)
    const ending = await attempt.run(transport, this.longestSilence)
    this.underWay.delete(attempt)
    const outcome = outcomeOf(ending, attempt.handedOver, this.secrets)
    this.doubts.note(outcome)
    // What fails before any mail is handed over may be met by all of them.
    const trouble = ending.kind === "threw" && outcome.kind === "not_sent" ? await this.ask(transport) : null
    return trouble && !this.end.signal.aborted ? trouble : outcome
  }

  /** Tried again with the next mail if it could not be made. */
  private opened(): Opened {
    try {
      return { transport: (this.made ??= makeTransport(this.module)) }
    } catch (error) {
      return { trouble: fault(`The transport could not be made: ${wordsOf(error, this.secrets)}`) }
    }
  }

  private async ask(transport: MailTransport): Promise<TransportFault | null> {
    const controller = new AbortController()
    try {
      const { signal } = controller
      await within(this.longestSilence, this.end.signal, async () => transport.verify?.(signal))
      return null
    } catch (error) {
      return fault(wordsOf(error, this.secrets))
    } finally {
      controller.abort()
    }
  }
}

/** @throws what `run` throws, or Error if it takes longer or is ended before. */
async function within(
  milliseconds: number,
  end: AbortSignal | null,
  run: () => Promise<unknown>
): Promise<void> {
  let stopWaiting: () => void = () => undefined
  const inVain = new Promise<never>((_, reject) => {
    const fail = (why: string) => reject(new Error(why))
    const onEnd = () => fail("This process ended")
    const timer = setTimeout(() => fail(`It gave no answer within ${milliseconds} ms`), milliseconds)
    end?.addEventListener("abort", onEnd)
    stopWaiting = () => {
      clearTimeout(timer)
      end?.removeEventListener("abort", onEnd)
    }
  })
  try {
    await Promise.race([run(), inVain])
  } finally {
    stopWaiting()
  }
}
