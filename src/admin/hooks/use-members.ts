/** Members with their consents and flags, and what a person changes of them. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useMemo } from "react"

import { type ConsentChange, type ConsentQuery, type FlagChange, mailApi, type MemberQuery } from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import type { Member } from "../lib/types"

export function useMembers(query: MemberQuery, enabled = true) {
  return useQuery({
    queryKey: queryKeys.members(query),
    queryFn: () => mailApi.listMembers(query),
    placeholderData: keepPreviousData,
    enabled,
  })
}

/** Null: never; undefined: it is being looked up, or could not be told, as of who has just been deleted. */
export type MemberRow = Member & { last_order_at: string | null | undefined; lastOrderFailed: boolean }

/** A page of members with when they last ordered, which is asked for when the page is there: nobody waits for it. */
export function useMemberRows(members: Member[] | undefined): MemberRow[] | undefined {
  const ids = members?.map(({ customer_id }) => customer_id) ?? []
  const { data: dates, isFetching } = useQuery({
    queryKey: queryKeys.lastOrders(ids),
    queryFn: async () => {
      const { last_orders } = await mailApi.listLastOrders(ids)
      return new Map(last_orders.map(({ customer_id, last_order_at }) => [customer_id, last_order_at]))
    },
    // Who was on the page before keeps the day.
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
  })
  return useMemo(
    () =>
      members?.map((member) => ({
        ...member,
        last_order_at: dates?.get(member.customer_id),
        lastOrderFailed: !isFetching && !dates?.has(member.customer_id),
      })),
    [members, dates, isFetching]
  )
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
