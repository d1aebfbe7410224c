/**
 * Reads a Liquid template without rendering it: which variables it names, and what is wrong with it, with the
 * place for the editor. A mistake is an error when saving, never a surprise in the middle of a mailing.
 */
import { analyzeSync, type Liquid, LiquidError, type Template, type Token, type Variable } from "liquidjs"

import { nearest } from "../formats/nearest"
import type { ContentIssue } from "../words"
import { type ContentKind, judgePath, variablesOf } from "./catalogue"
import { findForeignVariables, findHtml } from "./foreign-variables"
import type { HtmlRules } from "./html/attributes"
import { type HtmlReading, readHtml } from "./html/read"
import { WARNINGS } from "./html/report"
import { LiquidWords } from "./html/words"
import { FORBIDDEN_FILTERS, FORBIDDEN_TAGS, htmlEngine, textEngine } from "./liquid/engine"
import { type Fault, fault, type FaultValues, type Place } from "./liquid/fault"
import { syntaxReason } from "./liquid/liquid-words"
import { findNumbersAsText } from "./liquid/numbers-as-text"
import { placeSignature, SIGNATURE } from "./liquid/signature"
import { allFilters, blockNames, depthOf, findUnsafeRaw, ownWords } from "./liquid/walk"
import { checkHtmlSize, checkTemplateSize, NESTING, tooDeep } from "./size-check"

export interface AnalyseOptions {
  /** Named in the issues. */
  field: string
  kind: ContentKind
  html: boolean
  /** Whether the signature may be placed in it. */
  holdsSignature?: boolean
}

export interface Analysis {
  /** Dotted paths of the variables named, locals left out. */
  paths: string[]
  issues: ContentIssue[]
  warnings: ContentIssue[]
  /** Says where the signature stands. */
  placesSignature: boolean
}

/** Nobody mends more at once. */
const MOST_ISSUES = 20

/** Analyses one template. Never throws for anything a template can contain. */
export function analyseTemplate(source: string, options: AnalyseOptions): Analysis {
  const engine = options.html ? htmlEngine : textEngine
  const named = (faults: Fault[]) =>
    faults.slice(0, MOST_ISSUES).map((one) => ({ field: options.field, ...one }))
  const refused = (faults: Fault[]): Analysis => ({
    paths: [],
    issues: named(faults),
    warnings: [],
    placesSignature: false,
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
  const tooNested = depthOf(templates) > NESTING ? [tooDeep("tags")] : []
  const tooMuch = [...tooNested, ...(options.html ? checkHtmlSize(source) : [])]
  if (tooMuch.length) {
    return refused(tooMuch)
  }
  const { globals, locals } = analyzeSync(templates)
  const variables = Object.values(globals).flat()
  const found = options.html ? checkHtml(source, options.kind) : findHtml(source)
  const warnings = found.filter(({ code }) => WARNINGS.has(code))
  const faults = [
    ...variableFaults(variables, options.kind),
    ...reservedNames([...Object.keys(locals), ...blockNames(templates)], options.kind),
    ...filterFaults(templates, engine, options.kind),
    ...textFaults(templates, options.kind),
    ...signatureFaults(source, engine, options.holdsSignature ?? false),
    ...(options.html ? findUnsafeRaw(templates) : []),
    ...found.filter(({ code }) => !WARNINGS.has(code)),
  ]
  return {
    paths: [...new Set([...variables.map(dataPath), ...pathsOfFilters(templates, options.kind)])]
      .filter((path) => path !== SIGNATURE)
      .sort(),
    issues: named(faults),
    warnings: named(counted([...warnings, ...findForeignVariables(source, options.html)])),
    placesSignature: SIGNATURE in globals,
  }
}

/**
 * Reads the HTML of a template that liquidjs can parse.
 *
 * @param words - Shared by the parts of one mail.
 */
export function readHtmlTemplate(source: string, kind: ContentKind, words: LiquidWords): HtmlReading {
  const rules: HtmlRules = { words, ...judgesOf(source, kind) }
  return readHtml({ source, ...words.hide(source) }, rules)
}

function checkHtml(source: string, kind: ContentKind): Fault[] {
  return readHtmlTemplate(source, kind, new LiquidWords(source)).faults
}

function judgesOf(source: string, kind: ContentKind): Pick<HtmlRules, "isSafeUrl" | "isOwnWords"> {
  const links = safeUrls(kind)
  const own = ownWords(htmlEngine.parse(source))
  return {
    isSafeUrl: ({ expression = "" }) => links.includes(expression) || /\|\s*safe_url$/.test(expression),
    isOwnWords: ({ text }) =>
      Object.keys(analyzeSync(htmlEngine.parse(text)).variables).every((name) => own.has(name)),
  }
}

/** One warning of each kind and name; a template has the same fault in fifty places. */
function counted(faults: Fault[]): Fault[] {
  const first = new Map<string, Fault>()
  for (const one of faults) {
    const key = `${one.code} ${one.values?.name ?? ""}`
    if (!first.has(key)) {
      first.set(key, one)
    }
  }
  return [...first.values()]
}

function signatureFaults(source: string, engine: Liquid, isAllowed: boolean): Fault[] {
  const rest = isAllowed ? placeSignature(source, "") : source
  const [elsewhere] = analyzeSync(engine.parse(rest)).globals[SIGNATURE] ?? []
  return elsewhere ? [fault("signature_place", {}, isAllowed ? {} : placeOf(elsewhere))] : []
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
      yield fault("dynamic_access", { name }, placeOf(variable))
      continue
    }
    const path = dataPath(variable)
    const verdict = judgePath(kind, path)
    const known = variablesOf(kind).map((entry) => entry.path)
    if (verdict === "unknown") {
      yield fault("unknown_variable", misnamed(path, known), placeOf(variable))
    } else if (verdict === "group") {
      const members = known.filter((other) => other.startsWith(`${path}.`)).join(", ")
      yield fault("incomplete_variable", { name: path, members }, placeOf(variable))
    }
  }
}

/** A local `unsubscribe_url` would make an unsafe link look like a safe one. */
function* reservedNames(names: string[], kind: ContentKind): Generator<Fault> {
  const reserved = new Set(variablesOf(kind).map((entry) => entry.path.split(".")[0]))
  for (const name of new Set(names)) {
    if (reserved.has(name)) {
      yield fault("reserved_name", { name })
    }
  }
}

/** What a filter reads besides its value. */
const READ_BY_FILTERS: Record<string, string[]> = { money: ["order.currency_code", "order.locale"] }

function pathsOfFilters(templates: Template[], kind: ContentKind): string[] {
  const read = [...allFilters(templates)].flatMap(({ name }) => READ_BY_FILTERS[name] ?? [])
  // Other code brings what its own variables name: its amounts may come without the manners of a language.
  return kind === "order" ? read : []
}

/** A number or a moment that is held against words: never true, whatever the order. */
function* textFaults(templates: Template[], kind: ContentKind): Generator<Fault> {
  const entries = new Map(variablesOf(kind).map((entry) => [entry.path, entry]))
  const typeOf = (path: string) => {
    const entry = entries.get(path)
    return entry && !entry.open ? (entry.type ?? "text") : undefined
  }
  yield* findNumbersAsText(templates, typeOf)
}

/** Filters that the parser does not look up itself, such as those of a `cycle`, or that suit no mail of this kind. */
function* filterFaults(templates: Template[], engine: Liquid, kind: ContentKind): Generator<Fault> {
  for (const { name, place } of allFilters(templates)) {
    if (!(name in engine.filters) || (kind === "member" && name in READ_BY_FILTERS)) {
      yield { ...unknownFilter(name, engine), ...place() }
    }
  }
}

function unknownFilter(name: string, engine: Liquid): Fault {
  return FORBIDDEN_FILTERS.some((forbidden) => forbidden === name)
    ? fault("forbidden_filter", { name })
    : fault("unknown_filter", misnamed(name, Object.keys(engine.filters)))
}

/** A name that is unknown, with the one that was meant. */
function misnamed(name: string, known: readonly string[]): FaultValues {
  const suggestion = nearest(name, known)
  return suggestion ? { name, suggestion } : { name }
}

function safeUrls(kind: ContentKind): string[] {
  return variablesOf(kind).flatMap((entry) => (entry.url ? [entry.path] : []))
}

/** What the parser threw, as a fault. */
function syntaxIssue(error: unknown, engine: Liquid): Fault {
  if (LiquidError.is(error)) {
    const [line, column] = error.token.getPosition()
    const before = error.token.input.slice(0, error.token.begin)
    const message = error.originalError?.message ?? error.message
    return {
      ...(isEmptyOutput(message, before)
        ? fault("empty_variable")
        : explain(message, tagAround(error.token), engine)),
      line,
      column,
    }
  }
  if (error instanceof RangeError) {
    return tooDeep("tags")
  }
  throw error
}

/** From its opening brace to its closing one, or to the end. */
function tagAround({ input, begin }: Token): string {
  const start = Math.max(input.lastIndexOf("{%", begin), input.lastIndexOf("{{", begin), 0)
  return /^[^]*?[%}]}|[^]*/.exec(input.slice(start))![0]
}

function explain(message: string, text: string, engine: Liquid): Fault {
  const reason = message.replace(/, line:\d+, col:\d+$/, "")
  const filter = /^undefined filter: (.*)$/.exec(reason)?.[1]
  if (filter !== undefined) {
    return unknownFilter(filter, engine)
  }
  const tag = /^tag "(.*)" not found$/.exec(reason)?.[1]
  if (tag !== undefined) {
    return unknownTag(tag, engine)
  }
  const open = /^(?:tag|output|raw) ([^]*) not closed$/.exec(reason)?.[1]
  if (open !== undefined) {
    return fault("syntax", { reason: "not_closed", name: open.replace(/^"|"$/g, "") })
  }
  return fault("syntax", { ...syntaxReason(reason, text), detail: reason })
}

function isEmptyOutput(message: string, before: string): boolean {
  return message.startsWith('invalid value expression: ""') && /\{\{-?\s*$/.test(before)
}

function unknownTag(name: string, engine: Liquid): Fault {
  if (FORBIDDEN_TAGS.some((forbidden) => forbidden === name)) {
    return fault("forbidden_tag", { name })
  }
  return /^(?:end.+|else|elsif|when)$/.test(name)
    ? fault("syntax", { reason: "misplaced", name })
    : fault("unknown_tag", misnamed(name, Object.keys(engine.tags)))
}
