/** Everyone who is left out, under the first reason that applies. */
import { useMailTranslation } from "../hooks/use-mail-translation"
import type { Exclusion, LeftOutReason } from "../lib/types"
import { CountRow } from "./people/count-row"

/** In the order in which the rule asks. */
const REASONS = [
  "no_address",
  "invalid",
  "complained",
  "opted_out",
  "not_asked",
  "duplicate_address",
] as const satisfies Exclusion[]

const OF_DOCUMENTS = ["faulty_data", "not_found"] as const satisfies LeftOutReason[]

type Reason = (typeof REASONS)[number] | (typeof OF_DOCUMENTS)[number]

interface ExclusionListProps {
  counts: Partial<Record<Reason, number>>
  /** Lists the people of a reason. Left out: they cannot be listed. */
  onShow?: (reason: Exclusion) => void
  /** The same for orders, shipments and quotes. */
  onShowDocuments?: (reason: LeftOutReason) => void
}

export function ExclusionList({ counts, onShow, onShowDocuments }: ExclusionListProps) {
  const { t } = useMailTranslation()
  const ofPeople = REASONS.filter((reason) => counts[reason])
  const ofDocuments = OF_DOCUMENTS.filter((reason) => counts[reason])
  return (
    <ul className="flex flex-col gap-y-1">
      {ofPeople.map((reason) => (
        <li key={reason}>
          <CountRow
            label={t(`exclusion.${reason}`)}
            count={counts[reason] ?? 0}
            onShow={showing(reason, onShow, onShowDocuments)}
          />
        </li>
      ))}
      {ofDocuments.map((reason) => (
        <li key={reason}>
          <CountRow
            label={t(`exclusion.${reason}`)}
            count={counts[reason] ?? 0}
            onShow={onShowDocuments && (() => onShowDocuments(reason))}
          />
        </li>
      ))}
    </ul>
  )
}

/** Documents without an address are counted under the same reason as people without one. */
function showing(
  reason: Exclusion,
  onShow: ExclusionListProps["onShow"],
  onShowDocuments: ExclusionListProps["onShowDocuments"]
): (() => void) | undefined {
  if (onShow) {
    return () => onShow(reason)
  }
  return onShowDocuments && reason === "no_address" ? () => onShowDocuments(reason) : undefined
}
