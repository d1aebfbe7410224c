/** One of some templates, by its name. */
import { Select } from "@medusajs/ui"

import { useMailTranslation } from "../hooks/use-mail-translation"
import type { ListedTemplate } from "../lib/types"

interface TemplateSelectProps {
  templates: readonly Pick<ListedTemplate, "id" | "name">[]
  /** The id of the chosen one; empty for none. */
  value: string
  onPick: (id: string) => void
  /** Of the field that labels it. */
  id?: string
  "aria-label"?: string
}

export function TemplateSelect({ templates, value, onPick, id, ...labels }: TemplateSelectProps) {
  const { t } = useMailTranslation()
  return (
    <Select value={value} onValueChange={onPick} disabled={!templates.length}>
      <Select.Trigger id={id} {...labels}>
        <Select.Value placeholder={t(templates.length ? "editor.pickTemplate" : "editor.noTemplates")} />
      </Select.Trigger>
      <Select.Content>
        {templates.map((template) => (
          <Select.Item key={template.id} value={template.id}>
            {template.name}
          </Select.Item>
        ))}
      </Select.Content>
    </Select>
  )
}
