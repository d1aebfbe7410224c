/** The mail as an inbox lists it: who it is from, the subject, and the words after it. */
import { Text } from "@medusajs/ui"

import { useMailTranslation } from "../hooks/use-mail-translation"
import type { Preview } from "../lib/types"

/** More fits into no inbox. */
const LONGEST = 200

export function InboxLine({ preview }: { preview: Preview }) {
  const { t } = useMailTranslation()
  const { from, subject, preheader, text } = preview
  // Without a preheader mail programs take what comes first.
  const after = preheader ?? text.trim().slice(0, LONGEST).replace(/\s+/g, " ")
  return (
    <div className="flex flex-col gap-y-1">
      <Text size="xsmall" className="text-ui-fg-subtle">
        {t("editor.inbox")}
      </Text>
      <div
        data-testid="inbox-line"
        className="border-ui-border-base bg-ui-bg-subtle txt-compact-small flex flex-col gap-x-3 rounded-lg border px-3 py-2 sm:flex-row"
      >
        {from && (
          <span className="txt-compact-small-plus shrink-0 truncate sm:max-w-[30%]">
            {from.name || from.address}
          </span>
        )}
        <span className="min-w-0 truncate">
          <span className="txt-compact-small-plus">{subject}</span>
          {after && <span className="text-ui-fg-subtle"> – {after}</span>}
        </span>
      </div>
    </div>
  )
}
