/** Segments above the list of members: one is chosen, and what the list shows is kept as one. */
import { Button, Label, Text } from "@medusajs/ui"
import { useState } from "react"

import { useAudienceCount } from "../../hooks/use-audience"
import { useAttempt, useConfirm } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useDeleteSegment, useSaveSegment, useSegments } from "../../hooks/use-segments"
import type { AudienceFilter, Segment } from "../../lib/types"
import { SegmentDrawer } from "./segment-drawer"
import { SegmentSelect } from "./segment-select"

interface SegmentBarProps {
  /** Undefined: none is chosen. */
  segment: Segment | undefined
  /** What the list shows. */
  filter: AudienceFilter
  /** The list shows something else than the chosen one says. */
  changed: boolean
  mayWrite: boolean
  /** Null: none any more. */
  onPick: (segment: Segment | null) => void
}

export function SegmentBar({ segment, filter, changed, mayWrite, onPick }: SegmentBarProps) {
  const { t } = useMailTranslation()
  const { data: segments } = useSegments()
  /** What is being named: a new one, or the chosen one anew. */
  const [naming, setNaming] = useState<"new" | "chosen" | null>(null)
  const isNew = Object.keys(filter).length > 0 && (!segment || changed)
  const close = (saved: Segment | null) => {
    setNaming(null)
    if (saved && naming === "new") {
      onPick(saved)
    }
  }
  if (!segments || (!segments.length && !(mayWrite && isNew))) {
    return null
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-6 py-3" data-testid="segments">
      {segments.length > 0 && (
        <div className="flex min-w-0 items-center gap-x-3">
          <Label htmlFor="segment" size="small" weight="plus" className="whitespace-nowrap">
            {t("segments.segment")}
          </Label>
          <div className="w-52 min-w-0">
            <SegmentSelect id="segment" segments={segments} value={segment?.id} onPick={onPick} />
          </div>
        </div>
      )}
      {segment && <Count segment={segment} changed={changed} />}
      {mayWrite && (
        <div className="ml-auto flex flex-wrap gap-2">
          {segment && changed && <Update segment={segment} filter={filter} />}
          {isNew && (
            <Button size="small" variant="secondary" onClick={() => setNaming("new")}>
              {t(segment ? "segments.saveAsNew" : "segments.save")}
            </Button>
          )}
          {segment && (
            <Button size="small" variant="transparent" onClick={() => setNaming("chosen")}>
              {t("segments.rename")}
            </Button>
          )}
          {segment && <Delete segment={segment} onDone={() => onPick(null)} />}
        </div>
      )}
      {naming && (
        <SegmentDrawer segment={(naming === "chosen" && segment) || null} filter={filter} onClose={close} />
      )}
    </div>
  )
}

/** Of the segment as it is kept, whatever the list shows. */
function Count({ segment, changed }: { segment: Segment; changed: boolean }) {
  const { t, tn, sentences } = useMailTranslation()
  const { data } = useAudienceCount({ segment_id: segment.id })
  const known = data?.of.audience.segment_id === segment.id
  return (
    <Text size="small" className="text-ui-fg-subtle" data-testid="segment-count">
      {sentences(known && tn("segments.count", data.matched), changed && t("segments.changed"))}
    </Text>
  )
}

function Update({ segment, filter }: { segment: Segment; filter: AudienceFilter }) {
  const { t } = useMailTranslation()
  const attempt = useAttempt()
  const confirm = useConfirm()
  const save = useSaveSegment(segment.id)
  const update = async () => {
    const agreed = await confirm({
      title: t("segments.updateTitle", { name: segment.name }),
      description: t("segments.updateText"),
      confirm: t("segments.update"),
    })
    if (agreed) {
      await attempt(save.mutateAsync({ filter }), t("segments.updated"))
    }
  }
  return (
    <Button size="small" variant="secondary" isLoading={save.isPending} onClick={() => void update()}>
      {t("segments.update")}
    </Button>
  )
}

function Delete({ segment, onDone }: { segment: Segment; onDone: () => void }) {
  const { t } = useMailTranslation()
  const attempt = useAttempt()
  const confirm = useConfirm()
  const remove = useDeleteSegment()
  const ask = async () => {
    const agreed = await confirm({
      title: t("segments.deleteTitle", { name: segment.name }),
      description: t("segments.deleteText"),
      confirm: t("common.delete"),
      danger: true,
    })
    if (agreed && (await attempt(remove.mutateAsync(segment.id), t("segments.deleted")))) {
      onDone()
    }
  }
  return (
    <Button size="small" variant="transparent" onClick={() => void ask()}>
      {t("common.delete")}
    </Button>
  )
}
