/** What of the settings was changed. */
import type { Format, Language, Settings } from "./types"

/** The shop's own templates of the insert; null is ours. */
export type InsertTemplates = Partial<Record<Language, Partial<Record<Format, string | null>> | null>>

/** What the insert of order mails shows. Keys name metadata of orders and products. */
export interface OrderInsert {
  show_order?: boolean
  show_items?: boolean
  show_customer?: boolean
  show_delivery_address?: boolean
  show_discounts?: boolean
  show_product_options?: boolean
  delivery_instructions_key?: string
  product_fields_key?: string
  quote_validity_key?: string
  templates?: InsertTemplates
}

/** Only what differs is sent: two people who change different things do not undo each other's work. */
export function changesOf(stored: Partial<Settings>, edited: Partial<Settings>): Partial<Settings> {
  const names = Object.keys(edited) as (keyof Settings)[]
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(edited[name]) !== JSON.stringify(stored[name]))
      .map((name) => [name, edited[name]])
  )
}
