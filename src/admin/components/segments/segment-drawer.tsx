/** Gives a filter a name, or a segment another one. */
import { Input, Text } from "@medusajs/ui"
import { useState } from "react"

import { useAttempt } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useSaveSegment } from "../../hooks/use-segments"
import { issueText } from "../../lib/issue-words"
import type { AudienceFilter, ContentIssue, Segment } from "../../lib/types"
import { Field, hintIdOf } from "../field"
import { FormDrawer } from "../form-drawer"
import { useFilterWords } from "../mailings/use-audience-words"

interface SegmentDrawerProps {
  /** Null: a new one. */
  segment: Segment | null
  /** Of a new one. */
  filter: AudienceFilter
  /** @param saved - Null: nothing was changed. */
  onClose: (saved: Segment | null) => void
}

export function SegmentDrawer({ segment, filter, onClose }: SegmentDrawerProps) {
  const { t } = useMailTranslation()
  const attempt = useAttempt()
  const save = useSaveSegment(segment?.id ?? null)
  const [name, setName] = useState(segment?.name ?? "")
  const [refused, setRefused] = useState<ContentIssue | null>(null)
  const words = useFilterWords(segment?.filter ?? filter)

  const submit = async () => {
    const saving = save.mutateAsync({ name: name.trim(), ...(!segment && { filter }) })
    if (await attempt(saving, t(segment ? "segments.renamed" : "segments.saved"), { name: setRefused })) {
      onClose((await saving).segment)
      return true
    }
    return false
  }

  const write = (written: string) => {
    setName(written)
    setRefused(null)
  }

  return (
    <FormDrawer
      title={t(segment ? "segments.renameTitle" : "segments.saveTitle")}
      submit={t("common.save")}
      disabled={!name.trim()}
      onSubmit={submit}
      onCancel={() => onClose(null)}
    >
      <Field
        id="segment-name"
        label={t("segments.name")}
        hint={t("segments.nameHint")}
        error={refused && issueText(refused, t)}
      >
        <Input
          id="segment-name"
          aria-required
          value={name}
          onChange={(event) => write(event.target.value)}
          aria-invalid={refused !== null}
          aria-describedby={hintIdOf("segment-name")}
        />
      </Field>
      <div className="flex flex-col gap-y-1">
        {words.map((line) => (
          <Text key={line} size="small" className="text-ui-fg-subtle break-words">
            {line}
          </Text>
        ))}
      </div>
    </FormDrawer>
  )
}
