/** The shop's own template of what stands between header and footer, one language and form at a time; or ours. */
import { Button, Select, Text } from "@medusajs/ui"
import { useState } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useDefaultInserts } from "../../hooks/use-settings"
import type { InsertTemplates as Own } from "../../lib/settings-form"
import type { ContentIssue, Format, Language } from "../../lib/types"
import { Issues } from "../editor/issues"
import { TemplateField } from "../editor/template-field"
import { Field } from "../field"

const LANGUAGES: Language[] = ["ja", "en"]
const FORMATS: Format[] = ["text", "html"]
const CHOICES = LANGUAGES.flatMap((language) =>
  FORMATS.map((format) => ({ language, format, name: `${language}-${format}` }))
)

interface InsertTemplatesProps {
  own: Own
  /** What the server refused of the settings. */
  refused: ContentIssue[]
  onChange: (own: Own) => void
}

export function InsertTemplates({ own, refused, onChange }: InsertTemplatesProps) {
  const { t, language: spoken } = useMailTranslation()
  const [name, setName] = useState(`${spoken}-text`)
  const { data: ours } = useDefaultInserts()
  const { language, format } = CHOICES.find((choice) => choice.name === name) ?? CHOICES[0]!
  const written = own[language]?.[format] ?? null
  const issues = refused.filter(({ field }) => field === `order_insert.templates.${language}.${format}`)
  const set = (text: string | null) => onChange({ ...own, [language]: { ...own[language], [format]: text } })
  return (
    <div className="flex flex-col gap-y-4">
      <Field id="insert-choice" label={t("settings.insert")} hint={t("settings.insertHint")}>
        <Select value={name} onValueChange={setName}>
          <Select.Trigger id="insert-choice">
            <Select.Value />
          </Select.Trigger>
          <Select.Content>
            {CHOICES.map((choice) => (
              <Select.Item key={choice.name} value={choice.name}>
                {`${t(`locale.${choice.language}`)} · ${t(`format.${choice.format}`)}`}
              </Select.Item>
            ))}
          </Select.Content>
        </Select>
      </Field>
      {written === null ? (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <Text size="small" className="text-ui-fg-subtle">
            {t("settings.insertOurs")}
          </Text>
          <Button
            type="button"
            size="small"
            variant="secondary"
            disabled={!ours}
            onClick={() => set(ours?.[language][format] ?? null)}
          >
            {t("settings.insertOwn")}
          </Button>
        </div>
      ) : (
        <div className="flex flex-col items-end gap-y-2">
          <div className="w-full">
            <TemplateField
              key={name}
              id="insert-template"
              kind="order"
              label={t("settings.insertTemplate")}
              rows={16}
              html={format === "html"}
              invalid={issues.length > 0}
              issues={issues}
              value={written}
              onChange={set}
            />
          </div>
          <div className="flex w-full flex-col gap-y-2">
            <Issues issues={issues} variant="error" />
          </div>
          <Button type="button" size="small" variant="transparent" onClick={() => set(null)}>
            {t("settings.insertBack")}
          </Button>
        </div>
      )}
    </div>
  )
}
