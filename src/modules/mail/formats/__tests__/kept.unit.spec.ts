/** What is dear to make is made once for each key, and there are never many of them. */
import { kept } from "../kept"

it("makes one for each key, however its words are put together", () => {
  const make = jest.fn((one: string, other: string) => ({ one, other }))
  const get = kept(make)
  expect(get("a b", "c")).toBe(get("a b", "c"))
  expect(get("a", "b c")).toEqual({ one: "a", other: "b c" })
  expect(make).toHaveBeenCalledTimes(2)
})

it("keeps those that were used last, and nothing that could not be made", () => {
  const make = jest.fn(decodeURIComponent)
  const get = kept(make)
  expect(() => get("%")).toThrow(URIError)
  expect(() => get("%")).toThrow(URIError)
  expect(make).toHaveBeenCalledTimes(2)
  Array.from({ length: 99 }, (_, n) => get(String(n)))
  get("first")
  get("0")
  get("one too many")
  make.mockClear()
  get("0")
  expect(make).not.toHaveBeenCalled()
  get("1")
  expect(make).toHaveBeenCalledTimes(1)
})
