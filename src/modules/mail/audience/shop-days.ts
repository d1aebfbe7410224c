/**
 * A filter may name days instead of moments. They are the shop's days, and the last one is included; a draft keeps them
 * as they were said, so they become moments only where a filter is about to be asked.
 */
import { endOfDay, isDay, startOfDay } from "../formats/shop-time"
import type { AudienceFilter, Bought, DateRange, PlainAudience } from "../words"

/** @param timezone - IANA, of the shop. */
export function momentsOf(range: DateRange, timezone: string): DateRange {
  const { $gte, $lte } = range
  return {
    ...range,
    ...($gte && isDay($gte) ? { $gte: startOfDay($gte, timezone).toISOString() } : {}),
    ...($lte && isDay($lte) ? { $lte: endOfDay($lte, timezone) } : {}),
  }
}

function since(bought: Bought, timezone: string): Bought {
  return bought.since && isDay(bought.since)
    ? { ...bought, since: startOfDay(bought.since, timezone).toISOString() }
    : bought
}

export function filterInMoments(filter: AudienceFilter, timezone: string): AudienceFilter {
  const { created_at, last_order_at, bought } = filter
  return {
    ...filter,
    ...(created_at ? { created_at: momentsOf(created_at, timezone) } : {}),
    ...(last_order_at ? { last_order_at: momentsOf(last_order_at, timezone) } : {}),
    ...(bought ? { bought: since(bought, timezone) } : {}),
  }
}

export function audienceInMoments(audience: PlainAudience, timezone: string): PlainAudience {
  return audience.filter ? { ...audience, filter: filterInMoments(audience.filter, timezone) } : audience
}
