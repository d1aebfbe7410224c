/**
 * Days and times between the pickers of a browser and the API. A picker gives midnight of the browser's own zone and
 * means the day that is written on it; the API takes days, `2026-11-25`, and they are the shop's. A time in a picker is one
 * of the shop's clocks in the same way.
 */
import { dayOf, isDay, momentOf, onClocksOf } from "../../modules/mail/formats/shop-time"
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

/** The moment that a picker means: what is written on it, by the shop's clocks. */
export function pickedMoment(date: Date, zone: string): Date {
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0"))
  return momentOf(`${pickedDay(date)}T${hours}:${minutes}:00`, zone) ?? date
}

/** What a picker is to show for a moment: what the shop's clocks show then. */
export function pickerMoment(moment: Date, zone: string): Date {
  const [, hours, minutes] = /T(\d\d):(\d\d)/.exec(onClocksOf(moment, zone)) ?? []
  const day = pickerDate(dayOf(moment, zone), zone)
  day.setHours(Number(hours), Number(minutes))
  return day
}

/** The month of the shop in which a moment counts: `2026-12`. */
export function shopMonth(moment: Date, zone: string | undefined): string {
  return shopDay(moment, zone).slice(0, 7)
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
