/** What a mail is called where mails of all kinds stand together: automatic mail by what has sent it. */
import { AUTOMATIC_WORDS } from "../../notices/automatic-words"
import type { Delivery } from "../lib/types"
import { useMailTranslation } from "./use-mail-translation"

export function useKindName(): (mail: Pick<Delivery, "kind" | "automatic" | "repeats_id">) => string {
  const { t, language } = useMailTranslation()
  return ({ kind, automatic, repeats_id }) => {
    if (automatic) {
      const event = AUTOMATIC_WORDS[language][automatic] ?? automatic
      return t("deliveryKind.automaticFor", { event, interpolation: { escapeValue: false } })
    }
    return t(repeats_id ? "delivery.resent" : `deliveryKind.${kind}`)
  }
}
