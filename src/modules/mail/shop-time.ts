/**
 * Days of the shop: a calendar day, `2026-11-25`, and the moments at which it begins and ends in the shop's time zone.
 * Neither the server's zone nor that of a browser plays a part. Server and admin share this file, so it imports nothing.
 */

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/
const DAY_MS = 24 * 3_600_000

/** Midnight of a day in UTC, in milliseconds; NaN for what is no day of the calendar, such as `2026-02-30`. */
function utcOf(day: string): number {
  const [, year, month, date] = DAY.exec(day) ?? []
  const utc = year ? Date.UTC(Number(year), Number(month) - 1, Number(date)) : NaN
  return Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day ? NaN : utc
}

/** Whether a text is a day of the calendar, as `2026-11-25`. */
export function isDay(text: string): boolean {
  return !Number.isNaN(utcOf(text))
}

/** The day so many days later, or earlier if negative. */
export function addDays(day: string, days: number): string {
  return new Date(utcOf(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** What the clocks of a zone show at an instant, as milliseconds of the same digits in UTC. */
function wallClock(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant)
  const value = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(
    value("year"),
    value("month") - 1,
    value("day"),
    value("hour"),
    value("minute"),
    value("second")
  )
}

/** Which day it is in a zone. */
export function dayOf(instant: Date, timeZone: string): string {
  return new Date(wallClock(instant.getTime(), timeZone)).toISOString().slice(0, 10)
}

/** When a day begins in a zone: midnight, or the first moment after it where the clocks leap over midnight. */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = utcOf(day)
  const offsetAt = (instant: number) => wallClock(instant, timeZone) - instant
  // The offsets of half a day before and after: between them lies the change of the clocks, if there is one.
  const [before, after] = [offsetAt(midnight - DAY_MS / 2), offsetAt(midnight + DAY_MS / 2)]
  const starts = [midnight - before, midnight - after].filter(
    (start) => wallClock(start, timeZone) === midnight
  )
  // Without any, the day begins at the change itself, whose clocks would have shown midnight by the offset before.
  return new Date(starts.length ? Math.min(...starts) : midnight - before)
}

/** The last moment of a day in a zone, in ISO 8601, to the microsecond that Postgres keeps. */
export function endOfDay(day: string, timeZone: string): string {
  const last = new Date(startOfDay(addDays(day, 1), timeZone).getTime() - 1)
  return last.toISOString().replace("Z", "999Z")
}
