/** What somebody bought, and since when. */
import { DatePicker } from "@medusajs/ui"
import { useMemo } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useShopDays } from "../../hooks/use-shop-days"
import { pickedDay, pickerDate } from "../../lib/shop-days"
import type { AudienceFilter } from "../../lib/types"
import { Field, labelIdOf } from "../field"
import { ChoiceField } from "./choice-field"

type Bought = NonNullable<AudienceFilter["bought"]>

interface BoughtFilterProps {
  value: Bought | undefined
  onChange: (value: Bought) => void
}

export function BoughtFilter({ value = {}, onChange }: BoughtFilterProps) {
  const { t } = useMailTranslation()
  const { product_ids, collection_ids } = value
  return (
    <>
      <ChoiceField
        id="filter-products"
        kind="products"
        label={t("filter.products")}
        value={product_ids}
        onChange={(ids) => onChange({ ...value, product_ids: ids })}
      />
      <ChoiceField
        id="filter-collections"
        kind="collections"
        label={t("filter.collections")}
        value={collection_ids}
        onChange={(ids) => onChange({ ...value, collection_ids: ids })}
      />
      {(product_ids ?? collection_ids) && (
        <Since value={value.since} onChange={(since) => onChange({ ...value, since })} />
      )}
    </>
  )
}

interface SinceProps {
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function Since({ value, onChange }: SinceProps) {
  const { t } = useMailTranslation()
  const { zone } = useShopDays()
  // The picker tells of every new object that it is given, as if somebody had chosen it.
  const shown = useMemo(() => (value ? pickerDate(value, zone) : null), [value, zone])
  const change = (day: Date | null) => {
    if (day?.getTime() !== shown?.getTime()) {
      onChange(day ? pickedDay(day) : undefined)
    }
  }
  return (
    <Field id="filter-since" group label={t("filter.boughtSince")}>
      <DatePicker
        modal
        size="small"
        aria-labelledby={labelIdOf("filter-since")}
        value={shown}
        onChange={change}
      />
    </Field>
  )
}
