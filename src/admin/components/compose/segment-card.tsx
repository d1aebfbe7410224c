/** The segment that a mailing is for: what it says, and the way to a filter of one's own. */
import { Button, Text } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useSegment } from "../../hooks/use-segments"
import { isNotFound } from "../../lib/error-words"
import type { AudienceFilter } from "../../lib/types"
import { useFilterWords } from "../mailings/use-audience-words"
import { Loading, Problem } from "../states"

interface SegmentCardProps {
  id: string
  /** Goes on with a filter instead: what the segment says now, or none if it is gone. */
  onLeave: (filter: AudienceFilter) => void
}

export function SegmentCard({ id, onLeave }: SegmentCardProps) {
  const { t } = useMailTranslation()
  const { data: segment, error, refetch, isPending } = useSegment(id)
  const words = useFilterWords(segment?.filter ?? {})
  const isGone = isNotFound(error)
  return (
    <div
      className="bg-ui-bg-component shadow-elevation-card-rest flex flex-col gap-y-3 rounded-lg p-4"
      data-testid="segment"
    >
      {isGone ? (
        <Text weight="plus">{t("segments.gone")}</Text>
      ) : error ? (
        <Problem error={error} retry={refetch} />
      ) : isPending ? (
        <Loading lines={2} />
      ) : (
        <div className="flex flex-col gap-y-1">
          <Text weight="plus">{t("segments.called", { name: segment.name })}</Text>
          {(words.length ? words : [t("audience.everybody")]).map((line) => (
            <Text key={line} size="small" className="text-ui-fg-subtle break-words">
              {line}
            </Text>
          ))}
        </div>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Text size="small" className="text-ui-fg-subtle min-w-0 flex-1">
          {t(isGone ? "segments.goneHint" : "segments.atStart")}
        </Text>
        <Button size="small" variant="secondary" onClick={() => onLeave(segment?.filter ?? {})}>
          {t("compose.useFilter")}
        </Button>
      </div>
    </div>
  )
}
