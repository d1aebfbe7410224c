/** Step three: everything once more before it goes out, a test mail, and when. */
import type { useAudienceCount } from "../../hooks/use-audience"
import type { DraftHandle } from "../../hooks/use-draft"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { usePreview } from "../../hooks/use-preview"
import { useFilterOf, useSegment } from "../../hooks/use-segments"
import { useShopZone } from "../../hooks/use-shop-zone"
import { LivePreview } from "../editor/live-preview"
import { useAudienceWords } from "../mailings/use-audience-words"
import { AudienceSummary } from "./audience-summary"
import { Row } from "./row"
import { type Schedule, ScheduleChoice } from "./schedule-choice"
import { SenderChoice } from "./sender-choice"
import { TestMail } from "./test-mail"
import { countsInMonth } from "./use-blockers"

interface ConfirmStepProps {
  handle: DraftHandle
  count: ReturnType<typeof useAudienceCount>
  preview: ReturnType<typeof usePreview>
  customerId: string | undefined
  onCustomer: (id: string | undefined) => void
  schedule: Schedule
  onSchedule: (schedule: Schedule) => void
}

export function ConfirmStep(props: ConfirmStepProps) {
  const { handle, count, preview, customerId, onCustomer, schedule, onSchedule } = props
  const { t } = useMailTranslation()
  const { draft, refused, save, update } = handle
  const { data: segment } = useSegment(draft.audience.segment_id)
  const filter = useFilterOf(draft.audience)
  const audience = useAudienceWords({ ...draft, segment })
  const zone = useShopZone()
  const month = count.data?.quota.month
  return (
    <div className="mx-auto grid w-full max-w-[1400px] grid-cols-1 gap-8 px-6 py-8 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-y-8">
        <section className="bg-ui-bg-subtle rounded-lg p-5">
          <AudienceSummary
            count={count}
            otherMonth={month !== undefined && !countsInMonth(month, schedule, zone)}
          />
        </section>
        <dl className="flex flex-col divide-y">
          <Row label={t("details.audience")}>{audience.join(" · ")}</Row>
          {draft.purpose === "notice" && <Row label={t("details.notice")}>{draft.purpose_reason || "–"}</Row>}
          <Row label={t("common.subject")}>{preview.data?.subject || draft.content.subject || "–"}</Row>
          <Row label={t("details.format")}>{t(`format.${draft.content.format}`)}</Row>
          <Row label={t("editor.signature")}>
            {t(draft.content.include_signature ? "common.yes" : "common.no")}
          </Row>
        </dl>
        <SenderChoice value={draft} onChange={update} refused={refused} />
        <ScheduleChoice schedule={schedule} onChange={onSchedule} />
        <TestMail
          save={save}
          sample={{ customer_id: customerId }}
          disabled={!preview.data || preview.data.errors.length > 0}
        />
      </div>
      <div className="min-w-0">
        <LivePreview preview={preview} customerId={customerId} onCustomer={onCustomer} filter={filter} />
      </div>
    </div>
  )
}
