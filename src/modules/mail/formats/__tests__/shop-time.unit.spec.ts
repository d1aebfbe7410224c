/** The shop's days, whatever zone the machine is in. */
import { addDays, dayOf, endOfDay, isDay, startOfDay } from "../shop-time"

it.each([
  ["2026-05-31", "Asia/Tokyo", "2026-05-30T15:00:00.000Z", "2026-05-31T14:59:59.999999Z"],
  ["2026-05-31", "UTC", "2026-05-31T00:00:00.000Z", "2026-05-31T23:59:59.999999Z"],
  ["2026-05-31", "Pacific/Kiritimati", "2026-05-30T10:00:00.000Z", "2026-05-31T09:59:59.999999Z"],
  // 23 and 25 hours.
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T21:59:59.999999Z"],
  ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z", "2026-10-25T22:59:59.999999Z"],
  // There is no midnight: the clocks leap from 23:59 to 1:00.
  ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z", "2018-11-05T01:59:59.999999Z"],
  // There are two: the first begins the day.
  ["2026-11-01", "America/Havana", "2026-11-01T04:00:00.000Z", "2026-11-02T04:59:59.999999Z"],
])("%s in %s begins and ends at moments of that zone", (day, zone, start, end) => {
  expect(startOfDay(day, zone).toISOString()).toBe(start)
  expect(endOfDay(day, zone)).toBe(end)
  expect(dayOf(startOfDay(day, zone), zone)).toBe(day)
  expect(dayOf(new Date(startOfDay(day, zone).getTime() - 1), zone)).toBe(addDays(day, -1))
})

it("only a day of the calendar is a day", () => {
  expect(["2026-02-28", "2028-02-29"].every(isDay)).toBe(true)
  expect(["2026-02-30", "2026-13-01", "2026-1-1", "2026-01-01T00:00", "", "tomorrow"].some(isDay)).toBe(false)
})
