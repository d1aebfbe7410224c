/** Where the mails behind a figure of a mailing are listed: its own page, with the table filtered as the figure counts. */
import type { DeliveryState } from "./types"

/** The table, as the end of an address. */
export const LEDGER = "#recipients"

/** Counted together with what came of it later. */
const SENT: DeliveryState[] = ["sent", "bounced", "complained"]

/** @param states - Left out: all of them. */
export function ledgerPath(states?: DeliveryState[], reason?: string): string {
  const query = new URLSearchParams({
    ...(states && { state: JSON.stringify(states) }),
    ...(reason && { reason: JSON.stringify([reason]) }),
  })
  return `?${query}${LEDGER}`
}

/** Which states a figure counts. */
export function statesBehind(figure: DeliveryState | "total"): DeliveryState[] | undefined {
  return figure === "total" ? undefined : figure === "sent" ? SENT : [figure]
}
