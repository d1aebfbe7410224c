/**
 * Values that are printed in words and computed with as what they are: `{{ order.total }}` is `¥4,200`, while
 * `{% if order.total > 10000 %}` and `{{ order.total | plus: 500 }}` take the number 4200; `{{ order.date }}` is
 * `January 15, 2026`, while `date` and comparisons take the moment. As a text alone, each would be wrong in silence.
 *
 * They travel as plain JSON, and become what liquidjs can compare only while a mail is rendered.
 */
import type { Variables } from "../../words"

/** As it travels. What is nothing has an empty text: `{% if order.credit_total != blank %}` can ask. */
export interface Presented {
  /** A number, or a moment in ISO 8601 on the clocks of the shop: `2026-01-15T12:00:00+09:00`. */
  value: number | string
  text: string
}

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/
/** A day, or a time of it, as somebody writes it into a template. */
const WRITTEN_MOMENT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?$/

/** The same while a mail is rendered. liquidjs compares by these methods, and computes by `toPrimitive`. */
export class PresentedValue {
  constructor(
    readonly value: number | string,
    readonly text: string
  ) {}

  /** Of a moment seconds, as `date: "%s"` gives them. */
  get number(): number {
    return typeof this.value === "number" ? this.value : Date.parse(this.value) / 1_000
  }

  equals(other: unknown): boolean {
    const right = plainOf(other)
    return right === this.text || this.difference(right) === 0
  }

  gt(other: unknown): boolean {
    return this.difference(plainOf(other)) > 0
  }

  geq(other: unknown): boolean {
    return this.difference(plainOf(other)) >= 0
  }

  lt(other: unknown): boolean {
    return this.difference(plainOf(other)) < 0
  }

  leq(other: unknown): boolean {
    return this.difference(plainOf(other)) <= 0
  }

  toString(): string {
    return this.text
  }

  toJSON(): number | string {
    return this.value
  }

  [Symbol.toPrimitive](hint: string): number | string {
    return hint === "string" ? this.text : this.number
  }

  /** NaN where the two cannot be compared. */
  private difference(other: unknown): number {
    if (other instanceof PresentedValue) {
      return this.number - other.number
    }
    if (typeof this.value === "string" && typeof other === "string" && WRITTEN_MOMENT.test(other)) {
      // On the same clocks, to what is written of them: all of a day is that day.
      return compared(this.value.slice(0, other.length), other.replace(" ", "T"))
    }
    return this.number - numberOf(other)
  }
}

function compared(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}

/** `blank`, `empty` and `nil` are objects with a value of their own. */
function plainOf(other: unknown): unknown {
  return typeof other === "object" && other !== null && !(other instanceof PresentedValue)
    ? other.valueOf()
    : other
}

function numberOf(other: unknown): number {
  if (typeof other === "string") {
    return MOMENT.test(other) ? Date.parse(other) / 1_000 : other.trim() ? Number(other) : NaN
  }
  return typeof other === "number" ? other : NaN
}

function isPresented(value: object): value is Presented {
  const { value: inner, text } = value as Partial<Presented>
  return (
    typeof text === "string" &&
    (typeof inner === "number" || (typeof inner === "string" && MOMENT.test(inner))) &&
    Object.keys(value).length === 2
  )
}

function revived(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return value
  }
  if (Array.isArray(value)) {
    return value.map(revived)
  }
  if (isPresented(value)) {
    return new PresentedValue(value.value, value.text)
  }
  // Whatever a shop keeps in metadata is its own.
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === "metadata" ? inner : (revived(inner) as unknown),
  ])
  return Object.fromEntries(entries) as unknown
}

/** The variables as a template is rendered with them. Only what is said about a document is presented. */
export function withPresented(variables: Variables): Variables {
  return variables.order === undefined ? variables : { ...variables, order: revived(variables.order) }
}
