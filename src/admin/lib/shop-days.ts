/**
 * Calendar days between the pickers of a browser and the API. A picker gives midnight of the browser's own zone and
 * means the day that is written on it; the API takes days, `2026-11-25`, and they are the shop's.
 */
import { dayOf, isDay } from "../../modules/mail/formats/shop-time"
import type { DateRange } from "./types"

/** The day that a picker means. */
export function pickedDay(date: Date): string {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0"))
  return `${String(date.getFullYear()).padStart(4, "0")}-${month}-${day}`
}

/** What a picker is to show. @param value - A day, or a moment, which falls on a day of the shop. */
export function pickerDate(value: string, zone: string | undefined): Date {
  const day = isDay(value) ? value : shopDay(value, zone)
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number)
  return new Date(year, month - 1, date)
}

/** The day of the shop on which a moment falls; the browser's as long as the shop's zone is not known. */
export function shopDay(moment: string | Date, zone = browserZone()): string {
  return dayOf(new Date(moment), zone)
}

function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** The range of a table's filter, whose pickers write moments into the URL. What is no date counts as not given. */
export function daysOf({ $gte, $lte }: DateRange): DateRange | undefined {
  const day = (value: string | undefined) => {
    const date = new Date(value ?? "")
    return value && isDay(value) ? value : Number.isNaN(date.getTime()) ? undefined : pickedDay(date)
  }
  const range = { $gte: day($gte), $lte: day($lte) }
  return range.$gte || range.$lte ? range : undefined
}
