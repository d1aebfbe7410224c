/** What a shop may set about the insert of order mails. What is left out has its default. */
import type { Language } from "../words"

export interface InsertTemplates {
  text?: string | null
  html?: string | null
}

export interface OrderInsertSettings {
  /** The parts, in their order; all show unless switched off. A part with nothing to say never shows. */
  show_order?: boolean
  show_items?: boolean
  show_customer?: boolean
  show_delivery_address?: boolean
  show_discounts?: boolean
  show_product_options?: boolean
  /** Metadata key of the order that holds the delivery instructions. */
  delivery_instructions_key?: string
  /** Metadata keys of line, variant or product, with commas between: `engraving, gift_wrap`. */
  product_fields_key?: string
  /** Metadata key of a draft order that holds until when the quote is valid; `valid_until` if left out. */
  quote_validity_key?: string
  /** The shop's own templates in place of ours, one language and form at a time; null goes back to ours. */
  templates?: Partial<Record<Language, InsertTemplates | null>>
}
