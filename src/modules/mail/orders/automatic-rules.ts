/** Which events can send mail by themselves, and how a shop says so. */

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
  /** Since when it is on, ISO 8601; kept by the module. */
  since?: string | null
}

/** No rule is a rule that is off. */
export type AutomaticRules = Partial<Record<AutomaticEvent, AutomaticRule>>
