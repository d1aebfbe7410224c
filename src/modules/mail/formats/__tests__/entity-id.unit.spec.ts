/** Ids: of the form of Medusa's, in the order of time, and no two the same. */
import { entityId } from "../entity-id"

afterEach(() => jest.useRealTimers())

it("has the form that Medusa gives its ids: a prefix and a ULID", () => {
  expect(entityId("mdlv")).toMatch(/^mdlv_[0-9A-HJKMNP-TV-Z]{26}$/)
})

it.each([
  ["0000000000", 0],
  ["01ARYZ6S41", 1_469_918_176_385],
  ["7ZZZZZZZZZ", 281_474_976_710_655],
])("begins with the time, %s, as the specification of ULIDs writes it", (time, now) => {
  jest.useFakeTimers({ now })

  expect(entityId("mdlv").slice(0, -16)).toBe(`mdlv_${time}`)
})

it("sorts by the time when it was made", () => {
  const times = [1, 31, 32, 1_023, 1_024, 1_700_000_000_000, 1_700_000_000_001]
  const ids = times.map((now) => {
    jest.useFakeTimers({ now })
    return entityId("mdlv")
  })

  expect(ids.toSorted()).toEqual(ids)
})

it("is another one each time", () => {
  expect(new Set(Array.from({ length: 10_000 }, () => entityId("mdlv"))).size).toBe(10_000)
})
