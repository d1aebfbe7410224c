/**
 * How long whoever comes to this thread's event loop at any moment has to wait. Node's own histogram of delays has one
 * entry for each look at the clock: a thread that stood still for a second has one entry for it, as a free one has for a
 * millisecond, and its 99th percentile sees nothing. Here every moment counts alike.
 */
import { readFileSync } from "node:fs"

export interface LoopDelay {
  /** 99 of 100 moments wait no longer than this. Milliseconds. */
  p99: number
  /** The longest that the thread did not look up. Milliseconds. */
  longest: number
}

/**
 * What this process's main thread has had of the processor, in milliseconds; null where nobody knows. The time in which
 * it waited for a processor that others had says nothing about what it does.
 */
function ownTime(): number | null {
  try {
    return Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[0]) / 1e6
  } catch {
    return null
  }
}

/** Looks at the clock as often as the loop comes round. @returns what ends it and tells. */
export function watchLoop(): () => LoopDelay {
  const gaps: number[] = []
  const start = performance.now()
  let last = start
  let own = ownTime()
  let isOver = false
  const note = () => {
    const [now, used] = [performance.now(), ownTime()]
    gaps.push(used === null || own === null ? now - last : Math.min(now - last, used - own))
    last = now
    own = used
  }
  const look = () => {
    note()
    if (!isOver) {
      setTimeout(look, 1)
    }
  }
  setTimeout(look, 1)
  return () => {
    isOver = true
    note()
    return { p99: waitOf(gaps, 0.99, last - start), longest: Math.max(...gaps) }
  }
}

/** The share of all moments that wait longer than `wait`: in a gap, those that lie further from its end. */
function shareBeyond(gaps: readonly number[], wait: number, elapsed: number): number {
  return gaps.reduce((total, gap) => total + Math.max(0, gap - wait), 0) / elapsed
}

function waitOf(gaps: readonly number[], share: number, elapsed: number): number {
  let [low, high] = [0, Math.max(...gaps)]
  while (high - low > 0.1) {
    const middle = (low + high) / 2
    if (shareBeyond(gaps, middle, elapsed) > 1 - share) {
      low = middle
    } else {
      high = middle
    }
  }
  return high
}

/** The delay of this thread during some work. */
export async function delayDuring(work: () => Promise<unknown>): Promise<LoopDelay> {
  const end = watchLoop()
  await work()
  return end()
}
