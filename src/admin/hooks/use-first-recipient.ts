/** Whose data a preview shows before anybody is chosen: somebody who will get the mail. */
import type { Audience, AudienceFilter, Consent, Purpose } from "../lib/types"
import { useMembers } from "./use-members"
import { useFilterOf } from "./use-segments"

/** Those whom the mail may go to, as the list of members can tell them. */
function sendable(filter: AudienceFilter, include: Audience["include"], purpose: Purpose): AudienceFilter {
  const allowed: Consent[] = include === "not_asked" ? ["opted_in", "not_asked"] : ["opted_in"]
  const consent = filter.consent ? allowed.filter((one) => filter.consent?.includes(one)) : allowed
  return { ...filter, invalid: false, ...(purpose !== "notice" && consent.length && { consent }) }
}

/** @returns the id of the first one; undefined while it is looked for, or where nobody fits */
export function useFirstRecipient(audience: Audience, purpose: Purpose): string | undefined {
  const [ticked] = audience.customer_ids ?? []
  const filter = useFilterOf(audience)
  const asked = sendable(filter ?? {}, audience.include, purpose)
  const { data } = useMembers({ ...asked, limit: 1 }, !ticked && filter !== undefined)
  return ticked ?? data?.members[0]?.customer_id
}
