/** The finished mail of what is being written, and the variables that it may name. */
import { keepPreviousData, useQuery } from "@tanstack/react-query"

import { mailApi, type PreviewQuery } from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import type { TemplateKind } from "../lib/types"
import { useDebounced } from "./use-debounced"

/** The finished mail of what is being written, a moment after the last key. */
export function usePreview(input: PreviewQuery) {
  const settled = useDebounced(input, 500)
  return useQuery({
    queryKey: queryKeys.preview(settled),
    queryFn: ({ signal }) => mailApi.preview(settled, signal),
    placeholderData: keepPreviousData,
  })
}

export function useVariables(kind: TemplateKind) {
  return useQuery({
    queryKey: queryKeys.variables(kind),
    queryFn: async () => (await mailApi.listVariables(kind)).variables,
    // The shop's own fields may be new.
    staleTime: 60_000,
  })
}
