/** Mails that every store needs, by the keys under which other code asks for them. */

export const READY_MADE_KEYS = [
  "password-reset",
  "invite",
  "customer-welcome",
  "order-placed",
  "order-shipped",
  "order-cancelled",
] as const
export type ReadyMadeKey = (typeof READY_MADE_KEYS)[number]

/** Somebody sits in front of a screen and waits for these. */
export const AWAITED_KEYS: ReadonlySet<string> = new Set([
  "invite",
  "password-reset",
] satisfies ReadyMadeKey[])

/** Medusa's own names of what such mails are about, as a `trigger_type` says them. */
export const AWAITED_EVENTS: ReadonlySet<string> = new Set([
  "auth.password_reset",
  "invite.created",
  "invite.resent",
])
