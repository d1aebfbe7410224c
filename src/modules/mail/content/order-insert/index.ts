/**
 * What stands between header and footer of an order mail: our own Liquid, in each language, as text and as HTML;
 * or the shop's own in its place. Which parts have something to say is decided by the data of each document
 * (orders/order-variables.ts), so that one content serves all documents of a mailing.
 */
import type { OrderInsertSettings } from "../../settings/order-insert"
import type { Language } from "../../words"
import { htmlParts } from "./html"
import { INSERT_LABELS } from "./labels"
import { shownParts } from "./parts"
import { textParts } from "./text"

export interface InsertSource {
  text: string
  html: string
}

export type DefaultInserts = Record<Language, InsertSource>

function ours(language: Language, settings: OrderInsertSettings): InsertSource {
  const labels = INSERT_LABELS[language]
  const parts = shownParts(settings)
  const [text, html] = [textParts(labels), htmlParts(labels)]
  return {
    text: parts
      .map((part) => text[part])
      .join("")
      .trimStart(),
    html: parts
      .map((part) => html[part])
      .join("")
      .trimStart(),
  }
}

/** The insert of a language; undefined if every part of it is switched off. */
export function insertFor(
  language: Language,
  settings: OrderInsertSettings | null
): InsertSource | undefined {
  const own = settings?.templates?.[language]
  const { text, html } = ours(language, settings ?? {})
  const insert = { text: own?.text ?? text, html: own?.html ?? html }
  return insert.text.trim() || insert.html.trim() ? insert : undefined
}

/** Our templates with every part, to start from. */
export function defaultInserts(): DefaultInserts {
  return { en: ours("en", {}), ja: ours("ja", {}) }
}
