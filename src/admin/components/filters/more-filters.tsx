/** The fields that are rarely wanted, the same in the composer and at the list of members. */
import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { MoreFilter } from "../../lib/more-filters"
import { BoughtFilter } from "./bought-filter"
import { ChoiceField } from "./choice-field"
import { CodeField } from "./code-field"
import { MetadataFilter } from "./metadata-filter"
import { OrdersFilter } from "./orders-filter"

interface MoreFiltersProps {
  filter: MoreFilter
  /** @param changes - May say nothing, for its keeper to leave out. */
  onChange: (changes: MoreFilter) => void
}

export function MoreFilters({ filter, onChange }: MoreFiltersProps) {
  const { t } = useMailTranslation()
  return (
    <>
      <BoughtFilter value={filter.bought} onChange={(bought) => onChange({ bought })} />
      <OrdersFilter value={filter.orders} onChange={(orders) => onChange({ orders })} />
      <ChoiceField
        id="filter-channels"
        kind="sales_channels"
        label={t("filter.sales_channels")}
        value={filter.sales_channels}
        onChange={(sales_channels) => onChange({ sales_channels })}
      />
      <CodeField
        id="filter-countries"
        type="region"
        label={t("filter.countries")}
        hint={t("filter.countriesHint")}
        value={filter.countries}
        onChange={(countries) => onChange({ countries })}
      />
      <CodeField
        id="filter-languages"
        type="language"
        label={t("filter.languages")}
        hint={t("filter.languagesHint")}
        value={filter.languages}
        onChange={(languages) => onChange({ languages })}
      />
      <MetadataFilter value={filter.metadata} onChange={(metadata) => onChange({ metadata })} />
    </>
  )
}
