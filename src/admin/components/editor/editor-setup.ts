/** What the template editor is made of. Tab is left to the browser: it leaves the editor, as in every other field. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands"
import { html as htmlLanguage } from "@codemirror/lang-html"
import { syntaxHighlighting } from "@codemirror/language"
import { type Diagnostic, setDiagnostics } from "@codemirror/lint"
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state"
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view"

import type { ContentIssue } from "../../lib/types"
import { editorTheme, htmlColours } from "./editor-theme"

export interface EditorLook {
  id: string
  /** Of the element that names the editor: a `label` itself cannot. */
  labelId: string
  html: boolean
  invalid: boolean
  /** Height in lines; more scroll. */
  rows: number
}

const LINE_HEIGHT = 20
const look = new Compartment()
/** A text that the page put in: it is not told back. */
const fromOutside = Annotation.define<boolean>()

const liquid = new MatchDecorator({
  regexp: /\{\{.*?\}\}|\{%.*?%\}/g,
  decoration: ([found]) => Decoration.mark({ class: found.startsWith("{{") ? "cm-output" : "cm-tag" }),
})

const liquidColours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet
    constructor(view: EditorView) {
      this.decorations = liquid.createDeco(view)
    }
    update(update: ViewUpdate) {
      this.decorations = liquid.updateDeco(update, this.decorations)
    }
  },
  { decorations: ({ decorations }) => decorations }
)

function lookOf({ id, labelId, html, invalid, rows }: EditorLook): Extension {
  const attributes = { id, "aria-labelledby": labelId, spellcheck: String(!html) }
  return [
    EditorView.contentAttributes.of(invalid ? { ...attributes, "aria-invalid": "true" } : attributes),
    EditorView.theme({ "&": { height: `${rows * LINE_HEIGHT + 16}px` } }),
    html ? htmlLanguage({ autoCloseTags: false }) : [],
  ]
}

export function createEditor(
  parent: HTMLElement,
  text: string,
  first: EditorLook,
  onChange: (text: string) => void
): EditorView {
  const tell = EditorView.updateListener.of((update) => {
    const own = update.transactions.some((one) => one.docChanged && !one.annotation(fromOutside))
    if (own) onChange(update.state.doc.toString())
  })
  const extensions = [
    lineNumbers(),
    history(),
    drawSelection(),
    EditorView.lineWrapping,
    keymap.of([...defaultKeymap, ...historyKeymap]),
    syntaxHighlighting(htmlColours),
    liquidColours,
    editorTheme,
    tell,
    look.of(lookOf(first)),
  ]
  return new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) })
}

export function setText(view: EditorView, text: string): void {
  if (view.state.doc.toString() === text) return
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    annotations: fromOutside.of(true),
  })
}

export function setLook(view: EditorView, next: EditorLook): void {
  view.dispatch({ effects: look.reconfigure(lookOf(next)) })
}

/** Underlines from the fault to the end of its line; one without a line is told below the editor only. */
export function showFaults(
  view: EditorView,
  issues: ContentIssue[],
  words: (issue: ContentIssue) => string
): void {
  const { doc } = view.state
  const faults = issues.flatMap((issue): Diagnostic[] => {
    // The text may have become shorter since it was checked.
    if (!issue.line || issue.line > doc.lines) return []
    const line = doc.line(issue.line)
    const from = Math.min(line.from + (issue.column ?? 1) - 1, line.to)
    return [{ from, to: line.to, severity: "error", message: words(issue) }]
  })
  view.dispatch(setDiagnostics(view.state, faults))
}
