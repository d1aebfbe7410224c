/** Formatters take a thousand times as long to make as to use, and an order mailing writes thousands of orders. */
import { DEFAULTS } from "../../settings/settings"
import { exampleDocument } from "../example"
import { documentVariables } from "../order-variables"

it("are made for the first order, and for none after it that is written alike", () => {
  let made = 0
  const count = (name: "DateTimeFormat" | "DisplayNames" | "NumberFormat") => {
    const Original = Intl[name] as unknown as new (...args: unknown[]) => never
    jest.spyOn(Intl, name).mockImplementation((...args: unknown[]) => {
      made += 1
      return new Original(...args)
    })
  }
  count("DateTimeFormat")
  count("DisplayNames")
  count("NumberFormat")
  const write = (timezone: string) =>
    documentVariables(exampleDocument("order", "en"), { settings: DEFAULTS, language: "en", timezone })

  const inTokyo = write("Asia/Tokyo")
  const first = made
  expect(first).toBeGreaterThan(0)
  expect(write("Asia/Tokyo")).toEqual(inTokyo)
  expect(made).toBe(first)
  expect(write("America/New_York")).not.toEqual(inTokyo)
  jest.restoreAllMocks()
})
