/** Medusa's own customers and their groups. */
import { useQuery } from "@tanstack/react-query"

import { queryKeys } from "../lib/query-keys"
import { sdk } from "../lib/sdk"

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
