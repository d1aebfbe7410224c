/** From one day to another, both included, in the reader's time zone. Either end may stay open. */
import { DatePicker, Text } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { DateRange } from "../../lib/types"
import { Field, labelIdOf } from "../field"

function endOfDay(day: Date): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), 23, 59, 59, 999)
}

function startOfDay(day: Date): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate())
}

interface DateRangeFieldProps {
  id: string
  label: string
  hint?: string
  value: DateRange | undefined
  onChange: (value: DateRange | undefined) => void
}

export function DateRangeField({ id, label, hint, value, onChange }: DateRangeFieldProps) {
  const { t } = useMailTranslation()
  const change = (end: keyof DateRange, day: Date | null) => {
    const at = day && (end === "$gte" ? startOfDay(day) : endOfDay(day))
    const next = { ...value, [end]: at ? at.toISOString() : undefined }
    onChange(next.$gte || next.$lte ? next : undefined)
  }
  const picker = (end: keyof DateRange, name: string) => (
    <DatePicker
      modal
      size="small"
      aria-label={`${label} ${name}`}
      value={value?.[end] ? new Date(value[end]) : null}
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
        <Text size="small" className="text-ui-fg-muted hidden sm:block">
          –
        </Text>
        {picker("$lte", t("filter.to"))}
      </div>
    </Field>
  )
}
