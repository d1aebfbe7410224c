/**
 * Faults of an input in words. Every sentence names the field by its path, as Medusa does: `'content, subject'`.
 * Medusa's own wording leaves the path out for some faults, and repeats the value whatever its size.
 */
import type { z } from "@medusajs/framework/zod"

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** Faults told at once; who has mended three asks again. */
const TOLD = 3
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

/** The sentences of the first faults. */
export function describeFaults(issues: readonly Issue[], input: unknown): string {
  return issues
    .slice(0, TOLD)
    .map((issue) => describe(issue, valueAt(input, issue.path)))
    .join("; ")
}

/** `Value for field 'a, b'`, or the input as a whole. */
export function fieldOf(path: Path): string {
  return path.length ? `Value for field '${nameOf(path)}'` : "The input"
}

function nameOf(path: Path): string {
  return path.map((step) => shortened(String(step))).join(", ")
}

function describe(issue: Issue, value: unknown): string {
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.slice(0, TOLD).map(shortened).join(", ")
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
