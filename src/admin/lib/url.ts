/** What the tables keep in the URL, read back. Anybody can type a URL: what cannot be read counts as not given. */
import { daysOf } from "./shop-days"
import type { DateRange } from "./types"

function parsed(value: string | undefined): unknown {
  try {
    return value === undefined ? undefined : JSON.parse(value)
  } catch {
    return value
  }
}

/** A filter with one or several choices: `["a","b"]`, `"a"` or `a`. */
export function listParam<Item extends string>(value: string | undefined): Item[] | undefined {
  const read = parsed(value)
  const list = (Array.isArray(read) ? read : [read]).filter((item) => typeof item === "string" && item)
  return list.length ? (list as Item[]) : undefined
}

/** `true` or `false`, in quotation marks or not. */
export function flagParam(value: string | undefined): boolean | undefined {
  const read = String(parsed(value))
  return read === "true" || read === "false" ? read === "true" : undefined
}

export function numberParam(value: string | undefined): number {
  const read = Number(value ?? 0)
  return Number.isInteger(read) && read > 0 ? read : 0
}

/** What is looked for; nothing if it is blank. */
export function searchParam(value: string | null | undefined): string | undefined {
  return value?.trim() ? value : undefined
}

export function textParam(value: string | undefined): string | undefined {
  const read = parsed(value)
  return typeof read === "string" && read ? read : value || undefined
}

/** A range of days, both included: the pickers of our own tables write them into the URL as moments. */
export function dayRangeParam(value: string | undefined): DateRange | undefined {
  const range = rangeParam(value)
  return range && daysOf(range)
}

/** A range of dates; the tables of the dashboard also write `$gt` and `$lt`, which come to the same for days. */
export function rangeParam(value: string | undefined): DateRange | undefined {
  const read = parsed(value)
  if (!read || typeof read !== "object") {
    return undefined
  }
  const { $gte, $lte, $gt, $lt } = read as Record<string, string | undefined>
  const range = { $gte: $gte ?? $gt, $lte: $lte ?? $lt }
  return range.$gte || range.$lte ? range : undefined
}
