/** Countries and languages, by their names in the reader's language. */
import { useMemo } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { COUNTRIES, LANGUAGE_CODES, nameOfCode } from "../../lib/codes"
import { Several } from "./choice-field"

interface CodeFieldProps {
  id: string
  type: "region" | "language"
  label: string
  hint: string
  value: string[] | undefined
  onChange: (value: string[]) => void
}

export function CodeField({ type, value = [], ...field }: CodeFieldProps) {
  const { locale } = useMailTranslation()
  const known = useMemo(
    () =>
      (type === "region" ? COUNTRIES : LANGUAGE_CODES)
        .map((code) => ({ value: code, label: nameOfCode(code, type, locale) }))
        .sort((one, other) => one.label.localeCompare(other.label, locale)),
    [type, locale]
  )
  const others = value.filter((code) => !known.some((option) => option.value === code))
  const options = [
    ...known,
    ...others.map((code) => ({ value: code, label: nameOfCode(code, type, locale) })),
  ]
  return <Several {...field} value={value} options={options} />
}
