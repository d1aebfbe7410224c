/** Step one: whom the mailing is for, and what that comes to. */
import { Button, Heading, Text } from "@medusajs/ui"

import type { useAudienceCount } from "../../hooks/use-audience"
import type { DraftHandle } from "../../hooks/use-draft"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { AudienceForm } from "./audience-form"
import { AudienceSummary } from "./audience-summary"
import { ConsentChoice } from "./consent-choice"

interface RecipientsStepProps {
  handle: DraftHandle
  count: ReturnType<typeof useAudienceCount>
}

export function RecipientsStep({ handle: { draft, update }, count }: RecipientsStepProps) {
  const { t, tn } = useMailTranslation()
  const { audience } = draft
  const ticked = audience.customer_ids
  return (
    <div className="mx-auto grid w-full max-w-[1200px] grid-cols-1 gap-8 px-6 py-8 lg:grid-cols-[minmax(0,1fr)_360px]">
      <div className="flex min-w-0 flex-col gap-y-8">
        <section className="flex flex-col gap-y-4">
          <div>
            <Heading level="h2">{t("compose.who")}</Heading>
            <Text size="small" className="text-ui-fg-subtle">
              {ticked ? t("compose.tickedHint") : t("compose.filterHint")}
            </Text>
          </div>
          {ticked ? (
            <div className="bg-ui-bg-component shadow-elevation-card-rest flex flex-wrap items-center justify-between gap-3 rounded-lg p-4">
              <Text weight="plus">{tn("audience.ticked", ticked.length)}</Text>
              <Button
                size="small"
                variant="secondary"
                onClick={() => update({ audience: { filter: {}, include: audience.include } })}
              >
                {t("compose.useFilter")}
              </Button>
            </div>
          ) : (
            <AudienceForm
              filter={audience.filter ?? {}}
              onChange={(filter) => update({ audience: { filter, include: audience.include } })}
            />
          )}
        </section>
        <section className="flex flex-col gap-y-4">
          <Heading level="h2">{t("compose.consent")}</Heading>
          <ConsentChoice draft={draft} onChange={update} />
        </section>
      </div>
      <aside className="bg-ui-bg-subtle h-fit rounded-lg p-5 lg:sticky lg:top-8">
        <AudienceSummary count={count} />
      </aside>
    </div>
  )
}
