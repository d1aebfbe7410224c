/** Orders, shipments and quotes to write to, and the way to the composer with the ticked ones. */
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useNavigate } from "react-router-dom"

import { type DocumentQuery, mailApi } from "../lib/api"
import { COMPOSER, startWith } from "../lib/composer-start"
import { documentIds } from "../lib/documents"
import { queryKeys } from "../lib/query-keys"
import type { OrderSource } from "../lib/types"

export function useDocuments(query: DocumentQuery, enabled = true) {
  return useQuery({
    enabled,
    queryKey: [...queryKeys.all, "documents", query],
    queryFn: () => mailApi.listDocuments(query),
    placeholderData: keepPreviousData,
  })
}

/** The newest order, whose data a template's preview shows: undefined while it is looked for, or where there is none. */
export function useNewestOrder(enabled: boolean): string | undefined {
  return useDocuments({ source: "order", limit: 1, offset: 0 }, enabled).data?.documents[0]?.id
}

/** Who gets the mail about each of these. */
export function useRecipients(source: OrderSource, ids: string[]) {
  return useQuery({
    queryKey: [...queryKeys.all, "recipients", source, ids],
    queryFn: async () => (await mailApi.listRecipients(source, documentIds(source, ids))).recipients,
    enabled: ids.length > 0,
  })
}

/** Nothing is stored by it. */
export function useOpenOrderComposer(): { open: (source: OrderSource, ids: string[]) => void } {
  const navigate = useNavigate()
  return { open: (source, ids) => navigate(COMPOSER, startWith({ orders: { source, ids } })) }
}
