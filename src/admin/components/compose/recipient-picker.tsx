/** Chooses whose data fills a preview; nobody means example values. */
import { Combobox } from "@medusajs/dashboard/components"
import { useState } from "react"

import { useRecipient } from "../../hooks/use-customers"
import { useDebounced } from "../../hooks/use-debounced"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMembers } from "../../hooks/use-members"
import type { AudienceFilter, Member } from "../../lib/types"
import { stayClosed } from "../combobox"

interface RecipientPickerProps {
  value: string | undefined
  onChange: (customerId: string | undefined) => void
  /** Offers those whom this matches. */
  filter?: AudienceFilter
}

type Named = Pick<Member, "last_name" | "first_name" | "company_name" | "email">

export function nameOf({ last_name, first_name, company_name, email }: Named): string {
  const name = [last_name, first_name].filter(Boolean).join(" ") || company_name
  return [name, email].filter(Boolean).join(" · ")
}

export function RecipientPicker({ value, onChange, filter = {} }: RecipientPickerProps) {
  const { t } = useMailTranslation()
  const [search, setSearch] = useState("")
  const q = useDebounced(search) || filter.q
  const { data } = useMembers({ ...filter, q, limit: 10 })
  const offered = (data?.members ?? []).map((member) => ({
    value: member.customer_id,
    label: nameOf(member),
  }))
  const { data: chosen } = useRecipient(value)
  // The field shows the name of the chosen one, who need not be among those that are offered now.
  const missing = chosen && !search && !offered.some((option) => option.value === chosen.id)
  return (
    <Combobox<string>
      aria-label={t("editor.previewAs")}
      placeholder={t("editor.exampleValues")}
      value={value ?? ""}
      options={missing ? [{ value: chosen.id, label: nameOf(chosen) }, ...offered] : offered}
      allowClear
      onFocus={stayClosed}
      onSearchValueChange={setSearch}
      onChange={(picked) => onChange(picked || undefined)}
    />
  )
}
