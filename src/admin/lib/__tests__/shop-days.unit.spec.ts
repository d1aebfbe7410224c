/** What is picked is a day or a time of the shop, whatever zone the browser is in; so is what is shown. */
import { pickedDay, pickedMoment, pickerDate, pickerMoment, shopDay, shopMonth } from "../shop-days"
import { dayRangeParam } from "../url"

const picked = (day: string) => JSON.stringify(pickerDate(day, "Asia/Tokyo"))

it("a day that a picker shows is the day that it gives back", () => {
  for (const day of ["2026-01-01", "2026-03-29", "2026-10-25", "2026-12-31"]) {
    expect(pickedDay(pickerDate(day, "Pacific/Kiritimati"))).toBe(day)
  }
})

it("a moment is shown as the shop's day on which it falls", () => {
  expect(shopDay("2026-05-31T15:00:00.000Z", "Asia/Tokyo")).toBe("2026-06-01")
  expect(shopDay("2026-05-31T14:59:59.999Z", "Asia/Tokyo")).toBe("2026-05-31")
  expect(pickedDay(pickerDate("2026-05-31T15:00:00.000Z", "Asia/Tokyo"))).toBe("2026-06-01")
})

it("a time that is picked is one of the shop's clocks, and the picker shows what they show", () => {
  const half = new Date(2026, 11, 1, 8, 30)
  expect(pickedMoment(half, "Asia/Tokyo").toISOString()).toBe("2026-11-30T23:30:00.000Z")
  expect(pickedMoment(half, "America/New_York").toISOString()).toBe("2026-12-01T13:30:00.000Z")
  for (const zone of ["Asia/Tokyo", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"]) {
    expect(pickerMoment(pickedMoment(half, zone), zone)).toEqual(half)
  }
})

it("a moment counts in the shop's month", () => {
  const eve = new Date("2026-11-30T15:00:00.000Z")
  expect(shopMonth(eve, "Asia/Tokyo")).toBe("2026-12")
  expect(shopMonth(new Date(eve.getTime() - 1), "Asia/Tokyo")).toBe("2026-11")
  expect(shopMonth(eve, "UTC")).toBe("2026-11")
})

it("a table's range is asked for in days, both included; what is no date is not given", () => {
  const range = (from: string, to: string) => dayRangeParam(`{"$gte":${from},"$lte":${to}}`)
  expect(range(picked("2026-05-01"), picked("2026-05-31"))).toEqual({
    $gte: "2026-05-01",
    $lte: "2026-05-31",
  })
  expect(range('"2026-05-01"', '"2026-05-31"')).toEqual({ $gte: "2026-05-01", $lte: "2026-05-31" })
  expect(range('"then"', '"2026-05-31"')).toEqual({ $gte: undefined, $lte: "2026-05-31" })
  expect(dayRangeParam('{"$gte":"then"}')).toBeUndefined()
  expect(dayRangeParam("nonsense")).toBeUndefined()
})
