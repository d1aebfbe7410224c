/**
 * One parsed template as a function of its variables.
 *
 * Most outputs of a mail are plain: `{{ member.name }}`, perhaps with a default. Those are read directly, and
 * liquidjs is asked for everything else: 40 outputs in 3 kB HTML take 7 µs instead of 200 (`bench/content.ts`).
 * A plain output is only taken while its value is a string, number, boolean, presented value or nothing, reached through
 * plain objects; then the two are equal, and a test compares them on thousands of generated scopes.
 */
import { Context, type Liquid, Output, type Template, TypeGuards } from "liquidjs"

import type { Variables } from "../../words"
import { Allowance, assertLength } from "./allowance"
import { htmlEngine } from "./dialects"
import { PresentedValue } from "./presented"

export interface CompiledTemplate {
  /** Nothing but text and plain outputs. */
  isPlain: boolean
  render(variables: Variables): string
}

/** What Liquid gives a meaning of its own, if the object has no such key. */
const LIQUID_PROPERTIES = ["size", "first", "last"]

/** The value needs liquidjs: an array, an object, a function, a date. */
const NOT_PLAIN = Symbol("not plain")

interface PlainOutput {
  path: string[]
  /** Shown for an empty string, `false` or nothing. */
  fallback: string | null
  /** The same output for liquidjs, if the value turns out not to be plain. */
  template: Template
}

type Step = string | PlainOutput | Template[]

/**
 * @throws LiquidError of the parser; `render` throws those of rendering, with a LimitExceeded inside or instead if the
 *   mail would take too much.
 */
export function compileTemplate(engine: Liquid, source: string): CompiledTemplate {
  const escape = engine === htmlEngine ? escapeHtml : (value: string) => value
  const steps = planSteps(engine, engine.parse(source))
  const isPlain = !steps.some((step) => Array.isArray(step))
  const render = (variables: Variables): string => {
    // One context for all steps: assignments of one are seen by the next, and they share the limits. It gets
    // a copy, because `increment` writes into the scope.
    let context: Context | undefined
    const ask = (templates: Template[]): string => {
      context ??= contextOf(engine, variables)
      return engine.renderSync(templates, context)
    }
    let result = ""
    for (const step of steps) {
      if (typeof step === "string") {
        result += step
      } else if (Array.isArray(step)) {
        result += ask(step)
        // `break` outside of a loop ends the template.
        if (context?.breakCalled || context?.continueCalled) {
          break
        }
      } else {
        const value = readPlain(variables, step)
        result += value === NOT_PLAIN ? ask([step.template]) : escape(value)
      }
      assertLength(result)
    }
    return result
  }
  return { isPlain, render }
}

function contextOf(engine: Liquid, variables: Variables): Context {
  // It stands where liquidjs expects its clock, whose class is not public.
  const renderLimit = new Allowance() as unknown as Context["renderLimit"]
  return new Context({ ...variables }, engine.options, { sync: true }, { liquid: engine, renderLimit })
}

function planSteps(engine: Liquid, templates: Template[]): Step[] {
  const locals = new Set(Object.keys(engine.analyzeSync(templates).locals))
  const steps: Step[] = []
  for (const template of templates) {
    const last = steps.at(-1)
    if (TypeGuards.isHTMLToken(template.token)) {
      steps.push(template.token.getContent())
      continue
    }
    const plain = plainOutput(template)
    if (plain && !locals.has(plain.path[0]!)) {
      steps.push(plain)
    } else if (Array.isArray(last)) {
      last.push(template)
    } else {
      steps.push([template])
    }
  }
  return steps
}

/** `{{ a.b.c }}` or `{{ a.b.c | default: "x" }}`, written with plain names; else `null`. */
function plainOutput(template: Template): PlainOutput | null {
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

function readPlain(variables: Variables, { path, fallback }: PlainOutput): string | typeof NOT_PLAIN {
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

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
}

/** Exactly what liquidjs's `escape` does. */
function escapeHtml(value: string): string {
  return /[&<>"']/.test(value) ? value.replace(/[&<>"']/g, (character) => ENTITIES[character]!) : value
}
