/** How fast a mailing goes, from what the page has seen of it: the server keeps no such figure. */
import { useEffect, useRef, useState } from "react"

import type { Mailing } from "../lib/types"

/** Long enough to be steady, short enough to notice a change. */
const WINDOW_MS = 20_000

interface Sample {
  at: number
  done: number
}

/** Recipients that need nothing more. */
export function doneOf({ sent, failed, uncertain, skipped }: Mailing["counts"]): number {
  return sent + failed + uncertain + skipped
}

/** @returns mails per second, or null until two samples differ. */
export function useSpeed(mailing: Mailing, updatedAt: number): number | null {
  const samples = useRef<Sample[]>([])
  const [speed, setSpeed] = useState<number | null>(null)
  const done = doneOf(mailing.counts)
  useEffect(() => {
    if (mailing.state !== "sending") {
      samples.current = []
      setSpeed(null)
      return
    }
    const kept = samples.current.filter(({ at }) => updatedAt - at < WINDOW_MS)
    samples.current = [...kept, { at: updatedAt, done }]
    const first = samples.current[0]!
    const seconds = (updatedAt - first.at) / 1000
    setSpeed(seconds > 0 && done > first.done ? (done - first.done) / seconds : null)
  }, [mailing.state, updatedAt, done])
  return speed
}
