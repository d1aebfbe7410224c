/** What is wrong with the options, in words that say what to write. Never with a value: it may be a secret. */
import type { z } from "@medusajs/framework/zod"

import { nearest } from "../formats/nearest"

/** The names that there are, by the place where they stand; `""` is the top. */
export type KnownNames = Record<string, readonly string[]>

type Issue = z.core.$ZodIssue

/** Zod's own words, where they would speak of types to somebody who wrote a configuration. */
export const words: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${KINDS[issue.expected] ?? issue.expected}`
    case "too_small":
      return issue.origin === "number"
        ? `must be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`
        : undefined
    case "too_big":
      return issue.origin === "number" ? `must be at most ${issue.maximum}` : undefined
    case "invalid_value":
      return `must be one of ${issue.values.join(", ")}`
    default:
      return undefined
  }
}

const KINDS: Record<string, string> = {
  number: "a number",
  nan: "a number",
  int: "a whole number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "an object with names and values",
}

/** One sentence per fault, beginning with the option's name. */
export function faultsOf(issues: readonly Issue[], known: KnownNames): string[] {
  return issues.flatMap((issue) => {
    const place = issue.path.filter((part) => typeof part === "string").join(".")
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((name) => unknown(place, name, known[place] ?? []))
      : [`${issue.path.join(".")}: ${issue.message}`]
  })
}

/** An option that nobody reads must not be passed over: `monthlyQuotas` would be no quota at all. */
function unknown(place: string, name: string, names: readonly string[]): string {
  const meant = nearest(name, names)
  const full = (option: string) => (place ? `${place}.${option}` : option)
  return meant
    ? `there is no option ${full(name)}; did you mean ${full(meant)}?`
    : `there is no option ${full(name)}; there are ${names.join(", ")}`
}
