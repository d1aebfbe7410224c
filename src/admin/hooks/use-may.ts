/**
 * What the person who is logged in may do. Medusa's roles are off by default: everybody may do everything then. The
 * dashboard does not export its own answer; its key of the feature flags is used, so that they are asked once.
 */
import { useQuery } from "@tanstack/react-query"

import { queryKeys } from "../lib/query-keys"
import { sdk } from "../lib/sdk"

/** The rights of this plugin (src/policies), and Medusa's own over what is changed from here. */
export type Permission =
  | "mail_delivery:read"
  | "mail_delivery:update"
  | "mail_delivery:send"
  | "mail_delivery_settings:update"
  | "customer:update"

const FEATURE_FLAGS = ["admin", "feature-flags"]
const STALE_AFTER = 5 * 60_000

function useRolesAreOn() {
  return useQuery({
    queryKey: FEATURE_FLAGS,
    queryFn: async () => {
      const answer = await sdk.client.fetch<{ feature_flags: { rbac?: boolean } }>("/admin/feature-flags")
      return answer.feature_flags
    },
    staleTime: STALE_AFTER,
  })
}

/**
 * @returns whether to offer what needs this permission; undefined while nothing is known yet. If it cannot be known it
 * is offered, because the server decides anyway.
 */
export function useMay(permission: Permission): boolean | undefined {
  const flags = useRolesAreOn()
  const rolesAreOn = flags.data?.rbac === true
  const permissions = useQuery({
    queryKey: queryKeys.permissions,
    queryFn: async () => (await sdk.admin.rbacRole.mePermissions()).permissions as string[],
    enabled: rolesAreOn,
    staleTime: STALE_AFTER,
  })
  if (flags.isError || (flags.data && !rolesAreOn)) {
    return true
  }
  return permissions.data?.includes(permission) ?? (permissions.isError || undefined)
}
