/** What several pages read: quota, settings, deliveries, members, templates, variables, previews. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query"

import {
  type ConsentChange,
  type DeliveryQuery,
  type FailureQuery,
  type FlagChange,
  mailApi,
  type MemberQuery,
  type PreviewQuery,
  type TemplateQuery,
} from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import { sdk } from "../lib/sdk"
import type { Audience, MailingKind, Purpose, Settings } from "../lib/types"
import { useDebounced } from "./use-debounced"

export function useQuota() {
  return useQuery({ queryKey: queryKeys.quota, queryFn: async () => (await mailApi.getQuota()).quota })
}

export function useActivity() {
  return useQuery({
    queryKey: queryKeys.activity,
    queryFn: async () => (await mailApi.getActivity()).activity,
  })
}

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

export function useDeliveries(query: DeliveryQuery, options: { live?: boolean; enabled?: boolean } = {}) {
  return useQuery({
    queryKey: queryKeys.deliveries(query),
    queryFn: () => mailApi.listDeliveries(query),
    placeholderData: keepPreviousData,
    refetchInterval: options.live ? 3_000 : false,
    enabled: options.enabled ?? true,
  })
}

/** The failures of all mailings, page after page. */
export function useFailures(query: Omit<FailureQuery, "after">) {
  return useInfiniteQuery({
    queryKey: queryKeys.failures(query),
    queryFn: ({ pageParam }) => mailApi.listFailures({ ...query, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
}

export function useDelivery(id: string | null) {
  return useQuery({
    queryKey: queryKeys.delivery(id ?? ""),
    queryFn: async () => (await mailApi.getDelivery(id ?? "")).delivery,
    enabled: Boolean(id),
  })
}

/** Sends the mail of a delivery once more. */
export function useResendMail() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: mailApi.resendMail,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.deliveries() }),
  })
}

export function useMembers(query: MemberQuery, enabled = true) {
  return useQuery({
    queryKey: queryKeys.members(query),
    queryFn: () => mailApi.listMembers(query),
    placeholderData: keepPreviousData,
    enabled,
  })
}

function useMemberMutation<Input>(change: (input: Input) => Promise<{ updated: number }>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all(
        [queryKeys.members(), queryKeys.audience(), queryKeys.deliveries(), queryKeys.failures()].map(
          (queryKey) => client.invalidateQueries({ queryKey })
        )
      ),
  })
}

export const useSetFlags = () => useMemberMutation((change: FlagChange) => mailApi.setFlags(change))
export const useSetConsent = () => useMemberMutation((change: ConsentChange) => mailApi.setConsent(change))

/** Asks only when the audience has come to rest; the last count stays in sight meanwhile. */
export function useAudienceCount(audience: Audience | null, purpose: Purpose = "marketing") {
  const settled = useDebounced(audience)
  return useQuery({
    queryKey: queryKeys.audience({ settled, purpose }),
    queryFn: ({ signal }) => mailApi.countAudience(settled ?? {}, purpose, signal),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
  })
}

export function useTemplates(query: TemplateQuery) {
  return useQuery({
    queryKey: queryKeys.templates(query),
    queryFn: () => mailApi.listTemplates(query),
    placeholderData: keepPreviousData,
  })
}

export function useVariables(kind: MailingKind) {
  return useQuery({
    queryKey: queryKeys.variables(kind),
    queryFn: async () => (await mailApi.listVariables(kind)).variables,
    staleTime: Infinity,
  })
}

/** The finished mail of what is being written, a moment after the last key. */
export function usePreview(input: PreviewQuery) {
  const settled = useDebounced(input, 500)
  return useQuery({
    queryKey: queryKeys.preview(settled),
    queryFn: ({ signal }) => mailApi.preview(settled, signal),
    placeholderData: keepPreviousData,
  })
}

export function useCustomerGroups() {
  return useQuery({
    queryKey: queryKeys.groups,
    queryFn: async () =>
      (await sdk.admin.customerGroup.list({ limit: 200, fields: "id,name", order: "name" })).customer_groups,
  })
}

/** The name and address of one recipient. */
export function useRecipient(customerId: string | undefined) {
  return useQuery({
    queryKey: queryKeys.recipient(customerId ?? ""),
    queryFn: async () => {
      const fields = "id,email,first_name,last_name,company_name"
      return (await sdk.admin.customer.retrieve(customerId ?? "", { fields })).customer
    },
    enabled: Boolean(customerId),
  })
}

/** The person who is logged in: whom a test mail goes to by default. */
export function useMe() {
  return useQuery({ queryKey: queryKeys.user("me"), queryFn: async () => (await sdk.admin.user.me()).user })
}

/** A user's name for the record of who did what; the id if the user is gone. */
export function useUserName(id: string | null): string | null {
  const { data } = useQuery({
    queryKey: queryKeys.user(id ?? ""),
    queryFn: async () => (await sdk.admin.user.retrieve(id ?? "")).user,
    enabled: Boolean(id),
    retry: false,
  })
  const name = [data?.first_name, data?.last_name].filter(Boolean).join(" ")
  return name || data?.email || id
}
