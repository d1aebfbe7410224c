/** How many orders somebody has, and what they come to. */
import { Input, Select, Text } from "@medusajs/ui"
import type { ReactNode } from "react"

import { useCurrencies } from "../../hooks/use-choices"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { AudienceFilter } from "../../lib/types"
import { Field, labelIdOf } from "../field"

type Orders = NonNullable<AudienceFilter["orders"]>
type Range = NonNullable<Orders["count"]>

interface OrdersFilterProps {
  value: Orders | undefined
  onChange: (value: Orders) => void
}

export function OrdersFilter({ value = {}, onChange }: OrdersFilterProps) {
  const { t } = useMailTranslation()
  const currencies = useCurrencies()
  const currency = value.total?.currency_code ?? currencies[0]
  const setTotal = (range: Range, currency_code: string | undefined) =>
    onChange({ ...value, total: currency_code ? { ...range, currency_code } : undefined })
  return (
    <>
      <RangeField
        id="filter-count"
        label={t("filter.orderCount")}
        step={1}
        value={value.count}
        onChange={(count) => onChange({ ...value, count })}
      />
      <RangeField
        id="filter-total"
        label={t("filter.orderTotal")}
        hint={t("filter.orderTotalHint")}
        step="any"
        value={value.total}
        onChange={(range) => setTotal(range, currency)}
      >
        <Select
          size="small"
          value={currency ?? ""}
          onValueChange={(chosen) => setTotal(value.total ?? {}, chosen)}
          disabled={!value.total}
        >
          <Select.Trigger aria-label={t("filter.currency")}>
            <Select.Value />
          </Select.Trigger>
          <Select.Content>
            {[...new Set([...currencies, ...(currency ? [currency] : [])])].map((code) => (
              <Select.Item key={code} value={code}>
                {code.toUpperCase()}
              </Select.Item>
            ))}
          </Select.Content>
        </Select>
      </RangeField>
    </>
  )
}

interface RangeFieldProps {
  id: string
  label: string
  hint?: string
  step: number | "any"
  value: Range | undefined
  onChange: (value: Range) => void
  /** Beside the two ends. */
  children?: ReactNode
}

function RangeField({ id, label, hint, step, value = {}, onChange, children }: RangeFieldProps) {
  const { t } = useMailTranslation()
  const { $gte, $lte } = value
  const read = (text: string) => {
    const number = Math.abs(Number(text))
    return text === "" ? undefined : step === 1 ? Math.trunc(number) : number
  }
  const end = (name: "$gte" | "$lte", words: string) => (
    <Input
      type="number"
      size="small"
      min={0}
      step={step}
      aria-label={`${label} ${words}`}
      placeholder={words}
      value={value[name] ?? ""}
      onChange={({ target }) => onChange({ $gte, $lte, [name]: read(target.value) })}
    />
  )
  return (
    <Field id={id} group label={label} hint={hint}>
      <div role="group" aria-labelledby={labelIdOf(id)} className="flex items-center gap-2">
        <div className="min-w-0 flex-1">{end("$gte", t("filter.atLeast"))}</div>
        <Text size="small" className="text-ui-fg-subtle">
          –
        </Text>
        <div className="min-w-0 flex-1">{end("$lte", t("filter.atMost"))}</div>
        {children && <div className="w-24">{children}</div>}
      </div>
    </Field>
  )
}
