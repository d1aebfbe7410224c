/**
 * What is wrong with an input, made at random from one that is right. Every mutation is wrong for certain, so each must
 * be refused, must change nothing, and must say which field is at fault.
 */
import fc from "fast-check"

import { fieldNamed, type Path, type Place, placesOf, withValue } from "./places"

export interface Malformed {
  /** What was done to it, for whoever reads of a failure. */
  what: string
  input: unknown
  /** A refusal has to name it. */
  named?: string
}

/** Fields that take whatever other programs write into them: what stands below is not of a certain type. */
const FREE = ["metadata", "variables", "order_insert"]

/** Fields with words of which one is to be chosen. */
const CHOSEN = [
  "kind",
  "format",
  "locale",
  "language",
  "include",
  "purpose",
  "admin_copy",
  "states",
  "consent",
]
const MAY_BE_EMPTY = ["bank_providers", "attachments"]
const TIMES = ["scheduled_at", "$gte", "$lte"]

function isFree(path: Path): boolean {
  return FREE.some((name) => path.slice(0, -1).includes(name))
}

const UNSTORABLE = ["\0", "a\0b", "\ud800", "b\udc00", "\ud800\ud800", "日本\udfff"]

const BAD_TIMES = [
  "",
  "0000-01-01",
  "0000-01-01T00:00:00Z",
  "1899-12-31",
  "9999-12-31T23:59:59-23:59",
  "+010000-01-01T00:00:00Z",
  "-000001-01-01T00:00:00Z",
  "10000-01-01T00:00:00Z",
  "2026-02-30",
  "2026-13-01T00:00:00Z",
  "2030-01-01T00:00:00",
  "2030-01-01T24:00:00Z",
  "2030-01-01T00:00:60Z",
  "tomorrow",
  "infinity",
  "now",
  "1700000000000",
]

/** Of another kind than this value; never null, which some fields take for nothing. */
function otherKinds(value: unknown): fc.Arbitrary<unknown> {
  const nested = fc.constantFrom<unknown>({}, [], { a: 1 }, [[]], ["a", "b"], [null], { length: 1 })
  const plain = fc.oneof(fc.boolean(), fc.integer(), fc.double({ noNaN: true }), fc.string({ maxLength: 20 }))
  if (Array.isArray(value)) {
    return fc.oneof(plain, fc.constantFrom<unknown>({}, { a: 1 }))
  }
  if (typeof value === "object" && value !== null) {
    return fc.oneof(plain, fc.constantFrom<unknown>([], [1]))
  }
  const others = plain.filter((other) => typeof other !== typeof value)
  return fc.oneof(others, nested)
}

function nestedText(depth: number): unknown {
  let value: unknown = "x"
  for (let level = 0; level < depth; level += 1) {
    value = level % 2 ? [value] : { a: value }
  }
  return value
}

/** At a place that is chosen among those that fit; null if none does. */
function at(
  input: unknown,
  fits: (place: Place) => boolean,
  make: (place: Place) => fc.Arbitrary<Malformed>
): fc.Arbitrary<Malformed> | null {
  const places = placesOf(input).filter(fits)
  return places.length ? fc.constantFrom(...places).chain(make) : null
}

function replaced(
  input: unknown,
  what: string,
  fits: (place: Place) => boolean,
  values: (place: Place) => fc.Arbitrary<unknown>
): fc.Arbitrary<Malformed> | null {
  return at(input, fits, (place) =>
    values(place).map((value) => ({
      what: `${what} at ${place.path.join(".")}`,
      input: withValue(input, place.path, value),
      named: fieldNamed(place.path),
    }))
  )
}

const isText = ({ value }: Place) => typeof value === "string"

/** Somewhere in the input, or at its top, a field that does not belong there. */
function added(
  input: unknown,
  what: string,
  name: fc.Arbitrary<string>,
  isNamed: boolean,
  within: (path: Path) => boolean,
  values: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 1 })
): fc.Arbitrary<Malformed> {
  const objects = [{ path: [] as Path, value: input }, ...placesOf(input)].filter(
    ({ path, value }) =>
      typeof value === "object" && value !== null && !Array.isArray(value) && within([...path, ""])
  )
  return fc.tuple(fc.constantFrom(...objects), name, values).map(([{ path }, field, value]) => ({
    what: `${what} in ${path.join(".") || "the whole"}`,
    input: withValue(input, [...path, field], value),
    ...(isNamed && { named: field }),
  }))
}

const unknownName = fc.oneof(
  fc.constantFrom("constructor", "toString", "$ne", "$or", "deleted_at", "state_"),
  fc.stringMatching(/^[a-z]{1,12}$/).map((name) => `${name}_x`)
)

/** Anything else of that name is gone before a step of a workflow sees it: Medusa's engine copies field by field. */
const PROTOTYPES = fc.constantFrom<unknown>({}, { q: "hanako" }, [1])

/** All that can be wrong with the fields of an input. */
export function malformed(input: object): fc.Arbitrary<Malformed> {
  const mutations = [
    added(input, "an unknown field", unknownName, true, (path) => !isFree(path)),
    added(input, "__proto__", fc.constant("__proto__"), true, () => true, PROTOTYPES),
    added(input, "a name that cannot be kept", fc.constantFrom(...UNSTORABLE), false, () => true),
    replaced(
      input,
      "another kind",
      ({ path }) => !isFree(path),
      ({ value }) => otherKinds(value)
    ),
    replaced(input, "a text that cannot be kept", isText, () => fc.constantFrom(...UNSTORABLE)),
    replaced(
      input,
      "an empty list",
      ({ path, value }) => Array.isArray(value) && !MAY_BE_EMPTY.includes(fieldNamed(path)),
      () => fc.constant([])
    ),
    replaced(
      input,
      "deep nesting",
      () => true,
      () => fc.integer({ min: 40, max: 3_000 }).map(nestedText)
    ),
    replaced(
      input,
      "a word that is none of them",
      ({ path, value }) => typeof value === "string" && CHOSEN.includes(fieldNamed(path)),
      () => fc.string({ maxLength: 12 }).map((word) => `zzz${word}`)
    ),
    replaced(
      input,
      "no time",
      ({ path }) => TIMES.includes(fieldNamed(path)),
      () => fc.constantFrom(...BAD_TIMES)
    ),
    replaced(
      input,
      "a very long text",
      (place) => isText(place) && !isFree(place.path),
      () => fc.constant("x".repeat(1_000_001))
    ),
  ]
  const possible = mutations.flatMap((mutation, index) =>
    // A million letters cost more than all others.
    mutation ? [{ arbitrary: mutation, weight: index === mutations.length - 1 ? 1 : 12 }] : []
  )
  return fc.oneof(...possible)
}

/** No input at all: what is no object. */
export const noObject: fc.Arbitrary<Malformed> = fc
  .oneof(
    fc.constantFrom<unknown>([], [{}], [[]], "text", 5, true, null),
    fc.array(fc.jsonValue({ maxDepth: 1 }), { minLength: 1, maxLength: 3 })
  )
  .map((input) => ({ what: "no object", input }))
