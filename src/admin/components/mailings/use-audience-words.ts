/** An audience in words, for a person who has to know whom a mailing is for. */
import { useNames } from "../../hooks/use-choices"
import { useCustomerGroups } from "../../hooks/use-customers"
import { type MailTranslation, useMailTranslation } from "../../hooks/use-mail-translation"
import { useShopDays } from "../../hooks/use-shop-days"
import { nameOfCode } from "../../lib/codes"
import type { Audience, AudienceFilter, DateRange, NumberRange, Purpose } from "../../lib/types"

interface Whom {
  audience: Audience | null
  /** A notice reaches everybody, whatever `include` says. */
  purpose: Purpose
  /** The one that the audience names; null if it is gone, undefined as long as it is not known. */
  segment?: { name: string; filter: AudienceFilter } | null
}

export function useAudienceWords({ audience, purpose, segment }: Whom): string[] {
  const { t, tn } = useMailTranslation()
  const ofSegment = audience?.segment_id !== undefined
  const conditions = useFilterWords((ofSegment ? segment?.filter : audience?.filter) ?? {})
  if (!audience) {
    return [t("audience.none")]
  }
  const people = audience.customer_ids
    ? [tn("audience.ticked", audience.customer_ids.length)]
    : conditions.length
      ? conditions
      : [t("audience.everybody")]
  const named = ofSegment && segment !== undefined
  const name = named && (segment ? t("segments.called", { name: segment.name }) : t("segments.gone"))
  const reach = purpose === "notice" ? "notice" : (audience.include ?? "opted_in")
  return [...(name ? [name] : []), ...(ofSegment && !segment ? [] : people), t(`audience.include_${reach}`)]
}

/** Each condition in a line; none of an empty filter. */
export function useFilterWords(filter: AudienceFilter): string[] {
  const translation = useMailTranslation()
  const { data: groups } = useCustomerGroups()
  const { day } = useShopDays()
  const names = {
    groups: (id: string) => groups?.find((group) => group.id === id)?.name ?? id,
    products: useNames("products", filter.bought?.product_ids),
    collections: useNames("collections", filter.bought?.collection_ids),
    channels: useNames("sales_channels", filter.sales_channels),
  }
  const line = (label: string, value: string) =>
    translation.t("audience.line", { label: translation.t(`filter.${label}`), value })
  const join = (words: string[]) => words.join(translation.t("common.comma"))
  const means = { ...translation, day, names, line, join }
  return [...plainWords(filter, means), ...moreWords(filter, means)].filter((word): word is string =>
    Boolean(word)
  )
}

type NameOf = (id: string) => string

/** What a range is called that is open at its end, or at its beginning. */
const OF_DAYS = ["since", "until"] as const
const OF_NUMBERS = ["atLeast", "atMost"] as const

/** From here to there, in words. */
function rangeWords<End>(
  { $gte, $lte }: { $gte?: End; $lte?: End },
  words: (end: End) => string,
  t: MailTranslation["t"],
  [least, most]: typeof OF_DAYS | typeof OF_NUMBERS
): string {
  const from = $gte === undefined ? "" : words($gte)
  const to = $lte === undefined ? "" : words($lte)
  return t(`audience.${from && to ? "range" : from ? least : most}`, { from, to })
}

interface Means extends MailTranslation {
  day: (value: string) => string
  names: Record<"groups" | "products" | "collections" | "channels", NameOf>
  line: (label: string, value: string) => string
  join: (words: string[]) => string
}

type Words = (string | false | undefined)[]

function plainWords(filter: AudienceFilter, { t, day, names, line, join }: Means): Words {
  const yesNo = (value: boolean) => t(value ? "common.yes" : "common.no")
  const range = (days: DateRange) => rangeWords(days, day, t, OF_DAYS)
  return [
    filter.q && line("q", filter.q),
    filter.company_name && line("company_name", filter.company_name),
    filter.groups && line("groups", join(filter.groups.map(names.groups))),
    filter.has_account !== undefined &&
      line("has_account", t(filter.has_account ? "filter.withAccount" : "filter.withoutAccount")),
    filter.consent && line("consent", join(filter.consent.map((one) => t(`consent.${one}`)))),
    filter.invalid !== undefined && line("invalid", yesNo(filter.invalid)),
    filter.never_ordered !== undefined &&
      t(filter.never_ordered ? "filter.neverOrdered" : "filter.hasOrdered"),
    filter.last_order_at && line("last_order_at", range(filter.last_order_at)),
    filter.created_at && line("created_at", range(filter.created_at)),
  ]
}

function moreWords(
  filter: AudienceFilter,
  { t, day, number, money, locale, names, line, join }: Means
): Words {
  const { bought, orders, metadata = {} } = filter
  const codes = (list: string[], type: "region" | "language") =>
    join(list.map((code) => nameOfCode(code, type, locale)))
  const between = (numbers: NumberRange, words: (value: number) => string) =>
    rangeWords(numbers, words, t, OF_NUMBERS)
  const things = [
    ...(bought?.product_ids ?? []).map(names.products),
    ...(bought?.collection_ids ?? []).map(names.collections),
  ]
  const total = orders?.total
  return [
    bought && line("bought", join(things)),
    bought?.since && line("boughtSince", day(bought.since)),
    orders?.count && line("orderCount", between(orders.count, number)),
    total &&
      line(
        "orderTotal",
        between(total, (amount) => money(amount, total.currency_code))
      ),
    filter.sales_channels && line("sales_channels", join(filter.sales_channels.map(names.channels))),
    filter.countries && line("countries", codes(filter.countries, "region")),
    filter.languages && line("languages", codes(filter.languages, "language")),
    ...Object.entries(metadata).map(([label, values]) =>
      t("audience.line", { label, value: join([...new Set([values].flat().map(String))]) })
    ),
  ]
}
