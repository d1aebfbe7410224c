/** Stories about faults are told at two sizes: a short one with every test run, the full one with `npm run test:faults`. */
export const FULL = process.env.FAULTS === "full"

/** The size that this run asks for. */
export function sized<Size>(short: Size, full: Size): Size {
  return FULL ? full : short
}
