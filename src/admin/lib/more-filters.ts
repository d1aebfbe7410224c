/** The conditions that are rarely wanted: behind a button in every form, and as one parameter in the URL. */
import type { AudienceFilter } from "./types"

const NAMES = ["metadata", "sales_channels", "bought", "orders", "countries", "languages"] as const

export type MoreFilter = Pick<AudienceFilter, (typeof NAMES)[number]>

export function moreOf(filter: AudienceFilter): MoreFilter {
  return Object.fromEntries(
    NAMES.filter((name) => filter[name] !== undefined).map((name) => [name, filter[name]])
  )
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof value === "string" && !value.trim()) ||
    (Array.isArray(value) && !value.length) ||
    (typeof value === "object" && value !== null && !Array.isArray(value) && !Object.keys(value).length)
  )
}

function withoutEmpty<Some extends object>(value: Some): Some {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => !isEmpty(inner))) as Some
}

function isBounded(range: { $gte?: number; $lte?: number } | undefined): boolean {
  return range?.$gte !== undefined || range?.$lte !== undefined
}

/** Without the fields that are not set: the API refuses a condition that says nothing. */
export function cleaned(filter: AudienceFilter): AudienceFilter {
  const { bought, orders, ...rest } = filter
  const { count, total } = orders ?? {}
  const products = bought?.product_ids?.length || bought?.collection_ids?.length
  return withoutEmpty({
    ...rest,
    bought: products ? withoutEmpty(bought ?? {}) : undefined,
    orders: withoutEmpty({
      count: count && isBounded(count) ? withoutEmpty(count) : undefined,
      total: total && isBounded(total) ? withoutEmpty(total) : undefined,
    }),
  })
}

type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === "string"
const isNumber: Check = (value) => typeof value === "number"
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText)
const isTime: Check = (value) => isText(value) && !Number.isNaN(Date.parse(String(value)))
const isPlain: Check = (value) => [value].flat().every((one) => typeof one !== "object")

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Of these fields those that are there; the server names the ones that nobody knows. */
function has(checks: Record<string, Check>): Check {
  return (value) =>
    isObject(value) &&
    Object.entries(checks).every(([name, check]) => value[name] === undefined || check(value[name]))
}

const range = { $gte: isNumber, $lte: isNumber }

/** What a page must be able to rely on to say them in words. */
const CHECKS: Record<keyof MoreFilter, Check> = {
  metadata: (value) => isObject(value) && Object.values(value).every(isPlain),
  sales_channels: isTexts,
  bought: has({ product_ids: isTexts, collection_ids: isTexts, since: isTime }),
  orders: has({
    count: has(range),
    total: (value) => has(range)(value) && isObject(value) && isText(value.currency_code),
  }),
  countries: isTexts,
  languages: isTexts,
}

/** Anybody can type a URL: what is no filter counts as none, and what is wrong in one the server names. */
export function moreParam(value: string | null | undefined): MoreFilter {
  try {
    const read: unknown = JSON.parse(value ?? "")
    const more = isObject(read) ? moreOf(read) : {}
    return NAMES.every((name) => more[name] === undefined || CHECKS[name](more[name])) ? more : {}
  } catch {
    return {}
  }
}
