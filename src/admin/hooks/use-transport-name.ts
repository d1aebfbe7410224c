import { DEFAULT_TRANSPORT } from "../../modules/mail/words"
import { useMailTranslation } from "./use-mail-translation"
import { useShopOptions } from "./use-shop-options"

/**
 * By which transport a mail leaves or left, as people call it.
 *
 * @returns null where that says nothing: the shop has one, and the mail names no other.
 */
export function useTransportName(): (transport: string | null) => string | null {
  const { t } = useMailTranslation()
  const several = (useShopOptions()?.transports.length ?? 0) > 0
  return (transport) => {
    if (transport !== null && transport !== DEFAULT_TRANSPORT) {
      return transport
    }
    return several ? t("transport.default") : null
  }
}

/** What there is to choose from; empty where the shop has one. */
export function useTransportChoices(): { value: string; label: string }[] {
  const nameOf = useTransportName()
  const transports = useShopOptions()?.transports ?? []
  return transports.map((value) => ({ value, label: nameOf(value) ?? value }))
}
