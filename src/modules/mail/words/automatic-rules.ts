/** Which events can send mail by themselves, and how a shop says so. */
import type { Language } from "."

export const AUTOMATIC_EVENTS = [
  "order_placed",
  "shipment_created",
  "order_canceled",
  "payment_refunded",
] as const
export type AutomaticEvent = (typeof AUTOMATIC_EVENTS)[number]

export interface AutomaticRule {
  enabled: boolean
  /** A template of kind order. */
  template_id: string | null
  /** Templates for those who ordered in another language than it is in, by language; all others get it. */
  translations?: Partial<Record<Language, string>> | null
  /** Since when it is on, ISO 8601; kept by the module. */
  since?: string | null
}

/** Every template of a rule. */
export function templatesOf({ template_id, translations }: AutomaticRule): string[] {
  return [template_id, ...Object.values(translations ?? {})].filter((id) => typeof id === "string")
}

/** No rule is a rule that is off. */
export type AutomaticRules = Partial<Record<AutomaticEvent, AutomaticRule>>
