/** When a mailing goes out: after Send, or at an hour of the shop's clocks, which stands below in words. */
import { DatePicker, Heading, RadioGroup, Text } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useSettings } from "../../hooks/use-settings"
import { useShopZone } from "../../hooks/use-shop-zone"
import { pickedMoment, pickerMoment } from "../../lib/shop-days"
import { QuotaThen } from "../quota-then"

export interface Schedule {
  later: boolean
  at: Date | null
}

interface ScheduleChoiceProps {
  schedule: Schedule
  onChange: (schedule: Schedule) => void
}

export function ScheduleChoice({ schedule, onChange }: ScheduleChoiceProps) {
  const { t, tn } = useMailTranslation()
  const grace = useSettings().data?.grace_seconds ?? 0
  return (
    <section className="flex flex-col gap-y-3">
      <Heading level="h2">{t("compose.when")}</Heading>
      <RadioGroup
        aria-label={t("compose.when")}
        className="grid grid-cols-1 gap-2 sm:grid-cols-2"
        value={schedule.later ? "later" : "now"}
        onValueChange={(choice) => onChange({ ...schedule, later: choice === "later" })}
      >
        <RadioGroup.ChoiceBox
          value="now"
          label={t("compose.now")}
          description={grace ? tn("compose.nowHintGrace", grace) : t("compose.nowHint")}
        />
        <RadioGroup.ChoiceBox value="later" label={t("compose.later")} description={t("compose.laterHint")} />
      </RadioGroup>
      {schedule.later && <Hour at={schedule.at} onChange={(at) => onChange({ ...schedule, at })} />}
    </section>
  )
}

function Hour({ at, onChange }: { at: Date | null; onChange: (at: Date | null) => void }) {
  const { t, moment } = useMailTranslation()
  const zone = useShopZone()
  // Without the zone nobody knows what a picked time means.
  if (!zone) {
    return null
  }
  return (
    <div className="flex flex-col gap-y-2">
      <DatePicker
        modal
        aria-label={t("compose.later")}
        granularity="minute"
        minValue={pickerMoment(new Date(), zone)}
        value={at && pickerMoment(at, zone)}
        onChange={(picked) => onChange(picked && pickedMoment(picked, zone))}
      />
      <Text size="small" className="text-ui-fg-subtle">
        {t("compose.zone", { zone })}
      </Text>
      {at && (
        <>
          <Text size="small" weight="plus" role="status" data-testid="chosen-time">
            {t("compose.chosen", { when: moment(at) })}
          </Text>
          <QuotaThen at={at} />
        </>
      )}
    </div>
  )
}
