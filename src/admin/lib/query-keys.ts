/** Where answers are kept. One root, so that a change can make everything that shows mail fresh. */
const ROOT = "mail-delivery"

export const queryKeys = {
  all: [ROOT] as const,
  mailings: (query?: object) => [ROOT, "mailings", ...(query ? [query] : [])] as const,
  /** Of each mailing that is or was open. */
  everyMailing: [ROOT, "mailing"] as const,
  mailing: (id: string) => [ROOT, "mailing", id] as const,
  retry: (id: string, states: string[]) => [ROOT, "retry", id, states] as const,
  /** Why mails of a mailing did not go the plain way, as long as its figures are these. */
  reasons: (id: string, figures: object) => [ROOT, "reasons", id, figures] as const,
  leftOut: (id: string, reason: string) => [ROOT, "left-out", id, reason] as const,
  deliveries: (query?: object) => [ROOT, "deliveries", ...(query ? [query] : [])] as const,
  failures: (query?: object) => [ROOT, "failures", ...(query ? [query] : [])] as const,
  log: (query?: object) => [ROOT, "deliveries", "log", ...(query ? [query] : [])] as const,
  delivery: (id: string) => [ROOT, "delivery", id] as const,
  /** Of each delivery that is or was open. */
  everyDelivery: [ROOT, "delivery"] as const,
  members: (query?: object) => [ROOT, "members", ...(query ? [query] : [])] as const,
  lastOrders: (customerIds: string[]) => [ROOT, "last-orders", customerIds] as const,
  consents: (query?: object) => [ROOT, "consents", ...(query ? [query] : [])] as const,
  flags: (query?: object) => [ROOT, "flags", ...(query ? [query] : [])] as const,
  audience: (query?: object) => [ROOT, "audience", ...(query ? [query] : [])] as const,
  /** The list of them, and each. */
  segments: (which?: string) => [ROOT, "segments", ...(which ? [which] : [])] as const,
  templates: (query?: object) => [ROOT, "templates", ...(query ? [query] : [])] as const,
  template: (id: string) => [ROOT, "template", id] as const,
  lastTemplate: (of?: object) => [ROOT, "last-template", of] as const,
  variables: (kind: string) => [ROOT, "variables", kind] as const,
  preview: (input: object) => [ROOT, "preview", input] as const,
  settings: [ROOT, "settings"] as const,
  intake: [ROOT, "intake"] as const,
  sender: (address: string | null, transport?: string) =>
    [ROOT, "sender-check", address, ...(transport ? [transport] : [])] as const,
  options: [ROOT, "options"] as const,
  orderInsert: [ROOT, "order-insert"] as const,
  quota: [ROOT, "quota"] as const,
  rates: [ROOT, "rates"] as const,
  activity: [ROOT, "activity"] as const,
  permissions: [ROOT, "permissions"] as const,
  paymentProviders: [ROOT, "payment-providers"] as const,
  recipient: (id: string) => [ROOT, "recipient", id] as const,
  groups: [ROOT, "customer-groups"] as const,
  choices: (kind: string, query: object) => [ROOT, "choices", kind, query] as const,
  currencies: [ROOT, "currencies"] as const,
  user: (id: string) => [ROOT, "user", id] as const,
}
