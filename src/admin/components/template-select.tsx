/** One of some templates, by its name. */
import { Select } from "@medusajs/ui"

import { useMailTranslation } from "../hooks/use-mail-translation"
import type { ListedTemplate } from "../lib/types"

interface TemplateSelectProps {
  templates: readonly Pick<ListedTemplate, "id" | "name">[]
  /** The id of the chosen one; empty for none. */
  value: string
  onPick: (id: string) => void
  /** What to call none, where the chosen one can be given up again. */
  none?: string
  onNone?: () => void
  /** Of the field that labels it. */
  id?: string
  "aria-label"?: string
  "aria-describedby"?: string
}

/** An item needs a value, and no id is this. */
const NONE = "none"

export function TemplateSelect(props: TemplateSelectProps) {
  const { templates, value, onPick, none, onNone, id, ...labels } = props
  const { t } = useMailTranslation()
  return (
    <Select
      value={value}
      onValueChange={(picked) => (picked === NONE ? onNone?.() : onPick(picked))}
      disabled={!templates.length}
    >
      <Select.Trigger id={id} {...labels}>
        <Select.Value placeholder={t(templates.length ? "editor.pickTemplate" : "editor.noTemplates")} />
      </Select.Trigger>
      <Select.Content>
        {none && value && <Select.Item value={NONE}>{none}</Select.Item>}
        {templates.map((template) => (
          <Select.Item key={template.id} value={template.id}>
            {template.name}
          </Select.Item>
        ))}
      </Select.Content>
    </Select>
  )
}
