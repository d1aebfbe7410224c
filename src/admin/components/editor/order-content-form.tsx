/** Subject and the texts above and below the order's own data. */
import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { ContentIssue, OrderContent } from "../../lib/types"
import { FormatChoice } from "./content-form"
import { Issues } from "./issues"
import { PreheaderField, useFormatChange } from "./preheader-field"
import { TemplateField } from "./template-field"

type OrderTexts = Pick<OrderContent, "subject" | "preheader" | "header" | "footer" | "format">

interface OrderContentFormProps {
  state: OrderTexts
  onChange: (changes: Partial<OrderTexts>) => void
  errors: ContentIssue[]
  warnings: ContentIssue[]
}

const FIELDS = [
  { name: "subject", label: "common.subject", rows: 1 },
  { name: "header", label: "templates.header", rows: 8 },
  { name: "footer", label: "templates.footer", rows: 8 },
] as const

export function OrderContentForm({ state, onChange, errors, warnings }: OrderContentFormProps) {
  const { t } = useMailTranslation()
  const changeFormat = useFormatChange(state.preheader, onChange)
  const known = ["preheader", ...FIELDS.map(({ name }): string => name)]
  return (
    <div className="flex min-w-0 flex-col gap-y-6">
      <FormatChoice value={state.format} onChange={changeFormat} />
      {FIELDS.map(({ name, label, rows }) => {
        const faults = errors.filter((issue) => issue.field === name)
        const untouched = state[name] === "" && faults.every(({ code }) => code === "required")
        return (
          <div key={name} className="flex flex-col gap-y-2">
            <TemplateField
              id={name}
              kind="order"
              label={t(label)}
              rows={rows}
              html={state.format === "html"}
              issues={faults}
              value={state[name]}
              invalid={faults.length > 0 && !untouched}
              onChange={(value) => onChange({ [name]: value })}
            />
            {!untouched && <Issues issues={faults} variant="error" />}
            {name === "subject" && (
              <PreheaderField kind="order" content={state} errors={errors} onChange={onChange} />
            )}
          </div>
        )
      })}
      <Issues issues={errors.filter(({ field }) => !known.includes(field))} variant="error" />
      <Issues issues={warnings} variant="warning" />
    </div>
  )
}
