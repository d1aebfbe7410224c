/** Several of many, by name. */
import { Combobox } from "@medusajs/dashboard/components"
import { useState } from "react"

import { type ChoiceKind, useChoices, useNames } from "../../hooks/use-choices"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { doNotOpen } from "../combobox"
import { Field } from "../field"

interface SeveralProps {
  id: string
  label: string
  hint?: string
  value: readonly string[] | undefined
  options: { value: string; label: string }[]
  onChange: (value: string[]) => void
  onSearch?: (search: string) => void
}

/** The field itself says only how many are chosen: below it they are named. */
export function Several({ id, label, hint, value = [], options, onChange, onSearch }: SeveralProps) {
  const { t } = useMailTranslation()
  const names = value.map((one) => options.find((option) => option.value === one)?.label ?? one)
  return (
    <Field id={id} label={label} hint={names.length ? names.join(t("common.comma")) : hint}>
      <Combobox<string[]>
        id={id}
        className="h-7"
        placeholder={t("filter.any")}
        value={[...value]}
        options={options}
        onFocus={doNotOpen}
        onChange={(chosen) => onChange(chosen ?? [])}
        onSearchValueChange={onSearch}
      />
    </Field>
  )
}

interface ChoiceFieldProps {
  id: string
  kind: ChoiceKind
  label: string
  hint?: string
  value: string[] | undefined
  onChange: (value: string[]) => void
}

/** Of what Medusa has. */
export function ChoiceField({ kind, value = [], ...field }: ChoiceFieldProps) {
  const [search, setSearch] = useState("")
  const found = useChoices(kind, search)
  const nameOf = useNames(kind, value)
  const chosen = value.filter((id) => !found.some((choice) => choice.id === id))
  const options = [
    ...found.map(({ id, name }) => ({ value: id, label: name })),
    ...chosen.map((id) => ({ value: id, label: nameOf(id) })),
  ]
  return <Several {...field} value={value} options={options} onSearch={setSearch} />
}
