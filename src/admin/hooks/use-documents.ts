/** Orders, shipments and quotes to write to, and the draft that takes the ticked ones along. */
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useNavigate } from "react-router-dom"

import { type DocumentQuery, mailApi } from "../lib/api"
import { documentIds } from "../lib/documents"
import { queryKeys } from "../lib/query-keys"
import type { OrderSource } from "../lib/types"
import { useAttempt } from "./use-confirm"
import { useMailTranslation } from "./use-mail-translation"
import { useCreateMailing } from "./use-mailings"

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

export function useOpenOrderComposer() {
  const { t } = useMailTranslation()
  const navigate = useNavigate()
  const attempt = useAttempt()
  const create = useCreateMailing()
  const open = async (source: OrderSource, ids: string[]) => {
    const created = create.mutateAsync({
      kind: "order",
      content: { source, subject: "", header: "", footer: "", format: "text", include_signature: true },
      ...documentIds(source, ids),
    })
    if (await attempt(created, t("orders.draftMade"))) {
      navigate(`/mail-delivery/compose?mailing=${(await created).mailing.id}`)
    }
  }
  return { open, isPending: create.isPending }
}
