/** The settings of mail, and the one small mail that tries them out. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"

import { mailApi } from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import type { Settings } from "../lib/types"

export function useSettings() {
  return useQuery({
    queryKey: queryKeys.settings,
    queryFn: async () => (await mailApi.getSettings()).settings,
  })
}

/** Our templates of the insert of order mails, to start from. */
export function useDefaultInserts() {
  return useQuery({
    queryKey: queryKeys.orderInsert,
    queryFn: async () => (await mailApi.getOrderInsert()).order_insert,
  })
}

export function useUpdateSettings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (changes: Partial<Settings>) => mailApi.updateSettings(changes),
    onSuccess: ({ settings }) => {
      client.setQueryData(queryKeys.settings, settings)
      return client.invalidateQueries({ queryKey: [...queryKeys.all, "preview"] })
    },
  })
}

export function useSendSettingsTest() {
  return useMutation({ mutationFn: mailApi.sendSettingsTest })
}
