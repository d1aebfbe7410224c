/** Gives a filter a name, or a segment another one. */
import { Button, Drawer, Input, Text } from "@medusajs/ui"
import { type FormEvent, useState } from "react"

import { useAttempt } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useSaveSegment } from "../../hooks/use-segments"
import { issueText } from "../../lib/issue-words"
import type { AudienceFilter, ContentIssue, Segment } from "../../lib/types"
import { Field, hintIdOf } from "../field"
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

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const saving = save.mutateAsync({ name: name.trim(), ...(!segment && { filter }) })
    if (await attempt(saving, t(segment ? "segments.renamed" : "segments.saved"), { name: setRefused })) {
      onClose((await saving).segment)
    }
  }

  const write = (written: string) => {
    setName(written)
    setRefused(null)
  }

  return (
    <Drawer open onOpenChange={(open) => !open && onClose(null)}>
      <Drawer.Content aria-describedby={undefined}>
        <form
          onSubmit={(event) => void submit(event)}
          noValidate
          className="flex h-full flex-col overflow-hidden"
        >
          <Drawer.Header>
            <Drawer.Title>{t(segment ? "segments.renameTitle" : "segments.saveTitle")}</Drawer.Title>
          </Drawer.Header>
          <Drawer.Body className="flex flex-col gap-y-5 overflow-y-auto">
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
          </Drawer.Body>
          <Drawer.Footer>
            <Button type="button" size="small" variant="secondary" onClick={() => onClose(null)}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" size="small" disabled={!name.trim()} isLoading={save.isPending}>
              {t("common.save")}
            </Button>
          </Drawer.Footer>
        </form>
      </Drawer.Content>
    </Drawer>
  )
}
