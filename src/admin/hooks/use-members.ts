/** Members with their consents and flags, and what a person changes of them. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"

import { type ConsentChange, type ConsentQuery, type FlagChange, mailApi, type MemberQuery } from "../lib/api"
import { queryKeys } from "../lib/query-keys"

export function useMembers(query: MemberQuery, enabled = true) {
  return useQuery({
    queryKey: queryKeys.members(query),
    queryFn: () => mailApi.listMembers(query),
    placeholderData: keepPreviousData,
    enabled,
  })
}

/** What is on record of a customer's consents. */
export function useConsents(query: ConsentQuery) {
  return useQuery({
    queryKey: queryKeys.consents(query),
    queryFn: () => mailApi.listConsents(query),
    placeholderData: keepPreviousData,
  })
}

/** When a customer's address was flagged and cleared. */
export function useFlags(query: ConsentQuery) {
  return useQuery({
    queryKey: queryKeys.flags(query),
    queryFn: () => mailApi.listFlags(query),
    placeholderData: keepPreviousData,
  })
}

function useMemberMutation<Input>(change: (input: Input) => Promise<{ updated: number }>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all(
        [
          queryKeys.members(),
          queryKeys.consents(),
          queryKeys.flags(),
          queryKeys.audience(),
          queryKeys.deliveries(),
          queryKeys.failures(),
        ].map((queryKey) => client.invalidateQueries({ queryKey }))
      ),
  })
}

export const useSetFlags = () => useMemberMutation((change: FlagChange) => mailApi.setFlags(change))
export const useSetConsent = () => useMemberMutation((change: ConsentChange) => mailApi.setConsent(change))
