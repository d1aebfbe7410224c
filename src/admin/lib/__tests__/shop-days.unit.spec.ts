/** What is picked is a day, whatever zone the browser is in; what is shown is the shop's day. */
import { pickedDay, pickerDate, shopDay } from "../shop-days"
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
