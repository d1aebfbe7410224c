/** Seconds that run down on the page. By what the server said was left: the browser's own date may be wrong. */
import { useEffect, useState } from "react"

/** Often enough that no second is shown for two. Milliseconds. */
const TICK = 250

/**
 * @param left - Seconds, as the server said.
 * @param askedAt - When it said so, in milliseconds of the browser's clock.
 */
export function useCountdown(left: number, askedAt: number): number {
  const [now, setNow] = useState(askedAt)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK)
    return () => clearInterval(timer)
  }, [])
  const passed = Math.max(0, now - askedAt) / 1_000
  return Math.max(0, Math.ceil(left - passed))
}
