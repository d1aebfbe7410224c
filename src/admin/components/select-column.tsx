/** The column of ticks. Medusa's own has no words for those who cannot see which row a tick belongs to. */
import { Checkbox, type createDataTableColumnHelper } from "@medusajs/ui"
import type { MouseEvent } from "react"

import type { MailTranslation } from "../hooks/use-mail-translation"

/** A click on a tick must not open the row. */
const stay = (event: MouseEvent) => event.stopPropagation()

/** @param nameOf - How people call a row. */
export function selectColumn<Row>(
  helper: ReturnType<typeof createDataTableColumnHelper<Row>>,
  { t }: MailTranslation,
  nameOf: (row: Row) => string
) {
  const column = helper.select()
  column.header = ({ table }) => (
    <Checkbox
      aria-label={t("common.tickPage")}
      onClick={stay}
      checked={table.getIsSomePageRowsSelected() ? "indeterminate" : table.getIsAllPageRowsSelected()}
      onCheckedChange={(on) => table.toggleAllPageRowsSelected(on === true)}
    />
  )
  column.cell = ({ row }) => (
    <Checkbox
      aria-label={t("common.tick", { name: nameOf(row.original) })}
      onClick={stay}
      checked={row.getIsSelected()}
      onCheckedChange={(on) => row.toggleSelected(on === true)}
    />
  )
  return column
}
