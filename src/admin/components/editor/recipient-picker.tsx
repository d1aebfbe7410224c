/** Chooses whose data fills a preview; nobody means example values. */
import { Combobox } from "@medusajs/dashboard/components"
import { useState } from "react"

import { personName } from "../../../modules/mail/formats/person-name"
import { useRecipient } from "../../hooks/use-customers"
import { useDebounced } from "../../hooks/use-debounced"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMembers } from "../../hooks/use-members"
import type { AudienceFilter, Member } from "../../lib/types"
import { doNotOpen } from "../combobox"

interface RecipientPickerProps {
  value: string | undefined
  onChange: (customerId: string | undefined) => void
  /** Offers those whom this matches. */
  filter?: AudienceFilter
}

/**
 * An entry of the list takes the choice back: the combobox's own button for that has no name that a screen reader could
 * say, and cannot be reached by the arrow keys.
 */
const NOBODY = "nobody"

type Named = Pick<Member, "last_name" | "first_name" | "company_name" | "email">

function nameOf({ company_name, email, ...person }: Named): string {
  return [personName(person) || company_name, email].filter(Boolean).join(" · ")
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
  const options = missing ? [{ value: chosen.id, label: nameOf(chosen) }, ...offered] : offered
  return (
    <Combobox<string>
      aria-label={t("editor.previewAs")}
      placeholder={t("editor.exampleValues")}
      value={value ?? ""}
      options={value ? [...options, { value: NOBODY, label: t("editor.noRecipient") }] : options}
      onFocus={doNotOpen}
      onSearchValueChange={setSearch}
      onChange={(picked) => onChange(picked === NOBODY ? undefined : picked || undefined)}
    />
  )
}
