/** A fault found in a template, before it is known which field the template belongs to. */
import type { ContentIssue } from "../types"

export type Fault = Omit<ContentIssue, "field">
export type Place = Pick<ContentIssue, "line" | "column">
