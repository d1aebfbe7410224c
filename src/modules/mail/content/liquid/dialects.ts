/**
 * The one Liquid engine, in two dialects. Templates are code from outside: nothing here reads files, calls
 * functions of the scope's prototype or runs without limits.
 */
import {
  CaseTag,
  type Context,
  defaultOperators,
  type Emitter,
  type FilterImplOptions,
  filters,
  Liquid,
  type Operators,
  type Value,
} from "liquidjs"

import { allowanceOf } from "./allowance"
import { registerFilters } from "./filters"
import { PresentedValue } from "./presented"

/** liquidjs reads files through these, with default options even `.env`; without them they are a clear error. */
export const FORBIDDEN_TAGS = ["include", "render", "layout", "block"] as const

/** Templates in templates: each reads its text anew for each item, and no check sees what is in it. */
export const FORBIDDEN_FILTERS = [
  "where_exp",
  "reject_exp",
  "group_by_exp",
  "has_exp",
  "find_index_exp",
  "find_exp",
] as const

/** Characters of a template as it is sent: style sheets worked in make it longer than what was written. */
const PARSE_LIMIT = 1e6

type FilterHandler = Extract<FilterImplOptions, (...args: never[]) => unknown>

/** These read a property of each item, which takes as long as two tags. */
const READING_FILTERS: ReadonlySet<string> = new Set(
  "where reject find find_index has map sum group_by sort sort_natural".split(" ")
)

/** What a filter reads and makes counts. */
function counted(filter: FilterImplOptions, name = ""): FilterImplOptions {
  const handler = typeof filter === "function" ? filter : filter.handler
  const reads = READING_FILTERS.has(name)
  const run: FilterHandler = function* (value: unknown, ...args: unknown[]): Generator<unknown> {
    const allowance = allowanceOf(this.context)
    allowance.weigh([value, args])
    if (reads && Array.isArray(value)) {
      allowance.step(2 * value.length)
    }
    const result: unknown = yield handler.apply(this, [value, ...args])
    allowance.weigh(result)
    return result
  }
  return typeof filter === "function" ? run : { ...filter, handler: run }
}

type Comparison = (left: unknown, right: unknown, context: Context) => ReturnType<Operators[string]>

/** Comparing two lists, or looking for a word in a text, reads both. */
const operators: Operators = { ...defaultOperators }
for (const name of ["==", "!=", "contains"]) {
  const compare = defaultOperators[name] as Comparison
  operators[name] = (left: unknown, right: unknown, context: Context) => {
    allowanceOf(context).weigh([left, right])
    if (name === "contains") {
      return compare(left instanceof PresentedValue ? left.text : left, right, context)
    }
    // `blank == order.total`: the one that knows how to compare the two is asked.
    return right instanceof PresentedValue ? compare(right, left, context) : compare(left, right, context)
  }
}

/** It compares without the operators. */
class CountedCase extends CaseTag {
  override *render(context: Context, emitter: Emitter): Generator<unknown, void> {
    const [target, ...branches] = this.arguments() as Generator<Value>
    const value: unknown = yield target!.value(context)
    branches.forEach(() => allowanceOf(context).weigh(value))
    yield super.render(context, emitter)
  }
}

function createEngine(escapesHtml: boolean): Liquid {
  const engine = new Liquid({
    templates: {},
    relativeReference: false,
    dynamicPartials: false,
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: PARSE_LIMIT,
    memoryLimit: 5e6,
    operators,
    outputEscape: counted(escapesHtml ? filters.escape! : (value: unknown) => value) as () => string,
  })
  for (const tag of FORBIDDEN_TAGS) {
    delete engine.tags[tag]
  }
  for (const filter of FORBIDDEN_FILTERS) {
    delete engine.filters[filter]
  }
  registerFilters(engine, escapesHtml)
  for (const [name, filter] of Object.entries(engine.filters)) {
    engine.registerFilter(name, counted(filter, name))
  }
  engine.registerTag("case", CountedCase)
  return engine
}

/** For HTML bodies: every output is escaped. */
export const htmlEngine = createEngine(true)

/** For subjects and text parts: no output is escaped. */
export const textEngine = createEngine(false)
