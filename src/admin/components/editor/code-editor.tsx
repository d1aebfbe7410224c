/** CodeMirror for templates: HTML and Liquid in colour, faults where they are. Loaded when a body is edited. */
import type { EditorView } from "@codemirror/view"
import { useEffect, useRef } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { issueText, issueTitle } from "../../lib/issue-words"
import type { ContentIssue } from "../../lib/types"
import { createEditor, type EditorLook, setLook, setText, showFaults } from "./editor-setup"

export interface CodeEditorProps extends EditorLook {
  value: string
  onChange: (value: string) => void
  issues: ContentIssue[]
  /** The view while it is there, so that a variable can be put at the cursor. */
  onView: (view: EditorView | null) => void
}

export function CodeEditor({ value, onChange, issues, onView, ...look }: CodeEditorProps) {
  const { t } = useMailTranslation()
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const change = useRef(onChange)
  change.current = onChange
  // Typing goes on while React renders what was typed before: our own words that come back must not be put in again.
  const sent = useRef<string[]>([])
  const { id, labelId, html, invalid, rows } = look

  useEffect(() => {
    const editor = createEditor(parent.current as HTMLDivElement, value, look, (text) => {
      sent.current.push(text)
      change.current(text)
    })
    view.current = editor
    onView(editor)
    return () => {
      onView(null)
      editor.destroy()
    }
    // The editor lives as long as the field; what changes later is handed to it below.
  }, [])

  useEffect(() => {
    const own = sent.current.indexOf(value)
    sent.current = own < 0 ? [] : sent.current.slice(own + 1)
    if (own < 0 && view.current) setText(view.current, value)
  }, [value])

  useEffect(() => {
    if (view.current) setLook(view.current, { id, labelId, html, invalid, rows })
  }, [id, labelId, html, invalid, rows])

  useEffect(() => {
    const words = (issue: ContentIssue) => `${issueTitle(issue, t, "issue.other")}: ${issueText(issue, t)}`
    if (view.current) showFaults(view.current, issues, words)
  }, [issues, t])

  return <div ref={parent} data-testid={`editor-${id}`} />
}
