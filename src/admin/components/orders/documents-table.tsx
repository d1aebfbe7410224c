/**
 * The list of orders, shipments or quotes: ticks survive paging, and belong to one of the three. Medusa cannot filter
 * by fulfillment or payment and has no list of shipments, so it is ours.
 */
import { DataTable } from "@medusajs/dashboard/components"
import { useQueryParams } from "@medusajs/dashboard/hooks"
import {
  createDataTableColumnHelper,
  createDataTableFilterHelper,
  type DataTableRowSelectionState,
  Tabs,
} from "@medusajs/ui"
import { useMemo, useState } from "react"
import { useSearchParams } from "react-router-dom"

import { ORDER_SOURCES } from "../../../modules/mail/words"
import {
  FULFILLMENT_STATUSES,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
  SHIPMENT_STATUSES,
} from "../../../modules/mail/words/lists"
import { useDocuments, useOpenOrderComposer } from "../../hooks/use-documents"
import { type MailTranslation, useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { type ShopDays, useShopDays } from "../../hooks/use-shop-days"
import { documentName, documentPath } from "../../lib/document-names"
import { rowPath } from "../../lib/row-path"
import type { DocumentRow, OrderSource } from "../../lib/types"
import { dayRangeParam, listParam, numberParam } from "../../lib/url"
import { selectColumn } from "../select-column"
import { Problem } from "../states"
import { TableCard } from "../table-card"
import { TickedBar } from "../ticked-bar"
import { TwoLines } from "../two-lines"

const PAGE_SIZE = 20
const columnHelper = createDataTableColumnHelper<DocumentRow>()
const filterHelper = createDataTableFilterHelper<DocumentRow>()

function columnsOf(translation: MailTranslation, { day }: ShopDays, source: OrderSource, withTicks: boolean) {
  const { t, money } = translation
  const status = columnHelper.accessor("status", {
    header: t("orders.status"),
    cell: ({ getValue }) => t(`orders.status_${getValue()}`),
  })
  const progress = columnHelper.accessor("fulfillment_status", {
    header: t("orders.progress"),
    cell: ({ row: { original } }) => (
      <TwoLines
        above={t(`orders.fulfillment_${original.fulfillment_status}`)}
        below={t(`orders.payment_${original.payment_status}`)}
      />
    ),
  })
  return [
    ...(withTicks ? [selectColumn(columnHelper, translation, (row) => documentName(row, translation))] : []),
    columnHelper.accessor("number", {
      header: t("orders.number"),
      enableSorting: true,
      sortLabel: t("orders.number"),
      sortAscLabel: t("orders.fromLowest"),
      sortDescLabel: t("orders.fromHighest"),
      cell: ({ row: { original } }) => documentName(original, translation),
    }),
    columnHelper.accessor("recipient_name", {
      header: t("orders.customer"),
      cell: ({ row: { original } }) => (
        <TwoLines above={original.recipient_name || "–"} below={original.email || t("orders.noAddress")} />
      ),
    }),
    columnHelper.accessor("total", {
      header: t("orders.total"),
      cell: ({ row: { original } }) =>
        original.total === null ? "–" : money(original.total, original.currency_code),
    }),
    ...(source === "fulfillment" ? [progress] : source === "order" ? [status, progress] : [status]),
    columnHelper.accessor("created_at", {
      header: t("orders.date"),
      enableSorting: true,
      sortLabel: t("orders.date"),
      sortAscLabel: t("members.oldest"),
      sortDescLabel: t("members.newest"),
      cell: ({ getValue }) => day(getValue()),
    }),
  ]
}

function filtersOf({ t, pickedDate }: MailTranslation, source: OrderSource) {
  const dates = filterHelper.accessor("created_at", {
    type: "date",
    label: t("orders.date"),
    format: "date",
    formatDateValue: pickedDate,
    rangeOptionLabel: t("members.customRange"),
    rangeOptionStartLabel: t("filter.from"),
    rangeOptionEndLabel: t("filter.to"),
    options: [],
  })
  const status = filterHelper.accessor("status", {
    type: "multiselect",
    label: t("orders.status"),
    options: ORDER_STATUSES.map((value) => ({ value, label: t(`orders.status_${value}`) })),
  })
  const fulfillment = filterHelper.accessor("fulfillment_status", {
    type: "multiselect",
    label: t("orders.fulfillment"),
    options: (source === "fulfillment" ? SHIPMENT_STATUSES : FULFILLMENT_STATUSES).map((value) => ({
      value,
      label: t(`orders.fulfillment_${value}`),
    })),
  })
  const payment = filterHelper.accessor("payment_status", {
    type: "multiselect",
    label: t("orders.payment"),
    options: PAYMENT_STATUSES.map((value) => ({ value, label: t(`orders.payment_${value}`) })),
  })
  return {
    order: [status, fulfillment, payment, dates],
    fulfillment: [fulfillment, payment, dates],
    draft_order: [dates],
  }[source]
}

export function DocumentsTable() {
  const { t } = useMailTranslation()
  const [search, setSearch] = useSearchParams()
  const source = ORDER_SOURCES.find((one) => one === search.get("source")) ?? "order"
  return (
    <TableCard>
      <Tabs
        value={source}
        onValueChange={(value) => setSearch(value === "order" ? {} : { source: value })}
        className="divide-y"
      >
        <Tabs.List className="px-6 py-4">
          {ORDER_SOURCES.map((one) => (
            <Tabs.Trigger key={one} value={one}>
              {t(`orders.source_${one}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={source}>
          <Documents key={source} source={source} />
        </Tabs.Content>
      </Tabs>
    </TableCard>
  )
}

function Documents({ source }: { source: OrderSource }) {
  const translation = useMailTranslation()
  const { t, tn } = translation
  const days = useShopDays()
  const { q, offset, order, status, fulfillment_status, payment_status, created_at } = useQueryParams([
    "q",
    "offset",
    "order",
    "status",
    "fulfillment_status",
    "payment_status",
    "created_at",
  ])
  const [ticked, setTicked] = useState<DataTableRowSelectionState>({})
  const composer = useOpenOrderComposer()
  const mayWrite = useMay("mail_delivery:update") ?? false
  const { data, isPending, isError, error, refetch } = useDocuments({
    source,
    q,
    status: source === "order" ? listParam(status) : undefined,
    fulfillment_status: source === "draft_order" ? undefined : listParam(fulfillment_status),
    payment_status: source === "draft_order" ? undefined : listParam(payment_status),
    created_at: dayRangeParam(created_at),
    order,
    limit: PAGE_SIZE,
    offset: numberParam(offset),
  })
  const columns = useMemo(
    () => columnsOf(translation, days, source, mayWrite),
    [translation, days, source, mayWrite]
  )
  const filters = useMemo(() => filtersOf(translation, source), [translation, source])
  const ids = Object.keys(ticked)
  if (isError) {
    return <Problem error={error} retry={refetch} />
  }
  return (
    <>
      <DataTable
        heading={t("orders.title")}
        subHeading={t("orders.subtitle")}
        data={data?.documents}
        columns={columns}
        filters={filters}
        rowCount={data?.count ?? 0}
        pageSize={PAGE_SIZE}
        getRowId={(row) => row.id}
        rowHref={rowPath((row) => documentPath(source, row))}
        isLoading={isPending}
        rowSelection={mayWrite ? { state: ticked, onRowSelectionChange: setTicked } : undefined}
        emptyState={{
          empty: { heading: t("orders.emptyTitle"), description: t("orders.emptyText") },
          filtered: { heading: t("common.noResults"), description: t("common.noResultsHint") },
        }}
      />
      <TickedBar
        open={mayWrite && ids.length > 0}
        words={tn("orders.ticked", ids.length)}
        commands={[{ label: t("orders.send"), shortcut: "s", action: () => composer.open(source, ids) }]}
      />
    </>
  )
}
