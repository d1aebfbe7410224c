/** Variables by their dotted paths, as templates name them. */
import type { Variables } from "../words"

function isObject(value: unknown): value is Variables {
  return typeof value === "object" && value !== null
}

/** Whether a dotted path leads to a value. */
export function hasValue(variables: Variables, path: string): boolean {
  let value: unknown = variables
  for (const key of path.split(".")) {
    if (!isObject(value) || !Object.hasOwn(value, key)) {
      return false
    }
    value = value[key]
  }
  return true
}

/** For a preview of what only its sender can fill: in the place of each value stands its name. */
export function namesAsValues(paths: readonly string[]): Variables {
  const values: Variables = {}
  for (const path of paths) {
    const keys = path.split(".")
    const last = keys.pop()!
    let parent = values
    for (const key of keys) {
      const inner = parent[key]
      parent = (parent[key] = isObject(inner) ? inner : {}) as Variables
    }
    parent[last] ??= `[${path}]`
  }
  return values
}
