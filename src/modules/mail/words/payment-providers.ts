/** What people call a payment provider; Medusa knows them by ids alone. */
import type { Language } from "."

const MANUAL: Record<Language, string> = { en: "Manual payment", ja: "手動決済" }

/** `pp_stripe_stripe` → `Stripe`, `pp_stripe-ideal_stripe` → `Stripe ideal`; Medusa's own, which charges nobody, is manual payment. */
export function paymentProviderName(id: string, language: Language): string {
  const [first = ""] = id.replace(/^pp_/, "").split("_")
  const words = first.replaceAll("-", " ")
  return first === "system" ? MANUAL[language] : words.charAt(0).toUpperCase() + words.slice(1)
}
