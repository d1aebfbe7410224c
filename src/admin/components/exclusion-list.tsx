/** Everyone who is left out, under the first reason that applies. */
import { useMailTranslation } from "../hooks/use-mail-translation"
import type { Exclusion } from "../lib/types"
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

const OF_DOCUMENTS = ["faulty_data", "not_found"] as const

type Reason = (typeof REASONS)[number] | (typeof OF_DOCUMENTS)[number]

interface ExclusionListProps {
  counts: Partial<Record<Reason, number>>
  /** Lists the people of a reason. Left out: they cannot be listed. */
  onShow?: (reason: Exclusion) => void
}

export function ExclusionList({ counts, onShow }: ExclusionListProps) {
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
            onShow={onShow && (() => onShow(reason))}
          />
        </li>
      ))}
      {ofDocuments.map((reason) => (
        <li key={reason}>
          <CountRow label={t(`exclusion.${reason}`)} count={counts[reason] ?? 0} />
        </li>
      ))}
    </ul>
  )
}
