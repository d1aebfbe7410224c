/** @jest-environment jsdom */
import { act, renderHook } from "@testing-library/react"

import { useDebounced } from "../use-debounced"

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const rest = (milliseconds: number) => act(() => jest.advanceTimersByTime(milliseconds))

it("follows a value once it has come to rest", async () => {
  const { result, rerender } = renderHook(({ value }) => useDebounced(value), {
    initialProps: { value: "n" },
  })

  rerender({ value: "ne" })
  rest(300)
  rerender({ value: "new" })
  rest(300)
  expect(result.current).toBe("n")

  rest(100)
  expect(result.current).toBe("new")
})

it("says nothing of a value that came back before it had come to rest", () => {
  const { result, rerender } = renderHook(({ value }) => useDebounced(value), {
    initialProps: { value: "n" },
  })
  const before = result.current

  rerender({ value: "ne" })
  rest(300)
  rerender({ value: "n" })
  rest(1_000)

  expect(result.current).toBe(before)
})

it("is at rest while an object that is made anew says the same", () => {
  let renders = 0
  const { result } = renderHook(() => {
    renders += 1
    return useDebounced({ kind: "member", content: { subject: "News" } })
  })
  const first = result.current
  const before = renders

  for (let second = 0; second < 10; second += 1) {
    rest(1_000)
  }

  expect(renders).toBe(before)
  expect(result.current).toBe(first)
})
