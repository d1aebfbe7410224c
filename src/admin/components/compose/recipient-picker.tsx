/** Chooses whose data fills a preview; nobody means example values. */
import { Combobox } from "@medusajs/dashboard/components"
import { useState } from "react"

import { useDebounced } from "../../hooks/use-debounced"
import { useMembers } from "../../hooks/use-mail-data"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { AudienceFilter, Member } from "../../lib/types"

interface RecipientPickerProps {
  value: string | undefined
  onChange: (customerId: string | undefined) => void
  /** Offers those whom this matches. */
  filter?: AudienceFilter
}

export function nameOf({ last_name, first_name, company_name, email }: Member): string {
  const name = [last_name, first_name].filter(Boolean).join(" ") || company_name
  return [name, email].filter(Boolean).join(" · ")
}

export function RecipientPicker({ value, onChange, filter = {} }: RecipientPickerProps) {
  const { t } = useMailTranslation()
  const [search, setSearch] = useState("")
  const q = useDebounced(search) || filter.q
  const { data } = useMembers({ ...filter, q, limit: 10 })
  const options = (data?.members ?? []).map((member) => ({
    value: member.customer_id,
    label: nameOf(member),
  }))
  return (
    <Combobox<string>
      aria-label={t("editor.previewAs")}
      placeholder={t("editor.exampleValues")}
      value={value ?? ""}
      options={options}
      allowClear
      onSearchValueChange={setSearch}
      onChange={(chosen) => onChange(chosen || undefined)}
    />
  )
}
