/** What was written, as an example recipient would get it. What each one really got stands in the delivery. */
import { Container, Heading, Text } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { usePreview } from "../../hooks/use-preview"
import type { Mailing } from "../../lib/types"
import { MailView } from "../mail-view"
import { Loading, Problem } from "../states"

export function MailingContent({ mailing }: { mailing: Mailing }) {
  const { t } = useMailTranslation()
  const { data, isError, error, refetch } = usePreview({ kind: mailing.kind, content: mailing.content })
  return (
    <Container className="divide-y p-0">
      <div className="px-6 py-4">
        <Heading level="h2">{t("details.content")}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {t("details.contentHint")}
        </Text>
      </div>
      {isError ? (
        <Problem error={error} retry={refetch} />
      ) : data ? (
        <div className="px-6 py-4">
          {data.errors.length > 0 ? (
            <Text size="small">{t("details.notReady")}</Text>
          ) : (
            <MailView mail={data} />
          )}
        </div>
      ) : (
        <Loading />
      )}
    </Container>
  )
}
