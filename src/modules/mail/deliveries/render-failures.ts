/**
 * What becomes of a mail that could not be made: what is certain fails at once, and what may pass is tried again a few
 * times, further and further apart, so that nothing is taken up and let go of for ever.
 */
import { AddressError, RenderError } from "../content/render"
import { readable } from "../formats/readable"
import type { FailureClass } from "../words/failure-classes"
import type { ClaimedDelivery } from "./claim"
import type { Change, TransitionName } from "./transitions"

/** Its content could not be read: the database's trouble, and no fault of any mail. */
export class ContentOutOfReach extends Error {
  constructor(cause: unknown) {
    super(`The content could not be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
    this.name = "ContentOutOfReach"
  }
}

/** Seconds until the second, third … try; after the last one it has failed. */
export const RENDER_DELAYS: readonly number[] = [1, 5, 25, 125]
/** Seconds until a content that was out of reach is looked for again. */
const REACH_DELAY = 5

export interface Fate {
  transition: Extract<TransitionName, "spoil" | "setBack" | "release">
  change: Change
}

/** Decides what follows from a fault. Pure. */
export function fateOf(
  { id, attempt, render_tries }: Pick<ClaimedDelivery, "id" | "attempt" | "render_tries">,
  fault: Error
): Fate {
  if (fault instanceof ContentOutOfReach) {
    return { transition: "release", change: { id, attempt, delay: REACH_DELAY } }
  }
  const change = { id, attempt, reason: reasonOf(fault), response: readable(fault.message) }
  const delay = RENDER_DELAYS[render_tries]
  const isCertain = fault instanceof RenderError && !fault.transient
  return isCertain || delay === undefined
    ? { transition: "spoil", change }
    : { transition: "setBack", change: { ...change, delay } }
}

/** An address that cannot stand in a message is no fault of the template. */
function reasonOf(fault: Error): FailureClass {
  return fault instanceof AddressError ? "address_invalid" : "render"
}
