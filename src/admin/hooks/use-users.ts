/** The people who work here: who is logged in, and who did something. */
import { useQuery } from "@tanstack/react-query"

import { personName } from "../../modules/mail/formats/person-name"
import { queryKeys } from "../lib/query-keys"
import { sdk } from "../lib/sdk"

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
  return personName(data ?? {}) || data?.email || id
}
