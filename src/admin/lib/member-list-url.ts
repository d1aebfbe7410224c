/** The filter of the members' list as its table keeps it in the URL: read, and written where a segment is chosen. */
import { moreOf, moreParam } from "./more-filters"
import { pickerDate } from "./shop-days"
import type { AudienceFilter, Consent, DateRange } from "./types"
import { dayRangeParam, flagParam, listParam, searchParam, textParam } from "./url"

const NAMES = [
  "consent",
  "invalid",
  "never_ordered",
  "last_order_at",
  "groups",
  "has_account",
  "created_at",
  "company_name",
] as const

/** The parameter of those that the toolbar has no room for, as JSON. */
export const MORE = "more"

type FilterParams = Partial<Record<string, string>>

/** Every parameter that says whom the list shows. */
export const FILTER_PARAMS = ["q", MORE, ...NAMES] as const

/** Absent fields are left out: an undefined one would be no filter either, but a key. */
export function filterIn(params: FilterParams): AudienceFilter {
  const filter: AudienceFilter = {
    q: searchParam(params.q),
    consent: listParam<Consent>(params.consent),
    invalid: flagParam(params.invalid),
    never_ordered: flagParam(params.never_ordered),
    last_order_at: dayRangeParam(params.last_order_at),
    groups: listParam(params.groups),
    has_account: flagParam(params.has_account),
    created_at: dayRangeParam(params.created_at),
    company_name: searchParam(textParam(params.company_name)),
    ...moreParam(params.more),
  }
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

/** A filter as the table writes it into the URL: the way back of {@link filterIn}. Of moments only their day is left. */
export function paramsOf(filter: AudienceFilter, zone: string | undefined): FilterParams {
  const { q } = filter
  const more = moreOf(filter)
  const range = ({ $gte, $lte }: DateRange) => ({
    ...($gte && { $gte: pickerDate($gte, zone).toISOString() }),
    ...($lte && { $lte: pickerDate($lte, zone).toISOString() }),
  })
  const values: Record<(typeof NAMES)[number], unknown> = {
    ...{ consent: filter.consent, groups: filter.groups, company_name: filter.company_name },
    // The choices of a table are texts.
    invalid: filter.invalid?.toString(),
    never_ordered: filter.never_ordered?.toString(),
    has_account: filter.has_account?.toString(),
    last_order_at: filter.last_order_at && range(filter.last_order_at),
    created_at: filter.created_at && range(filter.created_at),
  }
  const written = Object.entries(values).filter(([, value]) => value !== undefined)
  return {
    ...(q && { q }),
    ...(Object.keys(more).length && { [MORE]: JSON.stringify(more) }),
    ...Object.fromEntries(written.map(([name, value]) => [name, JSON.stringify(value)])),
  }
}

/** Whether two filters say the same. The database keeps fields in an order of its own. */
export function sameFilter(one: AudienceFilter, other: AudienceFilter): boolean {
  return JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder)
}

function inOrder(_name: string, value: unknown): unknown {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value
}
