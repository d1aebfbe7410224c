/** A field for a template: one line, or an editor. A variable can be put in where the cursor is. */
import type { EditorView } from "@codemirror/view"
import { Input, Skeleton } from "@medusajs/ui"
import { lazy, type ReactNode, Suspense, useCallback, useRef } from "react"

import type { ContentIssue, TemplateKind } from "../../lib/types"
import { Field, labelIdOf } from "../field"
import { VariablePicker } from "./variable-picker"

const CodeEditor = lazy(async () => ({ default: (await import("./code-editor.js")).CodeEditor }))
const NO_ISSUES: ContentIssue[] = []

interface TemplateFieldProps {
  id: string
  kind: TemplateKind
  label: string
  value: string
  onChange: (value: string) => void
  /** 1: a single line. */
  rows: number
  html?: boolean
  invalid?: boolean
  /** Shown in place, where they have a line. */
  issues?: ContentIssue[]
  hint?: ReactNode
  optional?: boolean
}

export function TemplateField(props: TemplateFieldProps) {
  const { id, kind, label, value, onChange, rows, html = false, invalid = false, hint } = props
  const input = useRef<HTMLInputElement>(null)
  const view = useRef<EditorView | null>(null)
  const onView = useCallback((editor: EditorView | null) => void (view.current = editor), [])

  const cursor = useRef(0)

  const insert = (text: string) => {
    cursor.current = (input.current?.selectionStart ?? value.length) + text.length
    if (view.current) view.current.dispatch(view.current.state.replaceSelection(text))
    else onChange(replaceSelection(input.current, value, text))
  }
  const goOn = () => {
    view.current?.focus()
    input.current?.focus()
    input.current?.setSelectionRange(cursor.current, cursor.current)
  }

  return (
    <Field
      id={id}
      group={rows > 1}
      label={label}
      hint={hint}
      optional={props.optional}
      action={<VariablePicker kind={kind} onPick={insert} onClosed={goOn} />}
    >
      {rows === 1 ? (
        <Input
          id={id}
          ref={input}
          value={value}
          aria-invalid={invalid || undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Suspense fallback={<Skeleton style={{ height: rows * 20 + 16 }} />}>
          <CodeEditor
            {...{ id, labelId: labelIdOf(id), value, onChange, html, invalid, rows, onView }}
            issues={props.issues ?? NO_ISSUES}
          />
        </Suspense>
      )}
    </Field>
  )
}

function replaceSelection(input: HTMLInputElement | null, value: string, text: string): string {
  const start = input?.selectionStart ?? value.length
  return value.slice(0, start) + text + value.slice(input?.selectionEnd ?? start)
}
