/** Step one: whom the mailing is for, and what that comes to. */
import { Button, Heading, Text } from "@medusajs/ui"

import type { useAudienceCount } from "../../hooks/use-audience"
import type { DraftHandle } from "../../hooks/use-draft"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useSegments } from "../../hooks/use-segments"
import type { StartOfMembers } from "../../lib/composer-start"
import type { Audience } from "../../lib/types"
import { Field } from "../field"
import { SegmentSelect } from "../segments/segment-select"
import { AudienceForm } from "./audience-form"
import { AudienceSummary } from "./audience-summary"
import { ConsentChoice } from "./consent-choice"
import { SegmentCard } from "./segment-card"

interface RecipientsStepProps {
  handle: DraftHandle
  count: ReturnType<typeof useAudienceCount>
}

export function RecipientsStep({ handle: { draft, update }, count }: RecipientsStepProps) {
  const { t, tn } = useMailTranslation()
  const { audience } = draft
  const ticked = audience.customer_ids
  const choose = (people: StartOfMembers) => update({ audience: { ...people, include: audience.include } })
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
              <Button size="small" variant="secondary" onClick={() => choose({ filter: {} })}>
                {t("compose.useFilter")}
              </Button>
            </div>
          ) : audience.segment_id ? (
            <>
              <Segments {...{ audience, choose }} />
              <SegmentCard id={audience.segment_id} onLeave={(filter) => choose({ filter })} />
            </>
          ) : (
            <>
              <Segments {...{ audience, choose }} />
              <AudienceForm filter={audience.filter ?? {}} onChange={(filter) => choose({ filter })} />
            </>
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

interface SegmentsProps {
  audience: Audience
  choose: (people: StartOfMembers) => void
}

/** To choose from, in a shop that has some. */
function Segments({ audience, choose }: SegmentsProps) {
  const { t } = useMailTranslation()
  const { data: segments = [] } = useSegments()
  return segments.length ? (
    <Field id="audience-segment" label={t("segments.segment")} optional>
      <SegmentSelect
        id="audience-segment"
        segments={segments}
        value={audience.segment_id}
        onPick={(segment) => choose(segment ? { segment_id: segment.id } : { filter: {} })}
      />
    </Field>
  ) : null
}
