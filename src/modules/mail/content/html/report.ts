/** How the parts of the HTML check tell what they find. */
import type { FaultCode, FaultValues } from "../liquid/fault"

/** @param at where in the HTML that is being read; the place at hand if left out */
export type Report = (code: FaultCode, values?: FaultValues, at?: number) => void

/** These do not keep a mail from being sent. */
export const WARNINGS: ReadonlySet<string> = new Set<FaultCode>([
  "relative_url",
  "schemeless_url",
  "empty_link",
  "insecure_picture",
  "embedded_picture",
  "foreign_stylesheet",
  "unknown_html",
  "repeated_attribute",
  "html_in_text",
])
