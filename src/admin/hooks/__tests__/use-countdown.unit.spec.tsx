/** @jest-environment jsdom */
import { act, renderHook } from "@testing-library/react"

import { useCountdown } from "../use-countdown"

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const pass = (milliseconds: number) => act(() => jest.advanceTimersByTime(milliseconds))

it("runs down from what the server said when it was asked, and never below nothing", () => {
  const askedAt = Date.now()
  const { result } = renderHook(() => useCountdown(3, askedAt))
  const seen = [result.current]
  for (let tick = 0; tick < 16; tick += 1) {
    pass(250)
    seen.push(result.current)
  }
  expect(seen.filter((left, index) => left !== seen[index - 1])).toEqual([3, 2, 1, 0])
})

it("takes up each new answer, and is not led astray by a date that is set back", () => {
  const { result, rerender } = renderHook(({ left, askedAt }) => useCountdown(left, askedAt), {
    initialProps: { left: 30, askedAt: Date.now() },
  })
  pass(1_500)
  rerender({ left: 28, askedAt: Date.now() })
  expect(result.current).toBe(28)

  jest.setSystemTime(Date.now() - 3_600_000)
  pass(250)
  expect(result.current).toBe(28)
})
