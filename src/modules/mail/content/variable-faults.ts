/** Which data a template names, and which of it no mail of its kind has. */
import type { Variable } from "liquidjs"

import { type ContentKind, judgePath, variablesOf } from "./catalogue"
import { type Fault, fault, type Place } from "./liquid/fault"
import { misnamed } from "./syntax-faults"

/** Reading on from here is Liquid's business (`.size`, `[0]`), or a key that a dotted path cannot express. */
function endsPath(segment: unknown): boolean {
  return typeof segment !== "string" || ["size", "first", "last"].includes(segment) || segment.includes(".")
}

/** The part of a variable that has to be fetched: `order.items[0].title` needs `order.items`. */
export function dataPath(variable: Variable): string {
  const end = variable.segments.findIndex((segment, index) => index > 0 && endsPath(segment))
  return variable.segments.slice(0, end === -1 ? undefined : end).join(".")
}

export function placeOf(variable: Variable): Place {
  return { line: variable.location.row, column: variable.location.col }
}

export function* variableFaults(variables: Variable[], kind: ContentKind): Generator<Fault> {
  const seen = new Set<string>()
  for (const variable of variables) {
    const name = String(variable)
    if (seen.has(name)) {
      continue
    }
    seen.add(name)
    if (variable.segments.some((segment) => typeof segment === "object")) {
      yield fault("dynamic_access", { name }, placeOf(variable))
      continue
    }
    const path = dataPath(variable)
    const verdict = judgePath(kind, path)
    const known = variablesOf(kind).map((entry) => entry.path)
    if (verdict === "unknown") {
      yield fault("unknown_variable", misnamed(path, known), placeOf(variable))
    } else if (verdict === "group") {
      const members = known.filter((other) => other.startsWith(`${path}.`)).join(", ")
      yield fault("incomplete_variable", { name: path, members }, placeOf(variable))
    }
  }
}

/** A local `unsubscribe_url` would make an unsafe link look like a safe one. */
export function* reservedNames(names: string[], kind: ContentKind): Generator<Fault> {
  const reserved = new Set(variablesOf(kind).map((entry) => entry.path.split(".")[0]))
  for (const name of new Set(names)) {
    if (reserved.has(name)) {
      yield fault("reserved_name", { name })
    }
  }
}
