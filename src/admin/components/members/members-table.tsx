/** The list of members: filters and page in the URL, ticks that survive paging, and commands for the ticked. */
import { DataTable } from "@medusajs/dashboard/components"
import { useQueryParams } from "@medusajs/dashboard/hooks"
import { Button, type DataTableRowSelectionState, Text } from "@medusajs/ui"
import { useMemo, useState } from "react"

import { useAudienceCount } from "../../hooks/use-audience"
import { useAttempt } from "../../hooks/use-confirm"
import { useCustomerGroups } from "../../hooks/use-customers"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useMemberRows, useMembers } from "../../hooks/use-members"
import { useOpenComposer } from "../../hooks/use-open-composer"
import { useShopDays } from "../../hooks/use-shop-days"
import { mailApi } from "../../lib/api"
import { download } from "../../lib/download"
import { rowPath } from "../../lib/row-path"
import { numberParam } from "../../lib/url"
import { SegmentBar } from "../segments/segment-bar"
import { TableCard } from "../table-card"
import { columnsOf } from "./columns"
import { filtersOf } from "./filters"
import { MemberCommands } from "./member-commands"
import { MoreConditions } from "./more-conditions"
import { NobodyOptedIn } from "./nobody-opted-in"
import { useSegmentList } from "./use-segment-list"

const PAGE_SIZE = 20

export function MembersTable() {
  const translation = useMailTranslation()
  const days = useShopDays()
  const { t, tn } = translation
  const { segment, filter, changed, pick } = useSegmentList()
  const { offset, order } = useQueryParams(["offset", "order"])
  const { data: groups } = useCustomerGroups()
  const [ticked, setTicked] = useState<DataTableRowSelectionState>({})
  const [choosing, setChoosing] = useState(false)
  const list = useMembers({
    ...filter,
    order,
    limit: PAGE_SIZE,
    offset: numberParam(offset),
  })
  const { data, isPending } = list
  const rows = useMemberRows(data?.members)
  const composer = useOpenComposer()
  const mayWrite = useMay("mail_delivery:update") ?? false
  const columns = useMemo(() => columnsOf(translation, days, mayWrite), [translation, days, mayWrite])
  const filters = useMemo(() => filtersOf(translation, days, groups ?? []), [translation, days, groups])
  const count = data?.count ?? 0
  const { data: audience } = useAudienceCount({ filter })
  const someOptedIn = data?.members.some(({ consent }) => consent === "opted_in") ?? false
  const attempt = useAttempt()
  const saveConsents = () =>
    attempt(download(mailApi.consentFile(), "consents.csv"), t("deliveries.downloading"))
  const tickedIds = Object.keys(ticked)
  return (
    <div className="flex flex-col gap-y-3">
      <NobodyOptedIn filter={filter} known={!data || someOptedIn} mayRecord={mayWrite} />
      <TableCard list={list}>
        <>
          <SegmentBar {...{ segment, filter, changed, mayWrite }} onPick={pick} />
          <MoreConditions filter={filter} isOpen={choosing} onClose={() => setChoosing(false)} />
          <DataTable
            heading={t("members.title")}
            subHeading={t("members.subtitle")}
            data={rows}
            columns={columns}
            filters={filters}
            actions={[{ label: t("filter.more"), onClick: () => setChoosing(true) }]}
            rowCount={count}
            pageSize={PAGE_SIZE}
            getRowId={(row) => row.customer_id}
            rowHref={rowPath((member) => `/customers/${member.customer_id}`)}
            isLoading={isPending}
            rowSelection={mayWrite ? { state: ticked, onRowSelectionChange: setTicked } : undefined}
            emptyState={{
              empty: { heading: t("members.emptyTitle"), description: t("members.emptyText") },
              filtered: { heading: t("common.noResults"), description: t("common.noResultsHint") },
            }}
          />
          {count > 0 && (
            <div className="flex flex-wrap items-center justify-between gap-3 border-t px-6 py-4">
              <div className="flex flex-wrap items-center gap-x-3">
                {mayWrite && (
                  <Text size="small" className="text-ui-fg-subtle">
                    {t("members.tickHint")}
                  </Text>
                )}
                {tickedIds.length > 0 && (
                  <Button size="small" variant="transparent" onClick={() => setTicked({})}>
                    {t("members.untick")}
                  </Button>
                )}
              </div>
              <div className="flex flex-wrap gap-2">
                <Button size="small" variant="transparent" onClick={() => void saveConsents()}>
                  {t("consents.download")}
                </Button>
                {mayWrite && (
                  <Button
                    size="small"
                    variant="secondary"
                    onClick={() =>
                      composer.open(segment && !changed ? { segment_id: segment.id } : { filter })
                    }
                  >
                    {audience
                      ? tn("members.sendToAll", audience.sendable.count)
                      : t("members.sendToAllUnknown")}
                  </Button>
                )}
              </div>
            </div>
          )}
        </>
      </TableCard>
      <MemberCommands ids={tickedIds} onDone={() => setTicked({})} />
    </div>
  )
}
