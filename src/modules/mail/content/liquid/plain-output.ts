/** Outputs such as `{{ member.name }}`, perhaps with a default, and what they show without liquidjs. */
import { Output, type Template, TypeGuards } from "liquidjs"

import type { Variables } from "../../words"
import { PresentedValue } from "./presented"

/** What Liquid gives a meaning of its own, if the object has no such key. */
const LIQUID_PROPERTIES = ["size", "first", "last"]

/** The value needs liquidjs: an array, an object, a function, a date. */
export const NOT_PLAIN = Symbol("not plain")

export interface PlainOutput {
  path: string[]
  /** Shown for an empty string, `false` or nothing. */
  fallback: string | null
  /** The same output for liquidjs, if the value turns out not to be plain. */
  template: Template
}

/** `{{ a.b.c }}` or `{{ a.b.c | default: "x" }}`, written with plain names; else `null`. */
export function plainOutput(template: Template): PlainOutput | null {
  if (!(template instanceof Output)) {
    return null
  }
  const { initial, filters } = template.value
  const [variable] = initial.postfix
  if (initial.postfix.length !== 1 || !TypeGuards.isPropertyAccessToken(variable) || variable.variable) {
    return null
  }
  const path = variable.props.map((prop) => (TypeGuards.isWordToken(prop) ? prop.content : null))
  if (!path.every((key) => key !== null && !LIQUID_PROPERTIES.includes(key))) {
    return null
  }
  // The engine itself appends its escaping as the last filter, unless the output is raw.
  const written = filters.at(-1)?.raw ? filters : filters.slice(0, -1)
  const fallback = written.length === 1 && written[0]!.name === "default" ? written[0]!.args : []
  const [shown] = fallback
  if (written.length === 0) {
    return { path: path as string[], fallback: null, template }
  }
  return fallback.length === 1 && TypeGuards.isQuotedToken(shown)
    ? { path: path as string[], fallback: shown.content, template }
    : null
}

export function readPlain(variables: Variables, { path, fallback }: PlainOutput): string | typeof NOT_PLAIN {
  let value: unknown = variables
  for (const key of path) {
    if (value === null || value === undefined) {
      break
    }
    if (!isPlainObject(value)) {
      return NOT_PLAIN
    }
    value = Object.hasOwn(value, key) ? value[key] : undefined
  }
  if (value instanceof PresentedValue) {
    return value.text || (fallback ?? "")
  }
  if (value === null || value === undefined || value === "" || value === false) {
    return fallback ?? (value === false ? "false" : "")
  }
  if (typeof value === "string") {
    return value
  }
  return typeof value === "number" || typeof value === "boolean" ? String(value) : NOT_PLAIN
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) {
    return false
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && !("toLiquid" in value)
}
