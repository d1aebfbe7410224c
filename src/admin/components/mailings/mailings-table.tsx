/** The history of mailings. Search, filters and page stand in the URL, so that a view can be shared and gone back to. */
import { DataTable } from "@medusajs/dashboard/components"
import { useQueryParams } from "@medusajs/dashboard/hooks"
import { Button, createDataTableColumnHelper, createDataTableFilterHelper, Text } from "@medusajs/ui"
import { useMemo } from "react"
import { Link } from "react-router-dom"

import { titleOf } from "../../../notices/title"
import { type MailTranslation, useMailTranslation } from "../../hooks/use-mail-translation"
import { useMailings } from "../../hooks/use-mailings"
import { useMay } from "../../hooks/use-may"
import { rowPath } from "../../lib/row-path"
import type { ListedMailing, MailingKind, MailingState } from "../../lib/types"
import { listParam, numberParam } from "../../lib/url"
import { MailingStateBadge } from "../badges"
import { TableCard } from "../table-card"

const PAGE_SIZE = 20

/** `preparing` and `refused` pass quickly or are rare, but nobody should look for them in vain. */
const STATES: MailingState[] = [
  "draft",
  "scheduled",
  "preparing",
  "sending",
  "paused",
  "completed",
  "cancelled",
  "refused",
]
const KINDS: MailingKind[] = ["member", "order"]

const columnHelper = createDataTableColumnHelper<ListedMailing>()
const filterHelper = createDataTableFilterHelper<ListedMailing>()

/** A draft is written on, by staff who may write; everything else is looked at. */
function mailingPath({ id, state }: ListedMailing, mayWrite: boolean | undefined): string {
  const writable = mayWrite && (state === "draft" || state === "refused")
  return writable ? `/mail-delivery/compose?mailing=${id}` : `/mail-delivery/mailings/${id}`
}

export function MailingsTable() {
  const translation = useMailTranslation()
  const { t } = translation
  const mayWrite = useMay("mail_delivery:update")
  const params = useQueryParams(["q", "state", "kind", "offset"])
  const list = useMailings({
    q: params.q,
    state: listParam<MailingState>(params.state),
    kind: listParam<MailingKind>(params.kind)?.[0],
    limit: PAGE_SIZE,
    offset: numberParam(params.offset),
  })
  const { data, isPending } = list
  const columns = useMemo(() => columnsOf(translation), [translation])
  const filters = useMemo(() => filtersOf(translation), [translation])
  return (
    <TableCard list={list}>
      <DataTable
        heading={t("mailings.history")}
        headingLevel="h2"
        data={data?.mailings}
        columns={columns}
        filters={filters}
        rowCount={data?.count}
        pageSize={PAGE_SIZE}
        getRowId={(row) => row.id}
        rowHref={rowPath((mailing) => mailingPath(mailing, mayWrite))}
        // A row clicked before the rights are known would lead to the wrong page.
        isLoading={isPending || mayWrite === undefined}
        emptyState={{
          empty: { custom: <NoMailings /> },
          filtered: { heading: t("common.noResults"), description: t("common.noResultsHint") },
        }}
      />
    </TableCard>
  )
}

function NoMailings() {
  const { t } = useMailTranslation()
  const mayWrite = useMay("mail_delivery:update")
  return (
    <div className="flex flex-col items-center gap-y-4 px-6 py-12 text-center">
      <div className="flex max-w-md flex-col gap-y-1">
        <Text size="base" weight="plus">
          {t("mailings.emptyTitle")}
        </Text>
        <Text size="small" className="text-ui-fg-subtle">
          {t("mailings.emptyText")}
        </Text>
      </div>
      {mayWrite && (
        <Button size="small" variant="secondary" asChild>
          <Link to="/mail-delivery/compose">{t("mailings.create")}</Link>
        </Button>
      )}
    </div>
  )
}

/** When it began, or will begin; a schedule that was cancelled never comes. */
function momentOf(mailing: ListedMailing): string {
  const { started_at, cancelled_at, grace_until, scheduled_at, created_at } = mailing
  return started_at ?? cancelled_at ?? grace_until ?? scheduled_at ?? created_at
}

function columnsOf({ t, number, dateTime, language }: MailTranslation) {
  const figure = (value: number) => <span className="tabular-nums">{value ? number(value) : "–"}</span>
  return [
    columnHelper.accessor("content.subject", {
      id: "subject",
      header: t("common.subject"),
      cell: ({ row: { original } }) => (
        <div className="flex min-w-40 max-w-80 flex-col py-1">
          <span className="text-ui-fg-base truncate">
            {titleOf(original.content.subject, language) || t("common.noSubject")}
          </span>
          <span className="text-ui-fg-subtle txt-compact-xsmall">{t(`kind.${original.kind}`)}</span>
        </div>
      ),
    }),
    columnHelper.accessor("state", {
      header: t("common.state"),
      cell: ({ row: { original } }) => <MailingStateBadge mailing={original} />,
    }),
    columnHelper.accessor("counts.total", {
      id: "total",
      header: t("counts.total"),
      align: "right",
      cell: ({ getValue }) => figure(getValue()),
    }),
    columnHelper.accessor("counts.sent", {
      id: "sent",
      header: t("counts.sent"),
      align: "right",
      cell: ({ getValue }) => figure(getValue()),
    }),
    ...(["failed", "bounced"] as const).map((name) =>
      columnHelper.accessor(`counts.${name}`, {
        id: name,
        header: t(`counts.${name}`),
        align: "right",
        cell: ({ getValue }) => (
          <span className={getValue() ? "text-ui-fg-error tabular-nums" : "tabular-nums"}>
            {getValue() ? number(getValue()) : "–"}
          </span>
        ),
      })
    ),
    columnHelper.accessor("created_at", {
      header: t("common.when"),
      cell: ({ row: { original } }) => (
        <span className="whitespace-nowrap">{dateTime(momentOf(original))}</span>
      ),
    }),
  ]
}

function filtersOf({ t }: MailTranslation) {
  return [
    filterHelper.accessor("state", {
      type: "multiselect",
      label: t("common.state"),
      options: STATES.map((value) => ({ value, label: t(`mailingState.${value}`) })),
    }),
    filterHelper.accessor("kind", {
      type: "select",
      label: t("common.kind"),
      options: KINDS.map((value) => ({ value, label: t(`kind.${value}`) })),
    }),
  ]
}
