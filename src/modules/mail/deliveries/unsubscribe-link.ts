import { type LinkOptions, unsubscribeLink } from "../members/unsubscribe-link"
import type { DeliveryKind, Language } from "../words"

/** The unsubscribe link of a delivery. That of a sample or copy withdraws nothing: its reader is not the member. */
export function deliveryLink(
  options: LinkOptions,
  { id, kind }: { id: string; kind: DeliveryKind },
  language: Language
): string {
  return unsubscribeLink(options, kind === "test" || kind === "copy" ? null : id, language)
}
