/** Queries, in which everything is text: read as what their shape asks for, and then checked as every other input is. */
import type { z } from "@medusajs/framework/zod"

import { check } from "../modules/mail/shapes/check"

/** Reads and checks a query as Express parsed it. @throws MedusaError `invalid_data` naming the parameter. */
export interface QueryReader<Query extends object = object> {
  (query: object): Query
  /** What it comes to. */
  shape: z.ZodType
}

/** Which parameters are more than text. What cannot be read stays as it is, for the shape to refuse. */
interface Kinds<Field> {
  numbers?: readonly Field[]
  flags?: readonly Field[]
  lists?: readonly Field[]
  /** For what is left out. */
  defaults?: Partial<Record<string, unknown>>
}

function number(value: unknown): unknown {
  return typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value
}

function flag(value: unknown): unknown {
  return value === "true" || value === "false" ? value === "true" : value
}

/** `a[]=1&a[]=2`, `a=1`, `a[]=1,2`, and what Express makes of many values: an object with their indexes. */
function list(value: unknown): unknown {
  if (typeof value === "string") {
    return value === "" ? value : value.split(",")
  }
  if (Array.isArray(value)) {
    return value.length === 1 && typeof value[0] === "string" ? value[0].split(",") : value
  }
  const isIndexed = typeof value === "object" && value !== null && Object.keys(value).every(isIndex)
  return isIndexed ? Object.values(value) : value
}

function isIndex(name: string): boolean {
  return /^\d+$/.test(name)
}

/** Makes the reader of a route's query. */
export function inQuery<Shape extends z.ZodType<object>>(
  shape: Shape,
  { numbers = [], flags = [], lists = [], defaults = {} }: Kinds<keyof z.output<Shape>> = {}
): QueryReader<z.output<Shape>> {
  const readers = new Map<unknown, (value: unknown) => unknown>([
    ...numbers.map((field) => [field, number] as const),
    ...flags.map((field) => [field, flag] as const),
    ...lists.map((field) => [field, list] as const),
  ])
  const read = (query: object) => {
    const fields = Object.entries(query).map(([field, value]) => [field, (readers.get(field) ?? same)(value)])
    return check(shape, { ...defaults, ...Object.fromEntries(fields) })
  }
  return Object.assign(read, { shape })
}

function same(value: unknown): unknown {
  return value
}

/** Of lists that are shown a page at a time. */
export const PAGED = { numbers: ["limit", "offset"], defaults: { limit: 50, offset: 0 } } as const
