/** What the pages need of the plugin's options: they are the same for as long as the store runs. */
import { useQuery } from "@tanstack/react-query"

import { mailApi } from "../lib/api"
import { queryKeys } from "../lib/query-keys"

/** @returns undefined until they are known. */
export function useShopOptions() {
  const { data } = useQuery({
    queryKey: queryKeys.options,
    queryFn: async () => {
      const { timezone, attachment_megabytes, transports } = await mailApi.getSettings()
      return { timezone, attachment_megabytes, transports }
    },
    staleTime: Infinity,
  })
  return data
}
