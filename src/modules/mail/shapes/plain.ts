/**
 * What every input has to be, whatever its shape: plain data that can be kept as it is.
 *
 * It is looked at before the shapes, because they cannot see all of it. Zod passes over a key named `__proto__`, and a
 * condition that is passed over makes an audience larger. Postgres refuses the character NUL, and keeps half of a
 * surrogate pair as another character: the words that somebody agreed to would not be the words on record.
 */
import { DEEPEST } from "./limits"

export interface PlainFault {
  path: (string | number)[]
  /** Goes on after the name of the field. */
  sentence: string
  code: "unstorable_text" | "invalid_input"
}

/** NUL, and surrogates without their other half: with the flag `u` only those are of the category Cs. */
const UNSTORABLE = /[\0\p{Cs}]/u

const HOLDS_UNSTORABLE = "holds a character that cannot be stored: NUL, or one half of a surrogate pair"

/** @returns the first fault, or null. Stops at it: what comes from outside may be large. */
export function faultOfPlain(input: unknown): PlainFault | null {
  const path: (string | number)[] = []
  const sentence = faultOf(input, path)
  if (sentence === null) {
    return null
  }
  return { path, sentence, code: sentence === HOLDS_UNSTORABLE ? "unstorable_text" : "invalid_input" }
}

/** @param path - Leads to the fault afterwards, if there is one. */
function faultOf(value: unknown, path: (string | number)[]): string | null {
  switch (typeof value) {
    case "string":
      return UNSTORABLE.test(value) ? HOLDS_UNSTORABLE : null
    case "number":
      return Number.isFinite(value) ? null : "must be a finite number"
    case "boolean":
    case "undefined":
      return null
    case "object":
      return value === null ? null : faultWithin(value, path)
    default:
      return "must be plain data"
  }
}

function faultWithin(value: object, path: (string | number)[]): string | null {
  // By their tag: an object of another realm, such as a test's, has another prototype.
  const tag = Object.prototype.toString.call(value)
  if (tag === "[object Date]") {
    return null
  }
  if (!Array.isArray(value) && tag !== "[object Object]") {
    return "must be plain data"
  }
  if (!Array.isArray(value) && hasPrototype(value)) {
    return "must be plain data, without a `__proto__` of its own"
  }
  if (path.length >= DEEPEST) {
    return `is nested too deeply: at most ${DEEPEST} levels`
  }
  return Array.isArray(value) ? faultInList(value, path) : faultInFields(value, path)
}

/**
 * Of its own, besides the one that all objects have, of whatever realm. Medusa's workflow engine copies an input field
 * by field, and so makes a prototype of what somebody named `__proto__`.
 */
function hasPrototype(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype !== null && Object.getPrototypeOf(prototype) !== null
}

function faultInList(list: readonly unknown[], path: (string | number)[]): string | null {
  for (let index = 0; index < list.length; index += 1) {
    path.push(index)
    const fault = faultOf(list[index], path)
    if (fault) {
      return fault
    }
    path.pop()
  }
  return null
}

function faultInFields(fields: object, path: (string | number)[]): string | null {
  for (const [name, value] of Object.entries(fields)) {
    path.push(name)
    const fault = faultOfName(name) ?? faultOf(value, path)
    if (fault) {
      return fault
    }
    path.pop()
  }
  return null
}

function faultOfName(name: string): string | null {
  if (name === "__proto__") {
    return "has a name that no field can have"
  }
  return UNSTORABLE.test(name) ? "has a name with a character that cannot be stored" : null
}
