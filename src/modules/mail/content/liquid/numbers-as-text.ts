/**
 * Finds numbers that are held against words: `{% if order.total > "¥10,000" %}` is never true, and
 * `{{ member.name | plus: 500 }}` is 500, whatever the data. Liquid says nothing to it, so the check does.
 */
import { type FilteredValueToken, type Template, type Token, TypeGuards, Value } from "liquidjs"

import { type Fault, fault } from "./fault"
import { expressions, placeOf } from "./walk"

type Type = "amount" | "moment" | "number" | "text"
/** Undefined where nobody can know: metadata, items of a loop, names of the template's own. */
type TypeOf = (path: string) => Type | undefined

interface Operand {
  type: Type | undefined
  name: string
  reason: "literal" | "variable"
}

const COMPARING = new Set([">", "<", ">=", "<="])
const COMPUTING = new Set(
  "plus minus times divided_by modulo abs ceil floor round at_least at_most money".split(" ")
)
/** `¥10,000`, `1,000円`: an amount as people read it. */
const WRITTEN_AMOUNT = /^(?=.*\d)[\p{Sc}\d\s.,円]+$/u

function literalOf(text: string): Operand {
  const isMoment = /^\d{4}-\d\d-\d\d/.test(text)
  const isNumber = text.trim() !== "" && Number.isFinite(Number(text))
  return { type: isNumber ? "number" : isMoment ? "moment" : "text", name: text, reason: "literal" }
}

function operandOf(token: Token, typeOf: TypeOf): Operand | undefined {
  if (TypeGuards.isNumberToken(token)) {
    return { type: "number", name: token.getText(), reason: "literal" }
  }
  if (TypeGuards.isQuotedToken(token)) {
    return literalOf(token.content)
  }
  if (TypeGuards.isPropertyAccessToken(token) && !token.variable) {
    const path = token.props.map((prop) => (TypeGuards.isWordToken(prop) ? prop.content : "")).join(".")
    return { type: typeOf(path), name: path, reason: "variable" }
  }
  return undefined
}

/** The one of two that makes them incomparable. */
function misfit(left: Operand, right: Operand): Operand | undefined {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const isWords = one.type === "text" || (one.type === "moment" && one.reason === "literal")
    const against = other.type === "number" || other.type === "amount"
    const isDate = other.type === "moment" && other.reason === "variable"
    if (isWords && (against || (isDate && one.type === "text"))) {
      return one
    }
    // Whatever it is held against.
    if (one.type === "text" && one.reason === "literal" && WRITTEN_AMOUNT.test(one.name)) {
      return one
    }
  }
  return undefined
}

/** Goes through an expression as it is computed: operands first, then what joins them. */
function* comparisons(tokens: readonly Token[], typeOf: TypeOf): Generator<Operand> {
  const stack: (Operand | undefined)[] = []
  for (const token of tokens) {
    if (!TypeGuards.isOperatorToken(token)) {
      stack.push(operandOf(token, typeOf))
      continue
    }
    const right = stack.pop()
    const left = token.operator === "not" ? undefined : stack.pop()
    const found = COMPARING.has(token.operator) && left && right ? misfit(left, right) : undefined
    if (found) {
      yield found
    }
    stack.push(undefined)
  }
}

/** Filters after the first one that is not for numbers get whatever that one makes. */
function* computations(value: Value, typeOf: TypeOf): Generator<Operand> {
  const [input] = value.initial.postfix
  let operand = value.initial.postfix.length === 1 && input ? operandOf(input, typeOf) : undefined
  for (const { name, args } of value.filters) {
    if (!COMPUTING.has(name)) {
      operand = undefined
      continue
    }
    const given = args.flatMap((arg) => (Array.isArray(arg) ? [] : [operandOf(arg, typeOf)]))
    for (const one of [operand, ...given]) {
      if (one?.type === "text" || (one?.type === "moment" && one.reason === "literal")) {
        yield one
      }
    }
    operand = undefined
  }
}

function valueOf(value: Value | FilteredValueToken): Value | undefined {
  return value instanceof Value ? value : undefined
}

/** @param typeOf - What a variable holds. */
export function* findNumbersAsText(templates: Template[], typeOf: TypeOf): Generator<Fault> {
  for (const { value, template } of expressions(templates)) {
    const parsed = valueOf(value)
    if (!parsed) {
      continue
    }
    const found = [...comparisons(parsed.initial.postfix, typeOf), ...computations(parsed, typeOf)]
    for (const { name, reason } of found) {
      yield fault("not_a_number", { reason, name }, placeOf(template))
    }
  }
}
