import { ConnectionLimit } from "../connection-limit"

let now = 0
const limit = (capacity: number) => new ConnectionLimit(capacity, () => now)

beforeEach(() => {
  now = 0
})

/** As many as it lets us open, one by one, from so many on. */
function openUpFrom(open: number, from: ConnectionLimit): number {
  return from.allowsOneMoreThan(open) ? openUpFrom(open + 1, from) : open
}

/** A server that bears three: whatever is more is refused, one by one. */
function settle(on: ConnectionLimit): void {
  for (let open = openUpFrom(0, on); open > 3; open -= 1) {
    on.lower(open - 1)
  }
}

it("allows what was set as long as nobody complains", () => {
  expect(openUpFrom(0, limit(10))).toBe(10)
})

it("falls to those that the server bears, and never below one", () => {
  const ten = limit(10)
  settle(ten)
  expect(openUpFrom(0, ten)).toBe(3)
  ten.lower(0)
  expect(ten.allowed).toBe(1)
})

it("tries one more after ten seconds, and after twice as long each time that was one too many", () => {
  const ten = limit(10)
  settle(ten)
  const waits = [1, 2, 3].map(() => {
    const since = now
    while (openUpFrom(3, ten) === 3) {
      now += 1_000
    }
    settle(ten)
    return now - since
  })
  expect(waits).toEqual([10_000, 20_000, 40_000])
})

it("tries one more as soon where the server let some in that were still being opened when it fell", () => {
  const ten = limit(10)
  openUpFrom(0, ten)
  ten.lower(1)
  expect(openUpFrom(2, ten)).toBe(2)
  now = 10_000
  expect(openUpFrom(2, ten)).toBe(3)
})

it("comes back to what was set, quicker and quicker, when the server bears it again", () => {
  const ten = limit(10)
  settle(ten)
  for (let open = 3; open < 10; now += 1_000) {
    open = openUpFrom(open, ten)
  }
  expect(now).toBeLessThanOrEqual(71_000)
})

it("grows only when more would be used", () => {
  const ten = limit(10)
  settle(ten)
  now = 3_600_000
  expect(ten.allowsOneMoreThan(1)).toBe(true)
  expect(ten.allowed).toBe(3)
})

it("rests longer and longer when not even one is taken, says when that was long enough, and forgets it", () => {
  const one = limit(1)
  const rests = [1, 2, 3, 4, 5, 6, 7].map(() => ({ worthIt: one.restAlone(), rest: one.restLeft }))
  expect(rests.map(({ rest }) => rest)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  expect(rests.map(({ worthIt }) => worthIt)).toEqual([true, true, true, true, true, false, false])
  expect(one.restLeft).toBe(30_000)
  now += 30_001
  expect(one.restLeft).toBe(0)
  one.accepted(1)
  one.restAlone()
  expect(one.restLeft).toBe(1_000)
})

it("knows how many it was seen to bear, and forgets those that it refused", () => {
  const ten = limit(10)
  expect(ten.borne).toBe(0)
  ten.accepted(4)
  ten.accepted(2)
  expect(ten.borne).toBe(4)
  settle(ten)
  expect(ten.borne).toBe(3)
  ten.accepted(10)
  expect(ten.borne).toBe(3)
})
