/** One text of the settings, a line or several; empty is stored as not set. */
import { Input, Textarea } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { Settings } from "../../lib/types"
import { Field, hintIdOf } from "../field"

/** Fields that hold a text or nothing. */
export type TextName = {
  [Name in keyof Settings]: string | null extends Settings[Name] ? Name : never
}[keyof Settings]

export interface SettingsFormState {
  settings: Settings
  set: (changes: Partial<Settings>) => void
  /** The field that the server refused, and why. */
  refused: { field: string | null; message: string } | null
}

interface TextSettingProps {
  form: SettingsFormState
  name: TextName
  type?: "text" | "email"
  rows?: number
  monospace?: boolean
}

export function TextSetting({ form, name, type = "text", rows = 1, monospace }: TextSettingProps) {
  const { t } = useMailTranslation()
  const wrong = form.refused?.field === name
  const common = {
    id: name,
    value: form.settings[name] ?? "",
    "aria-invalid": wrong || undefined,
    "aria-describedby": hintIdOf(name),
    onChange: (event: { target: { value: string } }) => form.set({ [name]: event.target.value || null }),
  }
  return (
    <Field
      id={name}
      label={t(`settings.${name}`)}
      hint={t(`settings.${name}_hint`, { variable: "{{ unsubscribe_url }}" })}
      error={wrong && (type === "email" ? t("settings.badAddress") : form.refused?.message)}
    >
      {rows === 1 ? (
        <Input {...common} type={type} autoComplete="off" />
      ) : (
        <Textarea {...common} rows={rows} className={monospace ? "font-mono text-[13px]" : undefined} />
      )}
    </Field>
  )
}
