import { randomInt } from "node:crypto"

/** Stories about faults are told at two sizes: a short one with every test run, the full one with `npm run test:faults`. */
export const FULL = process.env.FAULTS === "full"

/** The size that this run asks for. */
export function sized<Size>(short: Size, full: Size): Size {
  return FULL ? full : short
}

/**
 * Random numbers from 0 to 1 that are the same again with `FAULT_SEED=… npm test -- --only crash …`, so that a run
 * which failed can be told once more. The seed is printed.
 */
export function seededRandom(): () => number {
  const seed = Number(process.env.FAULT_SEED ?? randomInt(2 ** 32))
  console.info(`FAULT_SEED=${seed}`)
  // Mulberry32: good enough to choose victims and moments.
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
