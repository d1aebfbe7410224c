/** Conditions on metadata as a form has them: rows of a field and a value. Rows of one field are that many values of it. */
import { readingsOf } from "../../modules/mail/formats/readings"
import type { AudienceFilter } from "./types"

type Metadata = NonNullable<AudienceFilter["metadata"]>

export interface MetadataRow {
  key: string
  text: string
}

/** Each value once, as it was written: `12` may stand there as the text and as the number. */
export function rowsOf(metadata: Metadata): MetadataRow[] {
  return Object.entries(metadata).flatMap(([key, values]) =>
    [...new Set([values].flat().map(String))].map((text) => ({ key, text }))
  )
}

/** Without rows that are not complete. */
export function metadataOf(rows: readonly MetadataRow[]): Metadata {
  const written = rows.filter(({ key, text }) => key.trim() && text.trim())
  const keys = [...new Set(written.map(({ key }) => key))]
  return Object.fromEntries(keys.map((key) => [key, valuesOf(written.filter((row) => row.key === key))]))
}

function valuesOf(rows: readonly MetadataRow[]): Metadata[string] {
  const values = rows.flatMap(({ text }) => readingsOf(text))
  return values.length === 1 ? values[0]! : values
}
