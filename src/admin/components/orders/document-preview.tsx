/** The finished mail of one document after another, with its recipient. */
import { Button, Heading, Text } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { usePreview } from "../../hooks/use-preview"
import { documentName } from "../../lib/document-names"
import { Issues } from "../editor/issues"
import { FinishedMail } from "../finished-mail"

export interface DocumentPreviewProps {
  preview: ReturnType<typeof usePreview>
  /** How many documents there are, and which is shown, from 0. */
  total: number
  index: number
  onIndex: (index: number) => void
}

export function DocumentPreview({ preview, total, index, onIndex }: DocumentPreviewProps) {
  const translation = useMailTranslation()
  const { t, number } = translation
  const { data } = preview
  return (
    <div className="flex flex-col gap-y-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Heading level="h2">{t("common.preview")}</Heading>
        <div className="flex items-center gap-x-2">
          <Button size="small" variant="secondary" disabled={index === 0} onClick={() => onIndex(index - 1)}>
            {t("common.previous")}
          </Button>
          <Text size="small" className="text-ui-fg-subtle" aria-live="polite">
            {t("orders.position", { n: number(index + 1), total: number(total) })}
          </Text>
          <Button
            size="small"
            variant="secondary"
            disabled={index + 1 >= total}
            onClick={() => onIndex(index + 1)}
          >
            {t("common.next")}
          </Button>
        </div>
      </div>
      {data?.recipient && (
        <Text size="small" weight="plus" data-testid="document-recipient" className="break-words">
          {[
            documentName(data.recipient, translation),
            data.recipient.recipient_name,
            data.recipient.email ?? t("orders.noAddress"),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      )}
      {data && <Issues issues={data.warnings} variant="warning" />}
      <FinishedMail preview={preview} />
    </div>
  )
}
