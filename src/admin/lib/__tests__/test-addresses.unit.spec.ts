import { addressesIn, keepTestAddresses, lastTestAddresses } from "../test-addresses"

it("addresses may be separated as people do it, and each counts once", () => {
  expect(addressesIn(" a@x.test,b@x.test;c@x.test\nd@x.test　e@x.test、A@x.test ")).toEqual([
    "A@x.test",
    ...["b@x.test", "c@x.test", "d@x.test", "e@x.test"],
  ])
  expect(addressesIn(" \n, ")).toEqual([])
})

describe("those of the last time", () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  afterEach(() => Reflect.deleteProperty(globalThis, "localStorage"))

  it("are each person's own", () => {
    Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true })
    keepTestAddresses("user_1", ["a@x.test", "b@x.test"])
    expect(lastTestAddresses("user_1")).toBe("a@x.test, b@x.test")
    expect(lastTestAddresses("user_2")).toBeNull()
  })

  it("are none where the browser keeps nothing", () => {
    const refuse = () => {
      throw new Error("The operation is insecure")
    }
    Object.defineProperty(globalThis, "localStorage", { get: refuse, configurable: true })
    keepTestAddresses("user_1", ["a@x.test"])
    expect(lastTestAddresses("user_1")).toBeNull()
  })
})
