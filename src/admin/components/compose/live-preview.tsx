/** The finished mail beside the editor. With faults in the template the last good one makes way for the faults. */
import { clx, Heading, Text } from "@medusajs/ui"

import type { usePreview } from "../../hooks/use-mail-data"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { AudienceFilter } from "../../lib/types"
import { MailView } from "../mail-view"
import { Loading, Problem } from "../states"
import { RecipientPicker } from "./recipient-picker"

interface LivePreviewProps {
  preview: ReturnType<typeof usePreview>
  customerId: string | undefined
  onCustomer: (id: string | undefined) => void
  filter?: AudienceFilter
}

export function LivePreview({ preview, customerId, onCustomer, filter }: LivePreviewProps) {
  const { t } = useMailTranslation()
  const { data, isError, error, refetch, isFetching } = preview
  return (
    <div className="flex flex-col gap-y-4">
      <div className="flex flex-col gap-y-2">
        <Heading level="h2">{t("common.preview")}</Heading>
        <RecipientPicker value={customerId} onChange={onCustomer} filter={filter} />
      </div>
      <div className={clx("transition-opacity", isFetching && "opacity-60")}>
        {isError ? (
          <Problem error={error} retry={refetch} />
        ) : !data ? (
          <Loading />
        ) : data.errors.length > 0 ? (
          <Text size="small" className="text-ui-fg-subtle">
            {t("editor.fixFirst")}
          </Text>
        ) : (
          <MailView mail={data} />
        )}
      </div>
    </div>
  )
}
