/** How much may be in doubt: a whole group behind a server that takes what it is given, less behind one that does not. */
import type { Bearing } from "../../smtp/transport"
import { InFlightWindow, MARKED_AT_ONCE } from "../in-flight-window"
import { Pace } from "../pace"

const CAPACITY = 10
const go = () => true

let n = 0

/** Fills it as a dispatcher does. @returns how many were marked at once, until there was no room. */
async function marksOf(window: InFlightWindow): Promise<number[]> {
  const marks: number[] = []
  for (let room = await window.room(1_000, go); room; room = await window.room(1_000, go)) {
    marks.push(room)
    window.enter(Array.from({ length: room }, () => `mdlv_${(n += 1)}`))
  }
  return marks
}

const filled = async (bearing?: Bearing) => {
  const window = new InFlightWindow({ capacity: CAPACITY, bearing })
  await marksOf(window)
  return window.size
}

it("is the connections and one group where all of them are borne, or where none can be too many", async () => {
  expect(await filled({ allowed: CAPACITY, borne: CAPACITY })).toBe(CAPACITY + MARKED_AT_ONCE)
  expect(await filled()).toBe(CAPACITY + MARKED_AT_ONCE)
})

it("is small until the server has taken a mail over each, with work for all of them at the first mark", async () => {
  const bearing = { allowed: CAPACITY, borne: 0 }
  const window = new InFlightWindow({ capacity: CAPACITY, bearing })
  expect(await marksOf(window)).toEqual([CAPACITY, CAPACITY, CAPACITY])
  bearing.borne = CAPACITY
  expect(await marksOf(window)).toEqual([40, 40])
})

it("is small behind the few connections that a server bears", async () => {
  expect(await filled({ allowed: 3, borne: 3 })).toBe(23)
})

it("grows behind them with what leaves in a tenth of a second, to one group at most", async () => {
  for (const { left, size } of [
    { left: 100, size: 23 },
    { left: 500, size: 53 },
    { left: 5_000, size: 103 },
  ]) {
    const withinASecond = new Pace(() => 0)
    const window = new InFlightWindow(
      { capacity: CAPACITY, bearing: { allowed: 3, borne: 3 } },
      withinASecond
    )
    const before = Array.from({ length: left }, (_, i) => `mdlv_before_${i}`)
    window.enter(before)
    window.leave(before)
    await marksOf(window)
    expect({ left, size: window.size }).toEqual({ left, size })
  }
})
