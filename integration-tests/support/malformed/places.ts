/** Places within an input: what a mutation is made at. */

export type Path = readonly (string | number)[]

export interface Place {
  path: Path
  value: unknown
}

/** Every value within, the input itself left out. */
export function placesOf(input: unknown, path: Path = []): Place[] {
  if (typeof input !== "object" || input === null) {
    return []
  }
  return Object.entries(input).flatMap(([name, value]) => {
    const at = [...path, Array.isArray(input) ? Number(name) : name]
    return [{ path: at, value }, ...placesOf(value, at)]
  })
}

/** A copy with another value at this place. */
export function withValue(input: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) {
    return value
  }
  const copy = Array.isArray(input) ? [...(input as unknown[])] : { ...(input as object) }
  Object.defineProperty(copy, step, {
    value: withValue((input as Record<string | number, unknown>)[step], rest, value),
    enumerable: true,
    writable: true,
    configurable: true,
  })
  return copy
}

/** The name that a refusal has to hold: of a list's entry that of the list. */
export function fieldNamed(path: Path): string {
  return String(path.findLast((step) => typeof step === "string") ?? "")
}
