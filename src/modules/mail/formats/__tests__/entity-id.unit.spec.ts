/** Ids: of the form of Medusa's, in the order of time, and no two the same. */
import { generateEntityId } from "@medusajs/framework/utils"

import { entityId } from "../entity-id"

const FORM = /^mdlv_[0-9A-HJKMNP-TV-Z]{26}$/

afterEach(() => jest.useRealTimers())

it("has the form that Medusa gives its ids", () => {
  expect(entityId("mdlv")).toMatch(FORM)
  expect(generateEntityId("", "mdlv")).toMatch(FORM)
})

it.each([0, 1_700_000_000_000, 281_474_976_710_655])(
  "begins with the time as Medusa writes it: %d",
  (time) => {
    jest.useFakeTimers({ now: time })

    expect(entityId("mdlv").slice(0, -16)).toBe(generateEntityId("", "mdlv").slice(0, -16))
  }
)

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
