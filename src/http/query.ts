/** Queries, in which everything is text: read as what their shape asks for, and then checked as every other input is. */
import type { z } from "@medusajs/framework/zod"

import { readingsOf } from "../modules/mail/formats/readings"
import { nothing } from "../modules/mail/shapes/atoms"
import { check } from "../modules/mail/shapes/check"

/** Reads and checks a query as Express parsed it. @throws MedusaError `invalid_data` naming the parameter. */
export interface QueryReader<Query extends object = object> {
  (query: object): Query
  /** What it comes to, but for `fields`. */
  shape: z.ZodType
  /** Those that `fields` chooses from. Left out: it is no parameter. */
  fields?: readonly string[]
}

/**
 * Which parameters are more than text, one within another by its path: `orders.count.$gte`. What cannot be read stays as
 * it is, for the shape to refuse.
 */
interface Kinds<Field extends PropertyKey> {
  numbers?: readonly (Field | Within<Field>)[]
  flags?: readonly Field[]
  lists?: readonly (Field | Within<Field>)[]
  /** Fields below it have any name, and any value that a text may stand for. */
  open?: readonly Field[]
  /** For what is left out. */
  defaults?: Partial<Record<string, unknown>>
}

type Within<Field extends PropertyKey> = `${Field & string}.${string}`

function number(value: unknown): unknown {
  return typeof value === "string" && /^-?\d{1,15}(\.\d{1,9})?$/.test(value) ? Number(value) : value
}

function flag(value: unknown): unknown {
  return value === "true" || value === "false" ? value === "true" : value
}

/** One text or several, and what else each may stand for. */
function anyOf(value: unknown): unknown {
  if (typeof value === "string") {
    return readingsOf(value)
  }
  const given = list(value)
  return Array.isArray(given)
    ? [...new Set(given.flatMap((one) => (typeof one === "string" ? readingsOf(one) : [one])))]
    : value
}

function open(value: unknown): unknown {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, anyOf(inner)]))
    : value
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** `a[]=1&a[]=2`, `a=1`, `a[]=1,2`, and what Express makes of many values: an object with their indexes. */
function list(value: unknown): unknown {
  if (typeof value === "string") {
    return value === "" ? value : value.split(",")
  }
  if (Array.isArray(value)) {
    return value.length === 1 && typeof value[0] === "string" ? value[0].split(",") : value
  }
  const isIndexed = isObject(value) && Object.keys(value).every(isIndex)
  return isIndexed ? Object.values(value) : value
}

function isIndex(name: string): boolean {
  return /^\d+$/.test(name)
}

/** Makes the reader of a route's query. */
export function inQuery<Shape extends z.ZodType<object>>(
  shape: Shape,
  {
    numbers = [],
    flags = [],
    lists = [],
    open: opened = [],
    defaults = {},
  }: Kinds<keyof z.output<Shape>> = {}
): QueryReader<z.output<Shape>> {
  const readers = new Map<unknown, (value: unknown) => unknown>([
    ...numbers.map((field) => [field, number] as const),
    ...flags.map((field) => [field, flag] as const),
    ...lists.map((field) => [field, list] as const),
    ...opened.map((field) => [field, open] as const),
  ])
  const within = (value: unknown, path: string): unknown => {
    const reader = readers.get(path)
    const hasReaders = [...readers.keys()].some((field) => String(field).startsWith(`${path}.`))
    return reader ? reader(value) : hasReaders && isObject(value) ? fieldsOf(value, `${path}.`) : value
  }
  const fieldsOf = (value: object, before: string) =>
    Object.fromEntries(Object.entries(value).map(([name, field]) => [name, within(field, before + name)]))
  const read = (query: object) => check(shape, { ...defaults, ...fieldsOf(query, "") })
  return Object.assign(read, { shape })
}

/** Of a route without parameters of its own. */
export const NO_QUERY: QueryReader = inQuery(nothing)

/** Of lists that are shown a page at a time. */
export const PAGED = { numbers: ["limit", "offset"], defaults: { limit: 50, offset: 0 } } as const
