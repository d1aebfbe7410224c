/** A value that was written as text, as a query or a form has it: `12` may be the text or the number. */
type Value = string | number | boolean

/** @returns the text alone, or with what else it may stand for. */
export function readingsOf(text: string): Value | Value[] {
  if (text === "true" || text === "false") {
    return [text, text === "true"]
  }
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? [text, Number(text)] : text
}
