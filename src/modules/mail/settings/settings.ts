/** The shop's mail settings: one row, and no row means the defaults. */
import { requireAddress, requireSender, senderOrNone } from "../address/address"
import { notAllowed } from "../refusals/refusal"
import type { Database } from "../sql/database"
import type { Language, Mailbox, Variables } from "../words"
import type { AutomaticRules } from "../words/automatic-rules"
import type { OrderInsertSettings } from "./order-insert"

export interface MailSettingsDTO {
  sender_name: string | null
  sender_address: string | null
  reply_to: string | null
  signature_text: string | null
  signature_html: string | null
  /** Copies to the administrator: none, the first mail of each mailing, or every mail. */
  admin_copy: "none" | "first" | "every"
  admin_copy_address: string | null
  postal_address: string | null
  contact: string | null
  language: Language
  /** Which parts of the order insert show, and the metadata keys they come from. */
  order_insert: OrderInsertSettings | null
  bank_text: string | null
  bank_providers: string[] | null
  /** Mail that events send by themselves. */
  automatic: AutomaticRules | null
  /** How long Send can be undone, before anything of the mailing begins. */
  grace_seconds: number
  /** Percent of refused and returned mails above which a mailing pauses itself; null: never. */
  pause_undelivered: number | null
  /** The same of mails that were called spam. */
  pause_complaints: number | null
}

/** While nothing has been set. */
export const DEFAULTS: MailSettingsDTO = {
  sender_name: null,
  sender_address: null,
  reply_to: null,
  signature_text: null,
  signature_html: null,
  admin_copy: "none",
  admin_copy_address: null,
  postal_address: null,
  contact: null,
  language: "en",
  order_insert: null,
  bank_text: null,
  bank_providers: null,
  automatic: null,
  grace_seconds: 30,
  pause_undelivered: 10,
  pause_complaints: 0.5,
}

const NAMES = Object.keys(DEFAULTS) as (keyof MailSettingsDTO)[]
const JSON_NAMES: ReadonlySet<string> = new Set(["order_insert", "bank_providers", "automatic"])

export async function getSettings(db: Database): Promise<MailSettingsDTO> {
  const [row] = await db.query<MailSettingsDTO>(
    `SELECT ${NAMES.join(", ")} FROM mpmd_settings WHERE id = 'settings' AND deleted_at IS NULL`
  )
  return row ?? DEFAULTS
}

/** Changes what is given and leaves the rest. @throws MedusaError `invalid_data` naming the field. */
export async function updateSettings(
  db: Database,
  given: Partial<MailSettingsDTO>
): Promise<MailSettingsDTO> {
  const changes = { ...given, ...addressesOf(given) }
  const names = NAMES.filter((name) => changes[name] !== undefined)
  if (names.length) {
    const values = names.map((name) =>
      JSON_NAMES.has(name) && changes[name] !== null ? JSON.stringify(changes[name]) : changes[name]
    )
    await db.query(
      `INSERT INTO mpmd_settings (id, ${names.join(", ")}) VALUES ('settings', ` +
        `${names.map((_, index) => `$${index + 1}`).join(", ")}) ON CONFLICT (id) DO UPDATE SET ` +
        `${names.map((name) => `${name} = excluded.${name}`).join(", ")}, updated_at = now()`,
      values
    )
  }
  return getSettings(db)
}

/** The addresses among the changes as they are stored: without the blanks around them; empty is none. */
function addressesOf(changes: Partial<MailSettingsDTO>): Partial<MailSettingsDTO> {
  const checks = {
    sender_address: requireSender,
    reply_to: requireSender,
    admin_copy_address: requireAddress,
  }
  const given = Object.entries(checks).flatMap(([field, check]) => {
    const value = changes[field as keyof typeof checks]
    return value === undefined ? [] : [[field, value?.trim() ? check(field, value) : null]]
  })
  return Object.fromEntries(given) as Partial<MailSettingsDTO>
}

/** What a mailing may say in place of the settings. Its address it may not: the mail server knows that one alone. */
export interface OwnSender {
  sender_name?: string | null
  reply_to?: string | null
}

/** What is given of it, as it is stored: blank is what the settings say. @throws MedusaError `invalid_data` naming the field */
export function checkedSender({ sender_name, reply_to }: OwnSender): OwnSender {
  return {
    ...(sender_name !== undefined && { sender_name: sender_name?.trim() || null }),
    ...(reply_to !== undefined && { reply_to: senderOrNone("reply_to", reply_to) }),
  }
}

/**
 * @param own - Of one mailing; null is what the settings say.
 * @throws MedusaError `not_allowed` if no sender address has been set yet.
 */
export function senderOf(
  settings: MailSettingsDTO,
  own: OwnSender = {}
): { from: Mailbox; replyTo: Mailbox | null } {
  if (!settings.sender_address) {
    throw notAllowed(
      "no_sender",
      "No sender address is set: enter sender_address in Settings → Mail before anything can be sent."
    )
  }
  const replyTo = own.reply_to ?? settings.reply_to
  return {
    from: { name: own.sender_name ?? settings.sender_name, address: settings.sender_address },
    replyTo: replyTo ? { address: replyTo } : null,
  }
}

/** Variables about the shop: the same for every recipient, frozen with the content. */
export function storeVariables(settings: MailSettingsDTO, timezone: string): Variables {
  return {
    store: {
      name: settings.sender_name ?? "",
      address: settings.postal_address ?? "",
      contact: settings.contact ?? "",
      timezone,
    },
  }
}
