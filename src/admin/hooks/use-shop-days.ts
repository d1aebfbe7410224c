/** Days as the shop has them: its zone decides which day it is, not that of the person who looks. */
import { useMemo } from "react"

import { formatDate } from "../lib/locale"
import { pickerDate, shopDay } from "../lib/shop-days"
import { useMailTranslation } from "./use-mail-translation"
import { useShopZone } from "./use-shop-zone"

export function useShopDays() {
  const { locale } = useMailTranslation()
  const zone = useShopZone()
  const today = shopDay(new Date(), zone)
  return useMemo(
    () => ({
      zone,
      today,
      /** A day, or the shop's day of a moment, as the reader's language writes it. */
      day: (value: string) => formatDate(pickerDate(value, zone), locale),
    }),
    [zone, today, locale]
  )
}

export type ShopDays = ReturnType<typeof useShopDays>
