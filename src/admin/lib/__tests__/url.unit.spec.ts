/** What a URL asks of a table: anybody can type one, so what cannot be read is as good as not given. */
import { dayRangeParam, flagParam, listParam, numberParam, rangeParam, searchParam, textParam } from "../url"

it("a list is read as the tables write it, and as a person types it", () => {
  expect(listParam('["opted_in","not_asked"]')).toEqual(["opted_in", "not_asked"])
  expect(listParam('"opted_in"')).toEqual(["opted_in"])
  expect(listParam("opted_in")).toEqual(["opted_in"])
  expect(["", "[]", "[1,null]", "{}", undefined].map((value) => listParam(value))).toEqual(
    Array(5).fill(undefined)
  )
})

it("yes and no are read in quotation marks or without, and nothing else is either", () => {
  expect(["true", '"false"', "yes", "1", "", undefined].map((value) => flagParam(value))).toEqual([
    true,
    false,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

it("a place in a list is a whole number from 0", () => {
  expect(["50", "0", "-1", "1.5", "x", undefined].map((value) => numberParam(value))).toEqual([
    50, 0, 0, 0, 0, 0,
  ])
})

it("blanks look for nothing, and a text that looks like JSON is one", () => {
  expect([" ", "", null, "ada"].map((value) => searchParam(value))).toEqual([
    undefined,
    undefined,
    undefined,
    "ada",
  ])
  expect(['"Ada Ltd"', "Ada Ltd", "42", "", undefined].map((value) => textParam(value))).toEqual([
    "Ada Ltd",
    "Ada Ltd",
    "42",
    undefined,
    undefined,
  ])
})

it("a range of dates is open where nothing is said, in the dashboard's spelling too", () => {
  expect(rangeParam('{"$gte":"a"}')).toEqual({ $gte: "a", $lte: undefined })
  expect(rangeParam('{"$gt":"a","$lt":"b"}')).toEqual({ $gte: "a", $lte: "b" })
  expect(["{}", "2026", "null", "{", undefined].map((value) => rangeParam(value))).toEqual(
    Array(5).fill(undefined)
  )
})

it("a range of days is that of the days which are written on a picker", () => {
  const picked = new Date(2026, 10, 25).toISOString()
  expect(dayRangeParam(JSON.stringify({ $gte: picked, $lte: "2026-11-30" }))).toEqual({
    $gte: "2026-11-25",
    $lte: "2026-11-30",
  })
  expect(dayRangeParam('{"$gte":"no day"}')).toBeUndefined()
})
