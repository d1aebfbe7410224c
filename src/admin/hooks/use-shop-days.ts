/** Days as the shop has them: its zone decides which day it is, not that of whoever looks. */
import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"

import { mailApi } from "../lib/api"
import { formatDate } from "../lib/locale"
import { queryKeys } from "../lib/query-keys"
import { pickerDate, shopDay } from "../lib/shop-days"
import { useMailTranslation } from "./use-mail-translation"

export function useShopDays() {
  const { locale } = useMailTranslation()
  const { data: zone } = useQuery({
    queryKey: queryKeys.timezone,
    queryFn: async () => (await mailApi.getSettings()).timezone,
    staleTime: Infinity,
  })
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
