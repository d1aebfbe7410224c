/** @jest-environment jsdom */
import { renderHook } from "@testing-library/react"

import type { Mailing } from "../../lib/types"
import { doneOf, useSpeed } from "../use-speed"

const NOTHING = {
  total: 100,
  pending: 100,
  sending: 0,
  sent: 0,
  deferred: 0,
  failed: 0,
  uncertain: 0,
  skipped: 0,
  bounced: 0,
  complained: 0,
}
const mailing = (state: Mailing["state"], counts: Partial<Mailing["counts"]>) =>
  ({ state, counts: { ...NOTHING, ...counts } }) as Mailing

it("counts whoever needs nothing more as done", () => {
  expect(doneOf({ ...NOTHING, sent: 3, failed: 2, uncertain: 1, skipped: 4, deferred: 9 })).toBe(10)
})

it("measures what passes between two looks, and forgets a pause", () => {
  const { result, rerender } = renderHook(({ seen, at }) => useSpeed(seen, at), {
    initialProps: { seen: mailing("sending", { sent: 0 }), at: 1_000 },
  })
  expect(result.current).toBeNull()

  rerender({ seen: mailing("sending", { sent: 20 }), at: 3_000 })
  expect(result.current).toBe(10)

  rerender({ seen: mailing("paused", { sent: 20 }), at: 4_000 })
  expect(result.current).toBeNull()
  rerender({ seen: mailing("sending", { sent: 20 }), at: 60_000 })
  expect(result.current).toBeNull()
})
