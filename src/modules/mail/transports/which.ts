/** What events and figures say of which transport they are about. */
import { DEFAULT_TRANSPORT } from "../words"
import type { OfTransport } from "../words/events"

/**
 * @param name - Null is the one of the whole store.
 * @param several - There are others.
 */
export function whichOf(name: string | null, several: boolean): OfTransport {
  return several ? { transport: name ?? DEFAULT_TRANSPORT } : {}
}
