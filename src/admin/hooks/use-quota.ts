/** The month: what is left of the quota, and what was sent on each day. */
import { useQuery } from "@tanstack/react-query"

import { mailApi } from "../lib/api"
import { queryKeys } from "../lib/query-keys"

export function useQuota() {
  return useQuery({ queryKey: queryKeys.quota, queryFn: async () => (await mailApi.getQuota()).quota })
}

export function useActivity() {
  return useQuery({
    queryKey: queryKeys.activity,
    queryFn: async () => (await mailApi.getActivity()).activity,
  })
}

/** How the mailings of the last days fared. */
export function useRates() {
  return useQuery({ queryKey: queryKeys.rates, queryFn: async () => (await mailApi.getRates()).rates })
}
