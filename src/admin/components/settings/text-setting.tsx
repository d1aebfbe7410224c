/** One text of the settings, a line or several; empty is stored as not set. */
import { Input, Textarea } from "@medusajs/ui"
import type { TFunction } from "i18next"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { issueText } from "../../lib/issue-words"
import type { ContentIssue, Settings } from "../../lib/types"
import { Field, hintIdOf } from "../field"

/** Fields that hold a text or nothing. */
export type TextName = {
  [Name in keyof Settings]: string | null extends Settings[Name] ? Name : never
}[keyof Settings]

export interface SettingsFormState {
  settings: Settings
  set: (changes: Partial<Settings>) => void
  /** What the server refused, each with its field. */
  refused: ContentIssue[]
}

interface TextSettingProps {
  form: SettingsFormState
  name: TextName
  type?: "text" | "email"
  rows?: number
  monospace?: boolean
}

/** With the line, where the text has several. */
function faultWords(fault: ContentIssue, t: TFunction): string {
  const place = fault.line === undefined ? "" : ` ${t("issue.line", { line: fault.line })}`
  return `${issueText(fault, t)}${place}`
}

export function TextSetting({ form, name, type = "text", rows = 1, monospace }: TextSettingProps) {
  const { t } = useMailTranslation()
  const fault = form.refused.find(({ field }) => field === name)
  const common = {
    id: name,
    value: form.settings[name] ?? "",
    "aria-invalid": fault !== undefined || undefined,
    "aria-describedby": hintIdOf(name),
    onChange: (event: { target: { value: string } }) => form.set({ [name]: event.target.value || null }),
  }
  return (
    <Field
      id={name}
      label={t(`settings.${name}`)}
      hint={t(`settings.${name}_hint`, { variable: "{{ unsubscribe_url }}" })}
      error={fault && faultWords(fault, t)}
    >
      {rows === 1 ? (
        <Input {...common} type={type} autoComplete="off" />
      ) : (
        <Textarea {...common} rows={rows} className={monospace ? "font-mono text-[13px]" : undefined} />
      )}
    </Field>
  )
}
