/** Everyone who is left out, under the first reason that applies. */
import { Text } from "@medusajs/ui"

import { useMailTranslation } from "../hooks/use-mail-translation"

/** In the order in which the rule asks. */
const REASONS = [
  "no_address",
  "invalid",
  "complained",
  "opted_out",
  "not_asked",
  "duplicate_address",
  // Of documents.
  "faulty_data",
  "not_found",
] as const

export function ExclusionList({ counts }: { counts: Partial<Record<(typeof REASONS)[number], number>> }) {
  const { t, number } = useMailTranslation()
  const shown = REASONS.filter((reason) => counts[reason])
  return (
    <ul className="flex flex-col gap-y-1">
      {shown.map((reason) => (
        <li key={reason} className="flex items-baseline justify-between gap-x-4">
          <Text size="small" className="text-ui-fg-subtle">
            {t(`exclusion.${reason}`)}
          </Text>
          <Text size="small" className="text-ui-fg-subtle tabular-nums">
            {number(counts[reason] ?? 0)}
          </Text>
        </li>
      ))}
    </ul>
  )
}
