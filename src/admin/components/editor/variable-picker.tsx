/** The variables that a mail may name, by what they mean. Picking one puts it where the cursor is. */
import { Button, DropdownMenu } from "@medusajs/ui"
import { useRef } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useVariables } from "../../hooks/use-preview"
import type { TemplateKind, Variable } from "../../lib/types"

interface VariablePickerProps {
  kind: TemplateKind
  onPick: (text: string) => void
  /** The menu has closed: the focus belongs where the variable was put. */
  onClosed: () => void
}

export function VariablePicker({ kind, onPick, onClosed }: VariablePickerProps) {
  const { t, language } = useMailTranslation()
  const picked = useRef(false)
  const { data } = useVariables(kind)
  const hintOf = (type: Variable["type"], example: string) =>
    type === "amount" || type === "moment"
      ? t(type === "amount" ? "editor.typeAmount" : "editor.typeMoment", { example })
      : example
  const variables = (data ?? []).filter((variable) => !variable.open)
  return (
    <DropdownMenu>
      <DropdownMenu.Trigger asChild>
        <Button type="button" size="small" variant="transparent" disabled={!variables.length}>
          {t("editor.insertVariable")}
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        className="max-h-80 max-w-96 overflow-y-auto"
        onCloseAutoFocus={(event) => {
          if (picked.current) {
            event.preventDefault()
            onClosed()
          }
          picked.current = false
        }}
      >
        {variables.map(({ path, label, example, type }) => (
          <DropdownMenu.Item
            key={path}
            onSelect={() => {
              picked.current = true
              onPick(`{{ ${path} }}`)
            }}
          >
            <div className="flex min-w-0 flex-col">
              <span className="txt-compact-small-plus">{label[language]}</span>
              <span className="txt-compact-xsmall text-ui-fg-subtle truncate">
                {hintOf(type, example[language] || path)}
              </span>
            </div>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu>
  )
}
