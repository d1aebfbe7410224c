/** An audience in words, for a person who has to know whom a mailing is for. */
import { useCustomerGroups } from "../../hooks/use-customers"
import { type MailTranslation, useMailTranslation } from "../../hooks/use-mail-translation"
import { useShopDays } from "../../hooks/use-shop-days"
import type { Audience, AudienceFilter, DateRange, Purpose } from "../../lib/types"

/** @param purpose - A notice reaches everybody, whatever `include` says. */
export function useAudienceWords(audience: Audience | null, purpose: Purpose): string[] {
  const translation = useMailTranslation()
  const { t, tn } = translation
  const { data: groups } = useCustomerGroups()
  if (!audience) {
    return [t("audience.none")]
  }
  const { day } = useShopDays()
  const nameOf = (id: string) => groups?.find((group) => group.id === id)?.name ?? id
  const people = audience.customer_ids
    ? [tn("audience.ticked", audience.customer_ids.length)]
    : wordsOf(audience.filter ?? {}, nameOf, day, translation)
  const reach = purpose === "notice" ? "notice" : (audience.include ?? "opted_in")
  return [...people, t(`audience.include_${reach}`)]
}

function wordsOf(
  filter: AudienceFilter,
  nameOf: (groupId: string) => string,
  day: (value: string) => string,
  { t }: MailTranslation
): string[] {
  const line = (label: string, value: string) => t("audience.line", { label: t(`filter.${label}`), value })
  const yesNo = (value: boolean) => t(value ? "common.yes" : "common.no")
  const range = ({ $gte, $lte }: DateRange) =>
    t("audience.range", { from: $gte ? day($gte) : "", to: $lte ? day($lte) : "" })
  const words = [
    filter.q && line("q", filter.q),
    filter.company_name && line("company_name", filter.company_name),
    filter.groups && line("groups", filter.groups.map(nameOf).join(t("common.comma"))),
    filter.has_account !== undefined && line("has_account", yesNo(filter.has_account)),
    filter.consent &&
      line("consent", filter.consent.map((one) => t(`consent.${one}`)).join(t("common.comma"))),
    filter.invalid !== undefined && line("invalid", yesNo(filter.invalid)),
    filter.never_ordered !== undefined &&
      t(filter.never_ordered ? "filter.neverOrdered" : "filter.hasOrdered"),
    filter.last_order_at && line("last_order_at", range(filter.last_order_at)),
    filter.created_at && line("created_at", range(filter.created_at)),
    ...Object.entries(filter.metadata ?? {}).map(([key, value]) =>
      t("audience.line", { label: key, value: String(value) })
    ),
  ].filter((word): word is string => Boolean(word))
  return words.length ? words : [t("audience.everybody")]
}
