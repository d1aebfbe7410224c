/** The filters of the members' table: in the table's toolbar, in the URL, and as the API wants them. */
import { useQueryParams } from "@medusajs/dashboard/hooks"
import { createDataTableFilterHelper, type DataTableFilter } from "@medusajs/ui"

import { addDays } from "../../../modules/mail/formats/shop-time"
import type { MailTranslation } from "../../hooks/use-mail-translation"
import type { ShopDays } from "../../hooks/use-shop-days"
import { FILTER_PARAMS, filterIn } from "../../lib/member-list-url"
import { pickerDate } from "../../lib/shop-days"
import type { AudienceFilter, Consent } from "../../lib/types"

const helper = createDataTableFilterHelper<AudienceFilter>()
const CONSENTS: Consent[] = ["opted_in", "not_asked", "opted_out"]
/** As the table's pickers write it into the URL. */
function written(day: string): string {
  return pickerDate(day, undefined).toISOString()
}

export function filtersOf(
  { t, pickedDate }: MailTranslation,
  { today }: ShopDays,
  groups: { id: string; name: string | null }[]
): DataTableFilter[] {
  const yesNo = (yes: string, no: string) => [
    { label: yes, value: "true" },
    { label: no, value: "false" },
  ]
  /** So many days before today, as a beginning; the end stays open. */
  const since = (days: number) => ({ $gte: written(addDays(today, -days)) })
  /** Earlier than so many days before today. */
  const before = (days: number) => ({ $lte: written(addDays(today, -days - 1)) })
  const dates = {
    format: "date" as const,
    rangeOptionLabel: t("members.customRange"),
    rangeOptionStartLabel: t("filter.from"),
    rangeOptionEndLabel: t("filter.to"),
    formatDateValue: pickedDate,
    options: [
      { label: t("members.last30"), value: since(30) },
      { label: t("members.last90"), value: since(90) },
      { label: t("members.lastYear"), value: since(365) },
      { label: t("members.before90"), value: before(90) },
      { label: t("members.beforeYear"), value: before(365) },
    ],
  }
  return [
    helper.accessor("consent", {
      type: "multiselect",
      label: t("filter.consent"),
      options: CONSENTS.map((value) => ({ value, label: t(`consent.${value}`) })),
    }),
    helper.accessor("invalid", {
      type: "select",
      label: t("filter.invalid"),
      options: yesNo(t("filter.isInvalid"), t("filter.isValid")),
    }),
    helper.accessor("never_ordered", {
      type: "select",
      label: t("filter.orders"),
      options: yesNo(t("filter.neverOrdered"), t("filter.hasOrdered")),
    }),
    helper.accessor("last_order_at", { type: "date", label: t("filter.last_order_at"), ...dates }),
    helper.accessor("groups", {
      type: "multiselect",
      label: t("filter.groups"),
      options: groups.map(({ id, name }) => ({ value: id, label: name ?? id })),
    }),
    helper.accessor("has_account", {
      type: "select",
      label: t("filter.has_account"),
      options: yesNo(t("filter.withAccount"), t("filter.withoutAccount")),
    }),
    helper.accessor("created_at", { type: "date", label: t("filter.created_at"), ...dates }),
    helper.accessor("company_name", { type: "string", label: t("filter.company_name") }),
  ]
}

/** What the URL asks for. */
export function useMemberFilter(): AudienceFilter {
  return filterIn(useQueryParams([...FILTER_PARAMS]))
}
