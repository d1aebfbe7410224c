/**
 * What an empty composer begins with: whom or what it is about, as a list says. It travels beside the URL, into which a
 * thousand ticks do not fit; a draft is made by the first thing that a person writes or chooses in the composer.
 */
import type { Audience, OrderSource } from "./types"

/** Of mail to members. */
export type StartOfMembers = Pick<Audience, "filter" | "segment_id" | "customer_ids">

/** Of mail about orders, shipments or quotes. */
export interface StartOfOrders {
  source: OrderSource
  ids: string[]
}

interface ComposerStart {
  members?: StartOfMembers
  orders?: StartOfOrders
}

export const COMPOSER = "/mail-delivery/compose"

/** For `navigate`. */
export function startWith(start: ComposerStart): { state: { mailDelivery: ComposerStart } } {
  return { state: { mailDelivery: start } }
}

/** @param state - Of the location, where any page may have left anything. */
export function startOf(state: unknown): ComposerStart {
  return (state as { mailDelivery?: ComposerStart } | null)?.mailDelivery ?? {}
}
