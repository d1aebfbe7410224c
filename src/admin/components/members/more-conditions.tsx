/** The conditions that the table's own toolbar has no room for: chosen in a drawer, kept in the URL, said above the list. */
import { Button, Drawer, Text } from "@medusajs/ui"
import { useState } from "react"
import { useSearchParams } from "react-router-dom"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { MORE } from "../../lib/member-list-url"
import { cleaned, type MoreFilter, moreOf } from "../../lib/more-filters"
import type { AudienceFilter } from "../../lib/types"
import { MoreFilters } from "../filters/more-filters"
import { useFilterWords } from "../mailings/use-audience-words"

interface MoreConditionsProps {
  filter: AudienceFilter
  /** Whether they are being chosen. */
  isOpen: boolean
  onClose: () => void
}

export function MoreConditions({ filter, isOpen, onClose }: MoreConditionsProps) {
  const { t } = useMailTranslation()
  const [, setParams] = useSearchParams()
  const more = moreOf(filter)
  const words = useFilterWords(more)
  const keep = (next: MoreFilter) => {
    onClose()
    setParams((params) => {
      params.delete(MORE)
      // Another list begins on its first page.
      params.delete("offset")
      if (Object.keys(next).length) {
        params.set(MORE, JSON.stringify(next))
      }
      return params
    })
  }
  return (
    <>
      {words.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b px-6 py-3">
          <Text size="small" className="text-ui-fg-subtle min-w-0 break-words" data-testid="more-conditions">
            {words.join(" · ")}
          </Text>
          <Button size="small" variant="transparent" onClick={() => keep({})}>
            {t("filter.clearMore")}
          </Button>
        </div>
      )}
      {isOpen && <MoreDrawer filter={more} onClose={onClose} onDone={keep} />}
    </>
  )
}

interface MoreDrawerProps {
  filter: MoreFilter
  onClose: () => void
  onDone: (filter: MoreFilter) => void
}

/** The list changes when it is done, and not with every letter. */
function MoreDrawer({ filter, onClose, onDone }: MoreDrawerProps) {
  const { t } = useMailTranslation()
  const [draft, setDraft] = useState(filter)
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()}>
      <Drawer.Content aria-describedby={undefined}>
        <Drawer.Header>
          <Drawer.Title>{t("filter.more")}</Drawer.Title>
        </Drawer.Header>
        <Drawer.Body className="flex flex-col gap-y-4 overflow-y-auto">
          <MoreFilters
            filter={draft}
            onChange={(changes) => setDraft(moreOf(cleaned({ ...draft, ...changes })))}
          />
        </Drawer.Body>
        <Drawer.Footer>
          <Button size="small" variant="secondary" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button size="small" onClick={() => onDone(draft)}>
            {t("filter.apply")}
          </Button>
        </Drawer.Footer>
      </Drawer.Content>
    </Drawer>
  )
}
