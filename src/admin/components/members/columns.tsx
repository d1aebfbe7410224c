/** The columns of the members' table. */
import { createDataTableColumnHelper, Skeleton } from "@medusajs/ui"

import { personName } from "../../../modules/mail/formats/person-name"
import type { MailTranslation } from "../../hooks/use-mail-translation"
import type { MemberRow } from "../../hooks/use-members"
import type { ShopDays } from "../../hooks/use-shop-days"
import type { Member } from "../../lib/types"
import { ConsentBadge, InvalidBadge } from "../badges"
import { selectColumn } from "../select-column"
import { TwoLines } from "../two-lines"

const columnHelper = createDataTableColumnHelper<MemberRow>()

function personOf(member: Member): string {
  return personName(member) || member.company_name || member.email || ""
}

export function columnsOf(translation: MailTranslation, { day }: ShopDays, withTicks: boolean) {
  const { t } = translation
  const ticks = selectColumn(columnHelper, translation, (member) => member.email || personOf(member))
  return [
    ...(withTicks ? [ticks] : []),
    columnHelper.accessor("email", {
      header: t("common.email"),
      enableSorting: true,
      sortLabel: t("common.email"),
      sortAscLabel: t("members.fromA"),
      sortDescLabel: t("members.fromZ"),
      cell: ({ row: { original } }) => (
        <TwoLines
          above={original.email || t("exclusion.no_address")}
          below={[personOf(original), original.company_name]
            .filter((text, index, all) => text && text !== original.email && all.indexOf(text) === index)
            .join(" · ")}
        />
      ),
    }),
    columnHelper.accessor("consent", {
      header: t("filter.consent"),
      cell: ({ row: { original } }) => (
        <div className="flex flex-wrap items-center gap-1">
          <ConsentBadge consent={original.consent} />
          {original.invalid && <InvalidBadge />}
        </div>
      ),
    }),
    columnHelper.accessor("has_account", {
      header: t("members.accountAndGroups"),
      cell: ({ row: { original } }) => (
        <TwoLines
          above={t(original.has_account ? "members.registered" : "members.guest")}
          below={original.groups.map(({ name }) => name).join(t("common.comma"))}
        />
      ),
    }),
    columnHelper.accessor("last_order_at", {
      header: t("filter.last_order_at"),
      enableSorting: true,
      sortLabel: t("filter.last_order_at"),
      sortAscLabel: t("members.oldest"),
      sortDescLabel: t("members.newest"),
      cell: ({ row: { original } }) =>
        original.last_order_at === undefined ? (
          <NotKnown failed={original.lastOrderFailed} t={t} />
        ) : (
          <Day value={original.last_order_at} format={day} />
        ),
    }),
    columnHelper.accessor("created_at", {
      header: t("filter.created_at"),
      enableSorting: true,
      sortLabel: t("filter.created_at"),
      sortAscLabel: t("members.oldest"),
      sortDescLabel: t("members.newest"),
      cell: ({ getValue }) => <Day value={getValue()} format={day} />,
    }),
  ]
}

const Day = ({ value, format }: { value: string | null; format: (value: string) => string }) => (
  <span className="whitespace-nowrap">{value ? format(value) : "–"}</span>
)

/** The row can be read and ticked all the same. */
const NotKnown = ({ failed, t }: { failed: boolean; t: MailTranslation["t"] }) =>
  failed ? (
    <span className="text-ui-fg-subtle whitespace-nowrap">{t("members.lastOrderUnknown")}</span>
  ) : (
    <Skeleton className="h-4 w-24">
      <span className="sr-only">{t("common.loading")}</span>
    </Skeleton>
  )
