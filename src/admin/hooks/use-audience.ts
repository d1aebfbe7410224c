/** How many an audience comes to. */
import { keepPreviousData, useQuery } from "@tanstack/react-query"

import { mailApi } from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import type { Audience, Purpose } from "../lib/types"
import { useDebounced } from "./use-debounced"

/** Asks only when the audience has come to rest; the last count stays in sight meanwhile. */
export function useAudienceCount(audience: Audience | null, purpose: Purpose = "marketing") {
  const settled = useDebounced(audience)
  return useQuery({
    queryKey: queryKeys.audience({ settled, purpose }),
    queryFn: ({ signal }) => mailApi.countAudience(settled ?? {}, purpose, signal),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
  })
}
