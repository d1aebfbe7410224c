/** The finished mail beside the editor. With faults in the template the last good one makes way for the faults. */
import { Heading } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { usePreview } from "../../hooks/use-preview"
import type { AudienceFilter } from "../../lib/types"
import { FinishedMail } from "../finished-mail"
import { RecipientPicker } from "./recipient-picker"

interface LivePreviewProps {
  preview: ReturnType<typeof usePreview>
  customerId: string | undefined
  onCustomer: (id: string | undefined) => void
  filter?: AudienceFilter
  /** An order's mail is not filled from a member. */
  withRecipient?: boolean
}

export function LivePreview(props: LivePreviewProps) {
  const { preview, customerId, onCustomer, filter, withRecipient = true } = props
  const { t } = useMailTranslation()
  return (
    <div className="flex flex-col gap-y-4">
      <div className="flex flex-col gap-y-2">
        <Heading level="h2">{t("common.preview")}</Heading>
        {withRecipient && <RecipientPicker value={customerId} onChange={onCustomer} filter={filter} />}
      </div>
      <FinishedMail preview={preview} />
    </div>
  )
}
