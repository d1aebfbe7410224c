/** Walks the parsed form of a template to see what liquidjs's own analysis does not report: filters and names. */
import { analyzeSync, type FilteredValueToken, type Template, Value } from "liquidjs"

import { type Fault, fault, type Place } from "./fault"

/** An expression with filters, and the template that it stands in. */
interface Expression {
  value: Value | FilteredValueToken
  template: Template
}

/** Every template, outer ones first. */
function* walk(templates: Iterable<Template>): Generator<Template> {
  for (const template of templates) {
    yield template
    yield* walk(childrenOf(template))
  }
}

/** How many templates stand within each other. */
export function depthOf(templates: Iterable<Template>): number {
  let deepest = 0
  for (const template of templates) {
    deepest = Math.max(deepest, 1 + depthOf(childrenOf(template)))
  }
  return deepest
}

function childrenOf(template: Template): Template[] {
  // With tags that load other files removed, no `children` yields before it returns.
  const result = template.children?.(false, true).next()
  return result?.done ? result.value : []
}

export function* expressions(templates: Template[]): Generator<Expression> {
  for (const template of walk(templates)) {
    for (const value of template.arguments?.() ?? []) {
      if (value instanceof Value || "filters" in value) {
        yield { value, template }
      }
    }
  }
}

export function placeOf(template: Template): Place {
  const [line, column] = template.token.getPosition()
  return { line, column }
}

/** The filters as written; the escaping that the engine itself appends has no name of a filter. */
function filterNames(value: Expression["value"]): string[] {
  return value.filters.map((filter) => filter.name).filter((name) => !name.startsWith("[object"))
}

/** Names that loops give to their items. */
export function* blockNames(templates: Template[]): Generator<string> {
  for (const template of walk(templates)) {
    yield* template.blockScope?.() ?? []
  }
}

/** `place` is a function, because finding it reads the whole source. */
export function* allFilters(templates: Template[]): Generator<{ name: string; place: () => Place }> {
  for (const { value, template } of expressions(templates)) {
    for (const name of filterNames(value)) {
      yield { name, place: () => placeOf(template) }
    }
  }
}

/**
 * `raw` puts a value into the HTML as it is: strangers could write HTML by their names, and what the template itself
 * puts in would be read by no check. After a filter that escapes it changes nothing.
 */
export function* findUnsafeRaw(templates: Template[]): Generator<Fault> {
  for (const { value, template } of expressions(templates)) {
    const filters = filterNames(value)
    const isEscaped = /(?:^|,)(?:escape|escape_once|newline_to_br),raw$/.test(filters.join(","))
    if (filters.includes("raw") && !isEscaped) {
      yield fault("unsafe_raw", {}, placeOf(template))
    }
  }
}

/** Locals that were made of nothing but what the template itself says. */
export function ownWords(templates: Template[]): Set<string> {
  const sources = new Map<string, Set<string>>()
  for (const template of walk(templates)) {
    for (const name of localNames(template)) {
      const known = sources.get(name) ?? new Set()
      Object.keys(analyzeSync([template]).variables).forEach((variable) => known.add(variable))
      sources.set(name, known)
    }
  }
  const own = new Set(sources.keys())
  for (let before = Infinity; before > own.size;) {
    before = own.size
    for (const name of own) {
      if ([...sources.get(name)!].some((variable) => !own.has(variable))) {
        own.delete(name)
      }
    }
  }
  for (const name of blockNames(templates)) {
    own.delete(name)
  }
  return own
}

function localNames(template: Template): string[] {
  return [...(template.localScope?.() ?? [])].map((name) => (typeof name === "string" ? name : name.content))
}
