/**
 * The filter of Medusa's own customer list, read from its URL: widgets get no props there. With the flag
 * `view_configurations` the same keys have the prefix `c_`.
 */
import type { AudienceFilter } from "./types"
import { flagParam, listParam, rangeParam, searchParam } from "./url"

export interface CustomerListFilter {
  filter: AudienceFilter
  /** The list is narrowed by something that an audience cannot say: "all listed" would be more than is seen. */
  unsupported: boolean
}

export function customerListFilter(params: URLSearchParams): CustomerListFilter {
  const read = (name: string) => params.get(name) ?? params.get(`c_${name}`) ?? undefined
  const groups = read("groups")
  const filter: AudienceFilter = {
    q: searchParam(read("q")),
    has_account: flagParam(read("has_account")),
    // The list joins several ids by commas; the configurable list writes JSON.
    groups: groups?.startsWith("[") ? listParam(groups) : groups?.split(",").filter(Boolean),
    created_at: rangeParam(read("created_at")),
  }
  const given = Object.entries(filter).filter(([, value]) => value !== undefined)
  return { filter: Object.fromEntries(given), unsupported: read("updated_at") !== undefined }
}
