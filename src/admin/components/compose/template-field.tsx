/** A text area that a variable can be put into where the cursor is. */
import { clx, Input, Textarea } from "@medusajs/ui"
import { type ReactNode, useRef } from "react"

import type { MailingKind } from "../../lib/types"
import { Field } from "../field"
import { VariablePicker } from "./variable-picker"

interface TemplateFieldProps {
  id: string
  kind: MailingKind
  label: string
  value: string
  onChange: (value: string) => void
  /** 1: a single line. */
  rows: number
  monospace?: boolean
  invalid?: boolean
  hint?: ReactNode
}

export function TemplateField({
  id,
  kind,
  label,
  value,
  onChange,
  rows,
  monospace,
  invalid,
  hint,
}: TemplateFieldProps) {
  const area = useRef<HTMLTextAreaElement & HTMLInputElement>(null)

  const insert = (text: string) => {
    const start = area.current?.selectionStart ?? value.length
    const end = area.current?.selectionEnd ?? start
    onChange(value.slice(0, start) + text + value.slice(end))
    // After the menu has given the focus back.
    setTimeout(() => {
      area.current?.focus()
      area.current?.setSelectionRange(start + text.length, start + text.length)
    })
  }

  const common = { id, ref: area, value, "aria-invalid": invalid || undefined }
  return (
    <Field id={id} label={label} hint={hint} action={<VariablePicker kind={kind} onPick={insert} />}>
      {rows === 1 ? (
        <Input {...common} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <Textarea
          {...common}
          rows={rows}
          spellCheck={!monospace}
          className={clx("resize-y", monospace && "font-mono text-[13px] leading-5")}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
