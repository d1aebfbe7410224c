/** From one day of the shop to another, both included. Either end may stay open. */
import { DatePicker, Text } from "@medusajs/ui"
import { useMemo } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useShopDays } from "../../hooks/use-shop-days"
import { pickedDay, pickerDate } from "../../lib/shop-days"
import type { DateRange } from "../../lib/types"
import { Field, labelIdOf } from "../field"

interface DateRangeFieldProps {
  id: string
  label: string
  hint?: string
  value: DateRange | undefined
  onChange: (value: DateRange | undefined) => void
}

export function DateRangeField({ id, label, hint, value, onChange }: DateRangeFieldProps) {
  const { t } = useMailTranslation()
  const { zone } = useShopDays()
  const { $gte, $lte } = value ?? {}
  // The picker tells of every new object that it is given, as if somebody had chosen it.
  const shown = {
    $gte: useMemo(() => ($gte ? pickerDate($gte, zone) : null), [$gte, zone]),
    $lte: useMemo(() => ($lte ? pickerDate($lte, zone) : null), [$lte, zone]),
  }
  const change = (end: keyof DateRange, day: Date | null) => {
    if (day?.getTime() === shown[end]?.getTime()) {
      return
    }
    const next = { ...value, [end]: day ? pickedDay(day) : undefined }
    onChange(next.$gte || next.$lte ? next : undefined)
  }
  const picker = (end: keyof DateRange, name: string) => (
    <DatePicker
      modal
      size="small"
      aria-label={`${label} ${name}`}
      value={shown[end]}
      onChange={(day) => change(end, day)}
    />
  )
  return (
    <Field id={id} group label={label} hint={hint}>
      <div
        role="group"
        aria-labelledby={labelIdOf(id)}
        className="grid grid-cols-1 items-center gap-2 sm:grid-cols-[1fr_auto_1fr]"
      >
        {picker("$gte", t("filter.from"))}
        <Text size="small" className="text-ui-fg-subtle hidden sm:block">
          –
        </Text>
        {picker("$lte", t("filter.to"))}
      </div>
    </Field>
  )
}
