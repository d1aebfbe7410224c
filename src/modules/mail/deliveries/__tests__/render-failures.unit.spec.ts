/** What becomes of a mail that could not be made, and of a mailing that could not be prepared. */
import { AddressError, RenderError } from "../../content/render"
import { Setbacks } from "../../dispatch/setbacks"
import { ContentOutOfReach, fateOf, RENDER_DELAYS } from "../render-failures"

const delivery = (render_tries: number) => ({ id: "mdlv_1", attempt: 7, render_tries })

it("fails at once where it could never be made, and says whether the address is to blame", () => {
  expect(fateOf(delivery(0), new RenderError("text", "no such filter"))).toEqual({
    transition: "spoil",
    change: { id: "mdlv_1", attempt: 7, reason: "render", response: "no such filter" },
  })
  expect(fateOf(delivery(0), new RenderError("text", "too much", "limit")).transition).toBe("spoil")
  expect(fateOf(delivery(0), new AddressError("to", "no address")).change.reason).toBe("address_invalid")
})

it.each([
  ["a mail that was ended by the clock", new RenderError("text", "too slow", "time")],
  ["a mail over which something of ours breaks", new TypeError("x is undefined")],
])("%s is tried again further and further apart, and fails in the end with the reason", (_what, fault) => {
  const fates = [0, 1, 2, 3, 4].map((tries) => fateOf(delivery(tries), fault))

  expect(fates.map(({ transition }) => transition)).toEqual([
    "setBack",
    "setBack",
    "setBack",
    "setBack",
    "spoil",
  ])
  expect(fates.slice(0, -1).map(({ change }) => change.delay)).toEqual(RENDER_DELAYS)
  expect(fates.at(-1)!.change).toMatchObject({ reason: "render", response: fault.message })
})

it("waits, and never fails, while the database cannot tell what it says", () => {
  for (const tries of [0, 3, 50]) {
    const { transition, change } = fateOf(delivery(tries), new ContentOutOfReach(new Error("timeout")))
    expect(transition).toBe("release")
    expect(change.delay).toBeGreaterThan(1)
  }
})

it("keeps words that can be written", () => {
  expect(fateOf(delivery(9), new Error("bad \0 \ud800")).change.response).toBe("bad   \ufffd")
})

it("lets what was tried in vain rest for longer and longer, and forgets it when it is gone", () => {
  let now = 0
  const setbacks = new Setbacks(() => now)
  const rests: number[] = []
  for (let failure = 0; failure < 8; failure += 1) {
    setbacks.add("a")
    const since = now
    while (!setbacks.mayTry("a")) {
      now += 500
    }
    rests.push((now - since) / 1_000)
  }
  expect(rests).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  expect(setbacks.mayTry("b")).toBe(true)

  setbacks.add("a")
  setbacks.forget(["b"])
  expect(setbacks.mayTry("a")).toBe(true)
})
