/**
 * Reads a Liquid template without rendering it: which variables it names, and what is wrong with it, with the
 * place for the editor. A mistake is an error when saving, never a surprise in the middle of a mailing.
 */
import { analyzeSync, type Liquid, type Template } from "liquidjs"

import type { ContentIssue } from "../words"
import { type ContentKind, variablesOf } from "./catalogue"
import { findForeignVariables, findHtml } from "./foreign-variables"
import type { HtmlRules } from "./html/attributes"
import { type HtmlReading, readHtml } from "./html/read"
import { WARNINGS } from "./html/report"
import { LiquidWords } from "./html/words"
import { htmlEngine, textEngine } from "./liquid/dialects"
import { type Fault, fault } from "./liquid/fault"
import { findNumbersAsText } from "./liquid/numbers-as-text"
import { placeSignature, SIGNATURE } from "./liquid/signature"
import { allFilters, blockNames, depthOf, findUnsafeRaw, ownWords } from "./liquid/walk"
import { checkHtmlSize, checkTemplateSize, NESTING, tooDeep } from "./size-check"
import { syntaxFault, unknownFilter } from "./syntax-faults"
import { dataPath, placeOf, reservedNames, variableFaults } from "./variable-faults"

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
    return refused([syntaxFault(error, engine)])
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

function safeUrls(kind: ContentKind): string[] {
  return variablesOf(kind).flatMap((entry) => (entry.url ? [entry.path] : []))
}
