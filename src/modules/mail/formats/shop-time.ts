/**
 * Days of the shop: a calendar day, `2026-11-25`, and the moments at which it begins and ends in the shop's time zone.
 * Neither the server's zone nor that of a browser plays a part. Server and admin share this file, so it imports only
 * what runs in both.
 */
import { kept } from "./kept"

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

const clockOf = kept(
  (timeZone: string) =>
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    })
)

/** What the clocks of a zone show at an instant, as milliseconds of the same digits in UTC. */
function wallClock(instant: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(instant)
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

/** A time of the shop's clocks without a zone, `2026-11-25T09:30:00`, as an instant; NaN where there is none such. */
function instantOfClock(text: string, timeZone: string): number {
  const wall = Date.parse(`${text}Z`)
  if (Number.isNaN(wall)) {
    return NaN
  }
  const offsets = [wall - DAY_MS / 2, wall + DAY_MS / 2].map((near) => wallClock(near, timeZone) - near)
  const instants = offsets.map((offset) => wall - offset)
  return instants.find((instant) => wallClock(instant, timeZone) === wall) ?? instants[0]!
}

/**
 * The moment that somebody wrote in ISO 8601: a day or a time without a zone is one of the shop's own calendar.
 *
 * @returns null for what is no such moment.
 */
export function momentOf(text: string, timeZone: string): Date | null {
  const [, day = "", time, zone] = /^([\d-]{10})(?:[T ]([\d:.]+)(Z|[+-][\d:]+)?)?$/i.exec(text) ?? []
  if (!isDay(day)) {
    return null
  }
  if (time === undefined) {
    return startOfDay(day, timeZone)
  }
  const instant = zone ? Date.parse(`${day}T${time}${zone}`) : instantOfClock(`${day}T${time}`, timeZone)
  return Number.isNaN(instant) ? null : new Date(instant)
}

/** An instant as the clocks of a zone show it, to the second: `2026-11-25T09:30:00+09:00`. */
export function onClocksOf(instant: Date, timeZone: string): string {
  const seconds = Math.floor(instant.getTime() / 1_000) * 1_000
  const wall = wallClock(seconds, timeZone)
  const minutes = Math.abs(wall - seconds) / 60_000
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0")
  const offset = `${wall < seconds ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`
  return new Date(wall).toISOString().slice(0, 19) + offset
}

/** The last moment of a day in a zone, in ISO 8601, to the microsecond that Postgres keeps. */
export function endOfDay(day: string, timeZone: string): string {
  const last = new Date(startOfDay(addDays(day, 1), timeZone).getTime() - 1)
  return last.toISOString().replace("Z", "999Z")
}
