/** The editor in Medusa's own colours, light and dark: every colour is one of its CSS variables. */
import { HighlightStyle } from "@codemirror/language"
import { EditorView } from "@codemirror/view"
import { tags } from "@lezer/highlight"

export const editorTheme = EditorView.theme({
  "&": {
    backgroundColor: "var(--bg-field)",
    color: "var(--fg-base)",
    fontSize: "13px",
    borderRadius: "6px",
    boxShadow: "var(--borders-base)",
    resize: "vertical",
    overflow: "hidden",
  },
  "&.cm-focused": { outline: "none", boxShadow: "var(--borders-interactive-with-active)" },
  "&:has([aria-invalid])": { boxShadow: "var(--borders-error)" },
  ".cm-scroller": { fontFamily: "Roboto Mono, ui-monospace, monospace", lineHeight: "20px" },
  ".cm-content": { caretColor: "var(--fg-base)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--fg-base)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--bg-highlight-hover)",
  },
  ".cm-gutters": {
    backgroundColor: "transparent",
    color: "var(--fg-subtle)",
    borderRight: "1px solid var(--border-base)",
  },
  ".cm-output, .cm-output *": { color: "var(--tag-purple-text)", fontWeight: "500" },
  ".cm-tag, .cm-tag *": { color: "var(--tag-orange-text)", fontWeight: "500" },
  ".cm-tooltip": {
    backgroundColor: "var(--bg-component)",
    color: "var(--fg-base)",
    border: "none",
    borderRadius: "6px",
    boxShadow: "var(--elevation-flyout)",
    maxWidth: "min(480px, 90vw)",
  },
})

export const htmlColours = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket], color: "var(--tag-blue-text)" },
  { tag: tags.attributeName, color: "var(--tag-green-text)" },
  { tag: [tags.attributeValue, tags.string], color: "var(--tag-red-text)" },
  { tag: [tags.comment, tags.meta], color: "var(--fg-subtle)", fontStyle: "italic" },
])
