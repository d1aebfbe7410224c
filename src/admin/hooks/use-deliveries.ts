/** The ledger: deliveries, one of them with its mail, the failures of all mailings, and sending one again. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"

import { type DeliveryQuery, type FailureQuery, type LogQuery, mailApi } from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import type { LeftOutReason, Mailing } from "../lib/types"
import { usePages } from "./use-pages"

export function useDeliveries(query: DeliveryQuery, options: { live?: boolean; enabled?: boolean } = {}) {
  return useQuery({
    queryKey: queryKeys.deliveries(query),
    queryFn: () => mailApi.listDeliveries(query),
    placeholderData: keepPreviousData,
    refetchInterval: options.live ? 3_000 : false,
    enabled: options.enabled ?? true,
  })
}

/** Why mails of a mailing did not go the plain way; asked anew when its figures say so. */
export function useReasons({ id, counts }: Pick<Mailing, "id" | "counts">) {
  const { failed, deferred, uncertain, skipped, bounced, complained } = counts
  const figures = { failed, deferred, uncertain, skipped, bounced, complained }
  return useQuery({
    queryKey: queryKeys.reasons(id, figures),
    queryFn: async () => (await mailApi.countReasons(id)).reasons,
    placeholderData: keepPreviousData,
    enabled: Object.values(figures).some((count) => count > 0),
  })
}

/** What an order mailing left out for one reason. */
export function useLeftOut(mailingId: string, reason: LeftOutReason) {
  return usePages({
    queryKey: queryKeys.leftOut(mailingId, reason),
    ask: (after: number | undefined) => mailApi.listLeftOut(mailingId, { reason, after }),
    rowsOf: ({ documents }) => documents,
  })
}

/** The failures of all mailings. */
export function useFailures(query: Omit<FailureQuery, "after">) {
  return usePages({
    queryKey: queryKeys.failures(query),
    ask: (after: string | undefined) => mailApi.listFailures({ ...query, after }),
    rowsOf: ({ failures }) => failures,
  })
}

/** All mail. */
export function useLog(query: Omit<LogQuery, "after">) {
  return usePages({
    queryKey: queryKeys.log(query),
    ask: (after: string | undefined) => mailApi.listLog({ ...query, after }),
    rowsOf: ({ deliveries }) => deliveries,
  })
}

export function useDelivery(id: string | null) {
  return useQuery({
    queryKey: queryKeys.delivery(id ?? ""),
    queryFn: async () => (await mailApi.getDelivery(id ?? "")).delivery,
    enabled: Boolean(id),
  })
}

/** Where it would go now: asked when somebody is about to, since addresses are corrected elsewhere. */
export function useResendPreview() {
  return useMutation({ mutationFn: mailApi.previewResend })
}

/** Sends the mail of a delivery once more. */
export function useResendMail() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: mailApi.resendMail,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.deliveries() }),
  })
}
