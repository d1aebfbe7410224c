/**
 * What the rendering of one part may take, counted and not timed: the same template over the same data gives the same
 * answer on an idle and on a busy machine. liquidjs itself counts the memory of some filters and looks at the clock
 * between two tags; a filter, a comparison and a growing result it does not see.
 */
import type { Context } from "liquidjs"

/** Which limit, for a page that words it in another language. */
export const LIMIT_REASONS = ["steps", "work", "nesting", "length", "subject", "data", "memory"] as const
export type LimitReason = (typeof LIMIT_REASONS)[number]

/** Too much, however often and wherever it is tried. The message is a sentence for the author of the template. */
export class LimitExceeded extends Error {
  constructor(
    readonly reason: LimitReason,
    message: string
  ) {
    super(message)
    this.name = "LimitExceeded"
  }
}

/** Tags and outputs, each round of a loop anew. An order of 1,000 items takes about 30,000. */
export const STEPS = 100_000
/** Values that filters and comparisons read and make; eight characters of a text are one. */
export const WORK = 1_000_000
/** Characters of a finished part. */
export const OUTPUT_LENGTH = 2_000_000
/** Values within values. */
export const DEPTH = 64

export class Allowance {
  private steps = 0
  private work = 0

  /** liquidjs calls this before each tag and output, believing that it asks the clock. */
  check(): void {
    this.step(1)
  }

  step(count: number): void {
    this.steps += count
    if (this.steps > STEPS) {
      throw new LimitExceeded("steps", `The mail takes more than ${STEPS} steps: its loops run too often`)
    }
  }

  /** Counts everything in a value, also what it holds more than once. Stops at the limit. */
  weigh(value: unknown, depth = 0): void {
    this.work += typeof value === "string" ? 1 + value.length / 8 : 1
    if (this.work > WORK) {
      throw new LimitExceeded(
        "work",
        "The mail works on too much data: its filters and comparisons read too often"
      )
    }
    if (typeof value === "object" && value !== null) {
      if (depth > DEPTH) {
        throw new LimitExceeded("nesting", `The data are nested more than ${DEPTH} deep`)
      }
      for (const inner of Array.isArray(value) ? value : Object.values(value)) {
        this.weigh(inner, depth + 1)
      }
    }
  }
}

/** @throws LimitExceeded if a finished part, or what there is of it, is too long. */
export function assertLength(part: string): void {
  if (part.length > OUTPUT_LENGTH) {
    throw new LimitExceeded("length", `The mail comes to more than ${OUTPUT_LENGTH} characters`)
  }
}

/** Of a rendering. Only tests render without one. */
export function allowanceOf({ renderLimit }: Pick<Context, "renderLimit">): Allowance {
  const allowance: unknown = renderLimit
  return allowance instanceof Allowance ? allowance : new Allowance()
}
