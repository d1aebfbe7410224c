/**
 * Which transport a mail leaves by, where a store has several, and as whom it is sent then. This is the one place where that
 * is decided, when a mail is recorded: from then on its row says it.
 *
 * 1. The one that whoever asks for the mail names.
 * 2. Of mail about an order, a shipment or a quote, or for whom a sales channel is named: the one of the sales channel.
 * 3. The one of the domain of the sender's address in the settings.
 * 4. Else that of the whole store, which has no name on record.
 */
import { domainOf } from "../address/address"
import { invalid } from "../refusals/refusal"
import type { MailSettingsDTO } from "../settings/settings"
import { DEFAULT_TRANSPORT, type Mailbox } from "../words"

/** What of a transport decides for which mail it is, and as whom it sends. */
export interface Transport {
  /** In small letters. */
  name: string
  salesChannels: readonly string[]
  /** In small letters, in ASCII. */
  senderDomains: readonly string[]
  sender?: Mailbox
  replyTo?: string
}

/** What is known of a mail. */
export interface MailTrait {
  /** Named by whoever asks for the mail. */
  transport?: string | null
  /** Its id. */
  salesChannel?: string | null
}

/** What of the module's options decides what a mail looks like and which way it goes. */
export interface ShopOptions {
  /** IANA. */
  timezone: string
  transports?: readonly Transport[]
}

export interface Route {
  /** As it stands on record; null is the one of the whole store. */
  transport: string | null
  /** With the sender that the transport has. */
  settings: MailSettingsDTO
}

/**
 * @param transports - Those besides the one of the whole store.
 * @throws MedusaError `invalid_data` naming `transport`, where that names none.
 */
export function routeOf(
  transports: readonly Transport[],
  settings: MailSettingsDTO,
  { transport, salesChannel }: MailTrait = {}
): Route {
  const found = transport
    ? named(transports, transport)
    : (ofChannel(transports, salesChannel) ?? ofDomain(transports, settings))
  return found ? { transport: found.name, settings: sentBy(found, settings) } : { transport: null, settings }
}

/** Of mail that was recorded before: the transport that it names, if there still is one. */
export function stillThere(transports: readonly Transport[], name: string | null): string | null {
  return transports.some((one) => one.name === name) ? name : null
}

function named(transports: readonly Transport[], wanted: string): Transport | null {
  const name = wanted.trim().toLowerCase()
  const found = transports.find((one) => one.name === name)
  if (!found && name !== DEFAULT_TRANSPORT) {
    const names = [DEFAULT_TRANSPORT, ...transports.map((one) => one.name)].join(", ")
    throw invalid("transport", "unknown_transport", `names no transport of the options: there are ${names}`, {
      names,
    })
  }
  return found ?? null
}

function ofChannel(transports: readonly Transport[], id: string | null | undefined): Transport | undefined {
  return id ? transports.find(({ salesChannels }) => salesChannels.includes(id)) : undefined
}

function ofDomain(
  transports: readonly Transport[],
  { sender_address }: MailSettingsDTO
): Transport | undefined {
  const domain = domainOf(sender_address ?? "")?.toLowerCase()
  return domain ? transports.find(({ senderDomains }) => senderDomains.includes(domain)) : undefined
}

/** With a sender of its own, answers go to it unless the transport says where: the settings' address may be another shop's. */
function sentBy({ sender, replyTo }: Transport, settings: MailSettingsDTO): MailSettingsDTO {
  return {
    ...settings,
    ...(sender && {
      sender_name: sender.name ?? settings.sender_name,
      sender_address: sender.address,
      reply_to: null,
    }),
    ...(replyTo && { reply_to: replyTo }),
  }
}
