/** The columns of the members' table. */
import { createDataTableColumnHelper } from "@medusajs/ui"

import { personName } from "../../../modules/mail/formats/person-name"
import type { MailTranslation } from "../../hooks/use-mail-translation"
import type { ShopDays } from "../../hooks/use-shop-days"
import type { Member } from "../../lib/types"
import { ConsentBadge, InvalidBadge } from "../badges"
import { selectColumn } from "../select-column"
import { TwoLines } from "../two-lines"

const columnHelper = createDataTableColumnHelper<Member>()

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
      cell: ({ getValue }) => <Day value={getValue()} format={day} />,
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
