/** When a mailing goes out: after Send, or at an hour of the shop's clocks, which stands below in words. */
import { DatePicker, Heading, RadioGroup, Text } from "@medusajs/ui"
import { useMemo } from "react"

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
  const zone = useShopZone()
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
      {/* Without the zone nobody knows what a picked time means. */}
      {schedule.later && zone && (
        <Hour at={schedule.at} zone={zone} onChange={(at) => onChange({ ...schedule, at })} />
      )}
    </section>
  )
}

interface HourProps {
  at: Date | null
  zone: string
  onChange: (at: Date | null) => void
}

function Hour({ at, zone, onChange }: HourProps) {
  const { t, moment } = useMailTranslation()
  const time = at?.getTime()
  // The picker tells of every new object that it is given, as if somebody had chosen it.
  const shown = useMemo(() => (time === undefined ? null : pickerMoment(new Date(time), zone)), [time, zone])
  const pick = (picked: Date | null) => {
    if (picked?.getTime() !== shown?.getTime()) {
      onChange(picked && pickedMoment(picked, zone))
    }
  }
  return (
    <div className="flex flex-col gap-y-2">
      <DatePicker
        modal
        aria-label={t("compose.later")}
        granularity="minute"
        minValue={pickerMoment(new Date(), zone)}
        value={shown}
        onChange={pick}
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
