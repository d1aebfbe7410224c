/**
 * Faults of an input in words. Every sentence names the field by its path, as Medusa does: `'content, subject'`.
 * Medusa's own wording leaves the path out for some faults, and repeats the value whatever its size.
 */
import type { z } from "@medusajs/framework/zod"

import type { RefusalCode } from "../refusals/refusal"
import type { ContentIssue } from "../words"
import { MOST } from "./limits"

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** Faults named at once; who has mended three asks again. */
const MOST_NAMED = 3
const LONGEST_QUOTE = 60

/** What a value is, in a person's words. */
const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
  undefined: "left out",
  date: "a time",
}

/** The first faults, each with its field as code writes it: `content.subject`. */
export function faultsOf(issues: readonly Issue[], input: unknown): ContentIssue[] {
  return issues.slice(0, MOST_NAMED).map((issue) => {
    const value = valueAt(input, issue.path)
    const [code, values] = codeOf(issue, value)
    const field = issue.path.map((step) => shortened(String(step))).join(".")
    return { field, code, message: describe(issue, value), ...(values && { values }) }
  })
}

/** By which the admin says it in the reader's language. A shape's own words are for everybody else. */
function codeOf(issue: Issue, value: unknown): [RefusalCode, ContentIssue["values"]?] {
  if (issue.code === "unrecognized_keys") {
    return ["unknown_field", { name: issue.keys.slice(0, MOST_NAMED).map(shortened).join(", ") }]
  }
  if (value === undefined && issue.path.length && issue.code !== "custom") {
    return ["required_field"]
  }
  switch (issue.code) {
    case "invalid_type":
      return ["wrong_type"]
    case "invalid_value":
      return ["not_among", { values: issue.values.map(String).join(", ") }]
    case "too_big":
      return [TOO_BIG[issue.origin] ?? "number_too_large", { limit: Number(issue.maximum) }]
    case "too_small":
      return ["number", "int"].includes(issue.origin)
        ? ["number_too_small", { limit: Number(issue.minimum) }]
        : ["empty_field"]
    case "custom":
      return [issue.params?.code ?? "invalid_input", issue.params?.values]
    default:
      return issue.path.includes("metadata")
        ? ["wrong_metadata", { limit: MOST.metadataKeys }]
        : ["invalid_input"]
  }
}

const TOO_BIG: Record<string, RefusalCode> = { string: "text_too_long", array: "list_too_long" }

/** `Value for field 'a, b'`, or the input as a whole. */
export function fieldOf(path: Path): string {
  return path.length ? `Value for field '${nameOf(path)}'` : "The input"
}

function nameOf(path: Path): string {
  return path.map((step) => shortened(String(step))).join(", ")
}

function describe(issue: Issue, value: unknown): string {
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.slice(0, MOST_NAMED).map(shortened).join(", ")
    return `Unrecognized fields: '${names}'${issue.path.length ? ` in '${nameOf(issue.path)}'` : ""}`
  }
  if (value === undefined && issue.path.length && issue.code !== "custom") {
    return `Field '${nameOf(issue.path)}' is required`
  }
  return `${fieldOf(issue.path)} ${sentenceOf(issue, value)}`
}

/** Goes on after the name of the field. A shape's own words are sentences of the same form. */
function sentenceOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${KINDS[issue.expected] ?? issue.expected}, not ${received(value)}`
    case "invalid_value":
      return `must be one of ${issue.values.map(quoted).join(", ")}, not ${received(value)}`
    case "too_big":
      return tooBig(issue)
    case "too_small":
      return tooSmall(issue)
    default:
      return issue.message
  }
}

function tooBig({ origin, maximum }: { origin: string; maximum: number | bigint }): string {
  switch (origin) {
    case "string":
      return `is too long: at most ${maximum} characters`
    case "array":
      return `is too long: at most ${maximum} entries`
    default:
      return `must be at most ${maximum}`
  }
}

function tooSmall({ origin, minimum }: { origin: string; minimum: number | bigint }): string {
  return origin === "number" || origin === "int" ? `must be at least ${minimum}` : "must not be empty"
}

function received(value: unknown): string {
  return typeof value === "string" ? quoted(value) : (KINDS[kindOf(value)] ?? kindOf(value))
}

function kindOf(value: unknown): string {
  if (value === null) {
    return "null"
  }
  if (Array.isArray(value)) {
    return "array"
  }
  return value instanceof Date ? "date" : typeof value
}

function quoted(value: unknown): string {
  return `'${shortened(String(value))}'`
}

function shortened(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text
}

/** Own fields alone: `toString` is not what somebody sent. */
function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    input
  )
}
