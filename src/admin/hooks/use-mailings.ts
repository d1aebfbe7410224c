/** Mailings: the history, one of them live, and what a person does to it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"

import { mailApi, type MailingAction, type MailingQuery } from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import type { Mailing, RetryableState } from "../lib/types"

/** How often a page asks, in ms, by what can change meanwhile. */
const WHILE_STARTING = 500
const WHILE_SENDING = 1_500
const WHILE_WAITING = 10_000

/** In these states something happens by itself. */
function pollInterval(
  mailing: Pick<Mailing, "state" | "counts" | "completed_at" | "grace_left"> | undefined
): number | false {
  if (!mailing) {
    return false
  }
  const { state, counts, completed_at, grace_left } = mailing
  const closing = state === "cancelled" && !completed_at
  // A person who has to stop it needs the button at once.
  if (state === "preparing" || (grace_left !== null && grace_left <= 1)) {
    return WHILE_STARTING
  }
  if (grace_left !== null || closing || counts.sending > 0) {
    return WHILE_SENDING
  }
  if (state === "sending") {
    return counts.pending > 0 ? WHILE_SENDING : WHILE_WAITING
  }
  return state === "scheduled" || state === "paused" ? WHILE_WAITING : false
}

export function useMailings(query: MailingQuery) {
  return useQuery({
    queryKey: queryKeys.mailings(query),
    queryFn: () => mailApi.listMailings(query),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const live = state.data?.mailings.some(
        (mailing) => (pollInterval(mailing) || Infinity) <= WHILE_SENDING
      )
      return live ? WHILE_SENDING * 2 : false
    },
  })
}

/** Asks again and again while the mailing is on its way. */
export function useMailing(id: string | undefined) {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: queryKeys.mailing(id ?? ""),
    queryFn: async () => (await mailApi.getMailing(id ?? "")).mailing,
    enabled: Boolean(id),
    refetchInterval: ({ state }) => pollInterval(state.data),
  })
  const { state, first_pass_done_at, completed_at } = query.data ?? {}
  // Lists of deliveries are asked now and then while it goes on; what came last would be missing at the end.
  useEffect(() => {
    if (state) {
      void client.invalidateQueries({ queryKey: queryKeys.deliveries() })
      void client.invalidateQueries({ queryKey: queryKeys.everyDelivery })
      void client.invalidateQueries({ queryKey: queryKeys.failures() })
      void client.invalidateQueries({ queryKey: queryKeys.quota })
      void client.invalidateQueries({ queryKey: queryKeys.activity })
    }
  }, [client, state, first_pass_done_at, completed_at])
  return query
}

/** What the server answers is shown at once; lists, quota, deliveries and failures are asked anew. So is what refused. */
function useMailingMutation<Input>(change: (input: Input) => Promise<{ mailing: Mailing }>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onError: () => client.invalidateQueries({ queryKey: queryKeys.everyMailing }),
    onSuccess: async ({ mailing }) => {
      client.setQueryData(queryKeys.mailing(mailing.id), mailing)
      await Promise.all(
        [
          queryKeys.mailings(),
          queryKeys.deliveries(),
          queryKeys.everyDelivery,
          queryKeys.failures(),
          queryKeys.quota,
        ].map((queryKey) => client.invalidateQueries({ queryKey }))
      )
    },
  })
}

export function useMailingAction(id: string) {
  return useMailingMutation((action: MailingAction) => mailApi.actOnMailing(id, action))
}

export function useRetryMailing(id: string) {
  return useMailingMutation((states: RetryableState[]) => mailApi.retryMailing(id, states))
}

/** Asked anew whenever the question is put: addresses and flags change meanwhile. */
export function useRetryPreview(id: string, states: RetryableState[], enabled: boolean) {
  return useQuery({
    queryKey: queryKeys.retry(id, states),
    queryFn: async () => (await mailApi.previewRetry(id, states)).retry,
    enabled,
    gcTime: 0,
    staleTime: 0,
  })
}

export function useSendMailing() {
  return useMailingMutation(({ id, scheduledAt }: { id: string; scheduledAt: string | null }) =>
    mailApi.sendMailing(id, scheduledAt)
  )
}

/** Takes a scheduled mailing off the schedule, so that it can be changed. */
export function useUnscheduleMailing(id: string) {
  return useMailingMutation(() => mailApi.updateMailing(id, { scheduled_at: null }))
}

export function useDeleteMailing() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: mailApi.deleteMailing,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.mailings() }),
  })
}

export function useCreateMailing() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: mailApi.createMailing,
    onSuccess: ({ mailing }) => {
      client.setQueryData(queryKeys.mailing(mailing.id), mailing)
      return client.invalidateQueries({ queryKey: queryKeys.mailings() })
    },
  })
}
