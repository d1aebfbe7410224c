/** How many an audience comes to, and who they are. */
import { keepPreviousData, useQuery } from "@tanstack/react-query"

import { mailApi, type PeopleQuery } from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import type { Audience, Purpose } from "../lib/types"
import { useDebounced } from "./use-debounced"
import { usePages } from "./use-pages"

/** Asks only when the audience has come to rest; the last count stays in sight meanwhile, and says what it is the count of. */
export function useAudienceCount(audience: Audience | null, purpose: Purpose = "marketing") {
  const settled = useDebounced(audience)
  return useQuery({
    queryKey: queryKeys.audience({ settled, purpose }),
    queryFn: async ({ signal }) => {
      const of = { audience: settled ?? {}, purpose }
      return { ...(await mailApi.countAudience(of.audience, of.purpose, signal)), of }
    },
    enabled: settled !== null,
    placeholderData: keepPreviousData,
  })
}

/** The people behind a count. */
export function usePeople(query: Omit<PeopleQuery, "after">) {
  const settled = useDebounced(query)
  return usePages({
    queryKey: queryKeys.audience({ people: settled }),
    ask: (after: string | undefined, signal) => mailApi.listPeople({ ...settled, after }, signal),
    rowsOf: ({ people }) => people,
  })
}
