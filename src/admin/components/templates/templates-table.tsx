/** The list of templates: search, kind, sorting and page in the URL; edit, duplicate and delete per row. */
import { DataTable } from "@medusajs/dashboard/components"
import { useQueryParams } from "@medusajs/dashboard/hooks"
import { PencilSquare, SquareTwoStack, Trash } from "@medusajs/icons"
import { Badge, createDataTableColumnHelper, createDataTableFilterHelper, toast } from "@medusajs/ui"
import { useMemo } from "react"
import { useNavigate } from "react-router-dom"

import { useAttempt, useConfirm } from "../../hooks/use-confirm"
import { type MailTranslation, useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { type ShopDays, useShopDays } from "../../hooks/use-shop-days"
import { useTemplates } from "../../hooks/use-templates"
import { useAddReadyMade, useDeleteTemplate } from "../../hooks/use-templates"
import { errorWords } from "../../lib/error-words"
import { TEMPLATE_EDITOR } from "../../lib/starter-templates"
import type { ListedTemplate, TemplateKind } from "../../lib/types"
import { listParam, numberParam } from "../../lib/url"
import { TableCard } from "../table-card"
import { Starters } from "./starters"

const PAGE_SIZE = 20

const columnHelper = createDataTableColumnHelper<ListedTemplate>()
const filterHelper = createDataTableFilterHelper<ListedTemplate>()

interface RowCommands {
  edit: (template: ListedTemplate) => void
  duplicate: (template: ListedTemplate) => void
  remove: (template: ListedTemplate) => void
}

function useRowCommands(): RowCommands {
  const { t } = useMailTranslation()
  const navigate = useNavigate()
  const confirm = useConfirm()
  const attempt = useAttempt()
  const { mutateAsync: deleteTemplate } = useDeleteTemplate()
  return {
    edit: ({ id }) => navigate(`${TEMPLATE_EDITOR}?template=${id}`),
    duplicate: ({ id }) => navigate(`${TEMPLATE_EDITOR}?copy=${id}`),
    remove: async ({ id, name }) => {
      const agreed = await confirm({
        title: t("templates.deleteTitle", { name }),
        description: t("templates.deleteText"),
        confirm: t("common.delete"),
        danger: true,
      })
      if (agreed) {
        await attempt(deleteTemplate(id), t("templates.deleted"))
      }
    },
  }
}

/** Says how many were added: none, where the shop has them all. */
function useReadyMade(): () => Promise<void> {
  const { t, tn } = useMailTranslation()
  const { mutateAsync } = useAddReadyMade()
  return async () => {
    try {
      const { count } = await mutateAsync()
      toast.success(count ? tn("templates.readyMadeAdded", count) : t("templates.readyMadeThere"))
    } catch (error) {
      toast.error(t("common.failed"), { description: errorWords(error, t) })
    }
  }
}

export function TemplatesTable() {
  const translation = useMailTranslation()
  const days = useShopDays()
  const { t } = translation
  const params = useQueryParams(["q", "kind", "offset", "order"])
  const list = useTemplates({
    q: params.q,
    kind: listParam<TemplateKind>(params.kind)?.[0],
    order: params.order,
    limit: PAGE_SIZE,
    offset: numberParam(params.offset),
  })
  const { data, isPending } = list
  const commands = useRowCommands()
  const addReadyMade = useReadyMade()
  const mayWrite = useMay("mail_delivery:update")
  const columns = columnsOf(translation, days, mayWrite ? commands : null)
  const isEmpty = data?.count === 0 && !params.q && !params.kind
  const filters = useMemo(
    () => [
      filterHelper.accessor("kind", {
        type: "select",
        label: t("common.kind"),
        options: (["member", "order", "single"] as const).map((value) => ({
          value,
          label: t(`kind.${value}`),
        })),
      }),
    ],
    [t]
  )
  return (
    <div className="flex flex-col gap-y-3">
      <TableCard list={list}>
        <DataTable
          heading={t("menu.templates")}
          subHeading={t("templates.subtitle")}
          data={data?.templates}
          columns={columns}
          filters={filters}
          rowCount={data?.count}
          pageSize={PAGE_SIZE}
          getRowId={(row) => row.id}
          rowHref={({ id }) => `${TEMPLATE_EDITOR}?template=${id}`}
          isLoading={isPending}
          actions={
            mayWrite
              ? [
                  { label: t("templates.addReadyMade"), onClick: () => void addReadyMade() },
                  { label: t("templates.createShort"), to: TEMPLATE_EDITOR },
                ]
              : []
          }
          emptyState={{
            empty: { heading: t("templates.emptyTitle"), description: t("templates.emptyText") },
            filtered: { heading: t("common.noResults"), description: t("common.noResultsHint") },
          }}
        />
      </TableCard>
      {isEmpty && mayWrite && <Starters />}
    </div>
  )
}

function columnsOf({ t }: MailTranslation, { day }: ShopDays, commands: RowCommands | null) {
  const actions = commands ? [columnHelper.action(rowActionsOf(t, commands))] : []
  return [
    columnHelper.accessor("name", {
      header: t("common.name"),
      enableSorting: true,
      sortLabel: t("common.name"),
      sortAscLabel: t("members.fromA"),
      sortDescLabel: t("members.fromZ"),
      cell: ({ row: { original } }) => (
        <div className="flex min-w-40 max-w-80 flex-col py-1">
          <span className="text-ui-fg-base truncate">{original.name}</span>
          <span className="text-ui-fg-subtle txt-compact-xsmall truncate">{original.subject}</span>
          {original.key && (
            <span className="text-ui-fg-subtle txt-compact-xsmall truncate font-mono">{original.key}</span>
          )}
        </div>
      ),
    }),
    columnHelper.accessor("kind", {
      header: t("common.kind"),
      cell: ({ getValue }) => t(`kind.${getValue()}`),
    }),
    columnHelper.accessor("format", {
      header: t("details.format"),
      cell: ({ row: { original } }) => (
        <div className="flex gap-x-1">
          <Badge size="2xsmall">{t(`format.${original.format}`)}</Badge>
          <Badge size="2xsmall">{t(`locale.${original.locale}`)}</Badge>
          {!original.enabled && (
            <Badge size="2xsmall" color="orange">
              {t("templates.off")}
            </Badge>
          )}
        </div>
      ),
    }),
    columnHelper.accessor("updated_at", {
      header: t("templates.changed"),
      enableSorting: true,
      sortLabel: t("templates.changed"),
      sortAscLabel: t("members.oldest"),
      sortDescLabel: t("members.newest"),
      cell: ({ getValue }) => <span className="whitespace-nowrap">{day(getValue())}</span>,
    }),
    ...actions,
  ]
}

type ActionColumn = Parameters<typeof columnHelper.action>[0]

function rowActionsOf(t: MailTranslation["t"], { edit, duplicate, remove }: RowCommands): ActionColumn {
  return {
    actions: ({ row: { original } }) => [
      [
        { label: t("common.edit"), icon: <PencilSquare />, onClick: () => edit(original) },
        { label: t("templates.duplicate"), icon: <SquareTwoStack />, onClick: () => duplicate(original) },
      ],
      [{ label: t("common.delete"), icon: <Trash />, onClick: () => remove(original) }],
    ],
  }
}
