/** How a mailing's state is called. In the grace after Send nobody has put it on a schedule: it is about to begin. */
import type { ListedMailing } from "./types"

/** The key of the words. */
export function stateKey({ state, grace_until }: Pick<ListedMailing, "state" | "grace_until">): string {
  return `mailingState.${grace_until ? "grace" : state}`
}
