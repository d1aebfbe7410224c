/**
 * Reads a Liquid template without rendering it: which variables it names, and what is wrong with it, with the
 * place for the editor. A mistake is an error when saving, never a surprise in the middle of a mailing.
 */
import { analyzeSync, type Liquid, LiquidError, type Template, type Variable } from "liquidjs"

import type { ContentIssue } from "../types"
import { FORBIDDEN_FILTERS, FORBIDDEN_TAGS, htmlEngine, textEngine } from "./engine"
import type { Fault, Place } from "./fault"
import { checkHtml } from "./html-check"
import { allFilters, blockNames, depthOf, findUnsafeRaw } from "./liquid-walk"
import { didYouMean } from "./nearest"
import { checkHtmlSize, checkTemplateSize, NESTING, tooDeep } from "./size-check"
import { type ContentKind, judgePath, variablesOf } from "./variables"

export interface AnalyseOptions {
  /** Named in the issues. */
  field: string
  kind: ContentKind
  html: boolean
}

export interface Analysis {
  /** Dotted paths of the variables named, locals left out. */
  paths: string[]
  issues: ContentIssue[]
}

/** Nobody mends more at once. */
const MOST_ISSUES = 20

/** Analyses one template. Never throws for anything a template can contain. */
export function analyseTemplate(source: string, options: AnalyseOptions): Analysis {
  const engine = options.html ? htmlEngine : textEngine
  const refused = (faults: Fault[]): Analysis => ({
    paths: [],
    issues: faults.slice(0, MOST_ISSUES).map((fault) => ({ field: options.field, ...fault })),
  })
  const tooLarge = checkTemplateSize(source)
  if (tooLarge.length) {
    return refused(tooLarge)
  }
  let templates: Template[]
  try {
    templates = engine.parse(source)
  } catch (error) {
    return refused([syntaxIssue(error, engine)])
  }
  const tooNested = depthOf(templates) > NESTING ? [tooDeep("The tags")] : []
  const faults = [...tooNested, ...(options.html ? checkHtmlSize(source) : [])]
  if (faults.length) {
    return refused(faults)
  }
  const { globals, locals } = analyzeSync(templates)
  const variables = Object.values(globals).flat()
  faults.push(
    ...variableFaults(variables, options.kind),
    ...reservedNames([...Object.keys(locals), ...blockNames(templates)], options.kind),
    ...filterFaults(templates, engine),
    ...(options.html ? [...findUnsafeRaw(templates), ...checkHtml(source, safeUrls(options.kind))] : [])
  )
  return { ...refused(faults), paths: [...new Set(variables.map(dataPath))].sort() }
}

/** Reading on from here is Liquid's business (`.size`, `[0]`), or a key that a dotted path cannot express. */
function endsPath(segment: unknown): boolean {
  return typeof segment !== "string" || ["size", "first", "last"].includes(segment) || segment.includes(".")
}

/** The part of a variable that has to be fetched: `order.items[0].title` needs `order.items`. */
function dataPath(variable: Variable): string {
  const end = variable.segments.findIndex((segment, index) => index > 0 && endsPath(segment))
  return variable.segments.slice(0, end === -1 ? undefined : end).join(".")
}

function placeOf(variable: Variable): Place {
  return { line: variable.location.row, column: variable.location.col }
}

function* variableFaults(variables: Variable[], kind: ContentKind): Generator<Fault> {
  const seen = new Set<string>()
  for (const variable of variables) {
    const name = String(variable)
    if (seen.has(name)) {
      continue
    }
    seen.add(name)
    if (variable.segments.some((segment) => typeof segment === "object")) {
      const message = `"${name}" picks a variable by the value of another one. Write the name itself.`
      yield { code: "dynamic_access", message, ...placeOf(variable) }
      continue
    }
    const path = dataPath(variable)
    const verdict = judgePath(kind, path)
    const known = variablesOf(kind).map((entry) => entry.path)
    if (verdict === "unknown") {
      const message = `There is no variable "${path}".${didYouMean(path, known)}`
      yield { code: "unknown_variable", message, ...placeOf(variable) }
    } else if (verdict === "group") {
      const members = known.filter((other) => other.startsWith(`${path}.`)).join(", ")
      const message = `"${path}" is a group of variables. Name one of them: ${members}.`
      yield { code: "incomplete_variable", message, ...placeOf(variable) }
    }
  }
}

/** A local `unsubscribe_url` would make an unsafe link look like a safe one. */
function* reservedNames(names: string[], kind: ContentKind): Generator<Fault> {
  const reserved = new Set(variablesOf(kind).map((entry) => entry.path.split(".")[0]))
  for (const name of new Set(names)) {
    if (reserved.has(name)) {
      yield { code: "reserved_name", message: `"${name}" is a variable already. Choose another name.` }
    }
  }
}

/** Filters that the parser does not look up itself, such as those of a `cycle`. */
function* filterFaults(templates: Template[], engine: Liquid): Generator<Fault> {
  for (const { name, place } of allFilters(templates)) {
    if (!(name in engine.filters)) {
      yield { ...unknownFilter(name, engine), ...place() }
    }
  }
}

function unknownFilter(name: string, engine: Liquid): Fault {
  if (FORBIDDEN_FILTERS.some((forbidden) => forbidden === name)) {
    const message = `The filter "${name}" is not available in mails. Write a loop with a condition in it.`
    return { code: "forbidden_filter", message }
  }
  const known = Object.keys(engine.filters)
  return { code: "unknown_filter", message: `There is no filter "${name}".${didYouMean(name, known)}` }
}

function safeUrls(kind: ContentKind): string[] {
  return variablesOf(kind).flatMap((entry) => (entry.url ? [entry.path] : []))
}

/** What the parser threw, as an issue. */
function syntaxIssue(error: unknown, engine: Liquid): Fault {
  if (LiquidError.is(error)) {
    const [line, column] = error.token.getPosition()
    return { ...explain(error.originalError?.message ?? error.message, engine), line, column }
  }
  if (error instanceof RangeError) {
    return tooDeep("The tags")
  }
  throw error
}

function explain(reason: string, engine: Liquid): Fault {
  const filter = /^undefined filter: (.*)$/.exec(reason)?.[1]
  if (filter !== undefined) {
    return unknownFilter(filter, engine)
  }
  const tag = /^tag "(.*)" not found$/.exec(reason)?.[1]
  if (tag !== undefined) {
    return FORBIDDEN_TAGS.some((forbidden) => forbidden === tag)
      ? { code: "forbidden_tag", message: `The tag "${tag}" is not available in mails.` }
      : {
          code: "unknown_tag",
          message: `There is no tag "${tag}".${didYouMean(tag, Object.keys(engine.tags))}`,
        }
  }
  return { code: "syntax", message: `${reason.replace(/, line:\d+, col:\d+$/, "")}.` }
}
