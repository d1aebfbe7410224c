/** The shop's own fields, as rows of key and value. */
import { Combobox } from "@medusajs/dashboard/components"
import { Button, Input } from "@medusajs/ui"
import { useState } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useVariables } from "../../hooks/use-preview"
import { metadataOf, type MetadataRow, rowsOf } from "../../lib/metadata-rows"
import type { AudienceFilter } from "../../lib/types"
import { doNotOpen } from "../combobox"
import { Field, labelIdOf } from "../field"

type Metadata = NonNullable<AudienceFilter["metadata"]>

const BEFORE = "member.metadata."
const EMPTY: MetadataRow = { key: "", text: "" }

interface MetadataFilterProps {
  value: Metadata | undefined
  onChange: (value: Metadata) => void
}

export function MetadataFilter({ value = {}, onChange }: MetadataFilterProps) {
  const { t } = useMailTranslation()
  // A row that is not complete yet is no condition, and no filter could keep it.
  const [rows, setRows] = useState<MetadataRow[]>(() => rowsOf(value))
  const cleared = !Object.keys(value).length && Object.keys(metadataOf(rows)).length > 0
  const shown = cleared || !rows.length ? [EMPTY] : rows
  const { data: variables } = useVariables("member")
  const keys = (variables ?? []).flatMap(({ path }) =>
    path.startsWith(BEFORE) ? path.slice(BEFORE.length) : []
  )
  const write = (next: MetadataRow[]) => {
    setRows(next)
    onChange(metadataOf(next))
  }
  const change = (at: number, changes: Partial<MetadataRow>) =>
    write(shown.map((row, index) => (index === at ? { ...row, ...changes } : row)))
  return (
    <div className="md:col-span-2">
      <Field id="filter-metadata" group label={t("filter.metadata")} hint={t("filter.metadataHint")}>
        <div role="group" aria-labelledby={labelIdOf("filter-metadata")} className="flex flex-col gap-y-2">
          {shown.map(({ key, text }, index) => (
            <div key={index} className="grid grid-cols-[1fr_1fr_auto] items-center gap-2">
              <Combobox<string>
                className="h-7"
                aria-label={t("filter.metadataKey", { n: index + 1 })}
                placeholder={t("filter.field")}
                value={key}
                options={[...new Set([...keys, ...(key ? [key] : [])])].map((one) => ({
                  value: one,
                  label: one,
                }))}
                onFocus={doNotOpen}
                onCreateOption={(created) => change(index, { key: created })}
                onChange={(chosen) => change(index, { key: chosen ?? "" })}
              />
              <Input
                size="small"
                aria-label={t("filter.metadataValue", { n: index + 1 })}
                placeholder={t("filter.value")}
                value={text}
                onChange={({ target }) => change(index, { text: target.value })}
              />
              <Button
                size="small"
                variant="transparent"
                disabled={shown.length === 1 && !key && !text}
                aria-label={t("filter.removeField", { n: index + 1 })}
                onClick={() => write(shown.filter((_, at) => at !== index))}
              >
                {t("filter.remove")}
              </Button>
            </div>
          ))}
          <Button
            size="small"
            variant="transparent"
            className="w-fit"
            onClick={() => setRows([...shown, EMPTY])}
          >
            {t("filter.addField")}
          </Button>
        </div>
      </Field>
    </div>
  )
}
