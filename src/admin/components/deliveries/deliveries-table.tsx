/** Every recipient of a mailing and what became of the mail. */
import { DataTable } from "@medusajs/dashboard/components"
import { useQueryParams } from "@medusajs/dashboard/hooks"
import { createDataTableColumnHelper, createDataTableFilterHelper } from "@medusajs/ui"
import { useEffect, useMemo, useRef } from "react"
import { useLocation, useSearchParams } from "react-router-dom"

import { SHOWN_STATES } from "../../../modules/mail/words"
import { useAttempt } from "../../hooks/use-confirm"
import { useDeliveries, useReasons } from "../../hooks/use-deliveries"
import { type MailTranslation, useMailTranslation } from "../../hooks/use-mail-translation"
import { useTransportName } from "../../hooks/use-transport-name"
import { mailApi } from "../../lib/api"
import { download } from "../../lib/download"
import { LEDGER } from "../../lib/ledger-path"
import type { Delivery, DeliveryState, Mailing } from "../../lib/types"
import { listParam, numberParam } from "../../lib/url"
import { DeliveryStateBadge } from "../badges"
import { TableCard } from "../table-card"
import { TwoLines } from "../two-lines"

const PAGE_SIZE = 20

const columnHelper = createDataTableColumnHelper<Delivery>()
const filterHelper = createDataTableFilterHelper<Delivery>()

export function DeliveriesTable({ mailing }: { mailing: Mailing }) {
  const translation = useMailTranslation()
  const { t } = translation
  const params = useQueryParams(["q", "state", "reason", "offset"])
  const [search] = useSearchParams()
  const query = {
    mailing_id: mailing.id,
    q: params.q,
    state: listParam<DeliveryState>(params.state),
    reason: listParam(params.reason),
    limit: PAGE_SIZE,
    offset: numberParam(params.offset),
  }
  const live = mailing.state === "sending" || mailing.state === "preparing"
  const list = useDeliveries(query, { live })
  const { data, isPending } = list
  const attempt = useAttempt()
  const save = () =>
    attempt(download(mailApi.ledgerFile(mailing.id, query), `${mailing.id}.csv`), t("deliveries.downloading"))
  const columns = useMemo(() => columnsOf(translation), [translation])
  const { data: reasons } = useReasons(mailing)
  const filters = useMemo(
    () => [
      filterHelper.accessor("state", {
        type: "multiselect",
        label: t("common.state"),
        options: SHOWN_STATES.map((value) => ({ value, label: t(`deliveryState.${value}`) })),
      }),
      filterHelper.accessor("reason", {
        type: "multiselect",
        label: t("common.reason"),
        options: [...new Set(reasons?.map(({ reason }) => reason))].map((value) => ({
          value,
          label: t(`reason.${value}`, { defaultValue: value }),
        })),
      }),
    ],
    [t, reasons]
  )
  return (
    <TableCard list={list}>
      <Landing />
      <DataTable
        heading={t("deliveries.title")}
        headingLevel="h2"
        action={{ label: t("deliveries.download"), onClick: save }}
        data={data?.deliveries}
        columns={columns}
        filters={filters}
        rowCount={data?.count}
        pageSize={PAGE_SIZE}
        getRowId={(row) => row.id}
        rowHref={({ id }) => `/mail-delivery/mailings/${mailing.id}?${withDelivery(search, id)}`}
        isLoading={isPending}
        emptyState={{
          empty: { heading: t("deliveries.emptyTitle"), description: t("deliveries.emptyText") },
          filtered: { heading: t("common.noResults"), description: t("common.noResultsHint") },
        }}
      />
    </TableCard>
  )
}

/** A figure of the mailing leads here: what it has filtered comes into sight. */
function Landing() {
  const { hash, key } = useLocation()
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (hash === LEDGER) {
      place.current?.scrollIntoView({ behavior: "smooth", block: "start" })
    }
  }, [hash, key])
  return <span ref={place} className="block scroll-mt-16" />
}

/** The drawer opens over the table as it stands: search, filters and page stay. */
function withDelivery(search: URLSearchParams, id: string): string {
  const next = new URLSearchParams(search)
  next.set("delivery", id)
  return next.toString()
}

function columnsOf({ t, dateTime }: MailTranslation) {
  return [
    columnHelper.accessor("email", {
      header: t("common.recipient"),
      cell: ({ row: { original } }) => (
        <TwoLines
          above={original.recipient_name || original.email}
          below={original.recipient_name && original.email}
        />
      ),
    }),
    columnHelper.accessor("state", {
      header: t("common.state"),
      cell: ({ row: { original } }) => <Outcome delivery={original} />,
    }),
    columnHelper.accessor("sent_at", {
      header: t("common.when"),
      cell: ({ row: { original } }) => {
        const at = original.sent_at ?? original.next_attempt_at
        return <span className="whitespace-nowrap">{at ? dateTime(at) : "–"}</span>
      },
    }),
  ]
}

/** With the reason below: a column of its own would push the time out of sight. */
function Outcome({ delivery: { state, reason, transport } }: { delivery: Delivery }) {
  const { t } = useMailTranslation()
  const name = useTransportName()(transport)
  return (
    <div className="flex min-w-32 flex-col items-start gap-y-1 py-1">
      <DeliveryStateBadge state={state} />
      {reason && (
        <span className="text-ui-fg-subtle txt-compact-xsmall whitespace-normal">
          {t(`reason.${reason}`, { defaultValue: reason })}
        </span>
      )}
      {name && (
        <span className="text-ui-fg-subtle txt-compact-xsmall whitespace-normal">
          {t("transport.of", { name })}
        </span>
      )}
    </div>
  )
}
