/**
 * One small mail to see whether mail can be sent at all: what the shop entered as its sender, what stands in the
 * options, and what the mail server says to it. A conversation and no delivery: it leaves nothing in the ledger,
 * waits for no worker, and is over in seconds.
 */
import { domainOf, requireAddress } from "../address/address"
import { returnPathOf } from "../bounces/return-path"
import { createComposer } from "../content/compose"
import { createDkimSigner } from "../content/mime/dkim"
import { messageIdOf } from "../deliveries/message-id"
import { classifyReply } from "../failures/classify"
import { entityId } from "../formats/entity-id"
import { signingKeys } from "../mail-apis/as-it-is"
import type { MailOptions } from "../options"
import { Gate } from "../refusals/gate"
import { type MailSettingsDTO, senderOf } from "../settings/settings"
import type { SendOutcome, SmtpPhase, SmtpReply } from "../smtp/transport"
import type { Language } from "../words"
import type { FailureClass } from "../words/failure-classes"
import { createTransport, noServer, placeOf } from "./transport"

/** How far the conversation came: where it ended, or `accepted`. */
export type ProbeStage = "connect" | "tls" | "login" | "sender" | "recipient" | "content" | "accepted"

export interface ProbeDTO {
  /** The server took the mail. Whether it arrives is another matter. */
  ok: boolean
  stage: ProbeStage
  /** Why not. `transport`: there was no conversation; `no_reply`: the last word is missing, so it may have left. */
  class: FailureClass | "transport" | "no_reply" | null
  /** The server's own words; where it had none, what happened on the wire. */
  reply: string
  /** The mail server; or the name of the store's own transport, which has no port. */
  host: string
  port: number | null
}

/** Milliseconds: a person is waiting. One silence, and all of it. */
const SILENCE = 10_000
const DEADLINE = 20_000

/** Each is a connection of its own, besides those that the option `connections` allows. */
const gate = new Gate({
  atOnce: 2,
  waiting: 10,
  code: "busy_testing",
  full: "Too many test mails are being sent at this moment: try again in a few seconds.",
})

const STAGES: Record<SmtpPhase, ProbeStage> = {
  connect: "connect",
  greeting: "connect",
  ehlo: "connect",
  tls: "tls",
  auth: "login",
  mail: "sender",
  rcpt: "recipient",
  data: "content",
  body: "content",
  final: "content",
}

const TEXTS: Record<Language, { subject: string; text: string }> = {
  en: {
    subject: "Test mail",
    text: "This is a test mail. If you can read it, your shop can send mail with this sender.\n",
  },
  ja: {
    subject: "テストメール",
    text: "これはテストメールです。このメールが届いていれば、この送信者でメールを送信できます。\n",
  },
}

/**
 * Sends it and tells how that went.
 *
 * @param onTurn - Run before the first word to the mail server; it may refuse.
 * @throws MedusaError `invalid_data` naming `to`; `not_allowed` without a sender or without a mail server, and when too many
 *   are under way.
 */
export async function sendProbe(
  options: MailOptions,
  settings: MailSettingsDTO,
  recipient: string,
  onTurn: () => Promise<void> = async () => undefined
): Promise<ProbeDTO> {
  const to = requireAddress("to", recipient)
  const { from } = senderOf(settings)
  const place = placeOf(options)
  if (!place) {
    throw noServer()
  }
  const silence = Math.min(SILENCE, options.smtpTimeoutSeconds * 1_000)
  return gate.pass(async () => {
    await onTurn()
    const transport = createTransport(options, { connections: 1, silence, setup: silence })
    const id = entityId("mprobe")
    const sender = returnPathOf(options, null) ?? from.address
    const sending = transport.send({ id, from: sender, to, bytes: compose(options, settings, id, to) })
    const [outcome] = await Promise.all([sending, transport.close(DEADLINE)])
    return { ...read(outcome), ...place }
  })
}

/** As every mail is made, so that what is wrong with them shows here. */
function compose(options: MailOptions, settings: MailSettingsDTO, id: string, to: string): Buffer {
  const { from, replyTo } = senderOf(settings)
  const { bytes } = createComposer({ from, replyTo, headers: options.headers })({
    ...TEXTS[settings.language],
    html: null,
    to: { address: to },
    messageId: messageIdOf(id, domainOf(from.address)),
    date: new Date(),
    headers: [],
  })
  const keys = signingKeys(options)
  return keys.length ? createDkimSigner(keys, options.rewrittenHeaders).sign(bytes) : bytes
}

type Reading = Pick<ProbeDTO, "ok" | "stage" | "class" | "reply">

function read(outcome: SendOutcome): Reading {
  switch (outcome.kind) {
    case "accepted":
      return { ok: true, stage: "accepted", class: null, reply: outcome.reply.text }
    case "rejected":
      return refusal(outcome.reply)
    case "transport_fault":
      return outcome.reply ? refusal(outcome.reply) : broken(outcome, "transport")
    case "not_sent":
      return broken(outcome, "transient")
    case "uncertain":
      return broken({ ...outcome, phase: "final" }, "no_reply")
  }
}

function refusal(reply: SmtpReply): Reading {
  const { class: failureClass, fault } = classifyReply(reply)
  // A server that wants a login may say so only when it hears the sender.
  const stage = fault === "login" ? "login" : STAGES[reply.phase]
  return { ok: false, stage, class: failureClass, reply: reply.text }
}

function broken({ phase, message }: { phase: SmtpPhase; message: string }, why: ProbeDTO["class"]): Reading {
  return { ok: false, stage: STAGES[phase], class: why, reply: message }
}
