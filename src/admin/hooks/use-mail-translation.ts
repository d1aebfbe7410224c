/** Texts of this plugin, numbers and dates in the same language, and times by the shop's clocks. */
import { useMemo } from "react"
import { useTranslation } from "react-i18next"

import {
  formatDate,
  formatDateTime,
  formatDay,
  formatDuration,
  formatMoment,
  formatMoney,
  formatMonth,
  formatNumber,
  formatPercent,
  formatSmallPercent,
  toBcp47,
} from "../lib/locale"
import { useShopZone } from "./use-shop-zone"

/** A namespace of our own: keys of other plugins cannot get in the way. */
export const NAMESPACE = "mailDelivery"

export function useMailTranslation() {
  const { t, i18n } = useTranslation(NAMESPACE)
  const zone = useShopZone()
  return useMemo(() => {
    const locale = toBcp47(i18n.language)
    const language = locale.startsWith("ja") ? ("ja" as const) : ("en" as const)
    return {
      t,
      locale,
      language,
      /** A text that counts: `count` picks the plural form, `{{n}}` is the number as the language writes it. */
      tn: (key: string, count: number, values: Record<string, unknown> = {}) =>
        t(key, { ...values, count, n: formatNumber(count, locale) }),
      /** Sentences one after the other; Japanese has no gap between them. What is false is not said. */
      sentences: (...said: (string | false | null | undefined)[]) =>
        said.filter(Boolean).join(language === "ja" ? "" : " "),
      number: (value: number) => formatNumber(value, locale),
      money: (amount: number, currency: string) => formatMoney(amount, currency, locale),
      percent: (share: number) => formatPercent(share, locale),
      smallPercent: (share: number) => formatSmallPercent(share, locale),
      dateTime: (value: string | Date) => formatDateTime(value, locale, zone),
      /** A time that was chosen, in words and with its zone. */
      moment: (value: string | Date) => t("common.inZone", { when: formatMoment(value, locale, zone), zone }),
      /** Of a picker, which shows the day in the browser's own zone. */
      pickedDate: (value: Date) => formatDate(value, locale),
      day: (value: string) => formatDay(value, locale),
      month: (value: string) => formatMonth(value, locale),
      duration: (seconds: number) => formatDuration(seconds, locale),
    }
  }, [t, i18n.language, zone])
}

export type MailTranslation = ReturnType<typeof useMailTranslation>
