/** The zone of the shop's clocks, by which all days and times are told, wherever who reads them is. */
import { useQuery } from "@tanstack/react-query"

import { mailApi } from "../lib/api"
import { queryKeys } from "../lib/query-keys"

/** @returns its IANA name; undefined until it is known. */
export function useShopZone(): string | undefined {
  const { data } = useQuery({
    queryKey: queryKeys.timezone,
    queryFn: async () => (await mailApi.getSettings()).timezone,
    staleTime: Infinity,
  })
  return data
}
