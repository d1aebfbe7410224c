import { setTimeout as wait } from "node:timers/promises"

/** Waits, at most until the signal says that it is over. Never rejects. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined)
}
