/** One of the segments, by its name. */
import { Select } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { Segment } from "../../lib/types"

interface SegmentSelectProps {
  id: string
  segments: readonly Segment[]
  /** The id of the chosen one; undefined for none. */
  value: string | undefined
  /** Null: none any more. */
  onPick: (segment: Segment | null) => void
  "aria-label"?: string
}

/** An item needs a value, and no id is this. */
const NONE = "none"

export function SegmentSelect({ id, segments, value, onPick, ...labels }: SegmentSelectProps) {
  const { t } = useMailTranslation()
  const known = segments.some((segment) => segment.id === value)
  return (
    <Select
      size="small"
      value={known ? value : ""}
      onValueChange={(picked) => onPick(segments.find((segment) => segment.id === picked) ?? null)}
    >
      <Select.Trigger id={id} {...labels}>
        <Select.Value placeholder={t("segments.pick")} />
      </Select.Trigger>
      <Select.Content>
        {known && <Select.Item value={NONE}>{t("segments.none")}</Select.Item>}
        {segments.map((segment) => (
          <Select.Item key={segment.id} value={segment.id}>
            {segment.name}
          </Select.Item>
        ))}
      </Select.Content>
    </Select>
  )
}
