/**
 * How large and how nested a template may be. Reading, styling and drawing one takes more than its length in time:
 * brackets within brackets are read once for each bracket, each rule of a style sheet is held against each element.
 * So what no mail needs is refused before anybody begins with it.
 */
import { Parser } from "htmlparser2"
import { Tokenizer, TypeGuards } from "liquidjs"

import { LiquidWords } from "./html/words"
import { type Fault, fault } from "./liquid/fault"

/** Characters of one template. */
export const TEMPLATE_LENGTH = 200_000
/** Of a subject: mail programs show about 70. */
export const SUBJECT_LENGTH = 1_000
/** Tags and outputs, and characters of one. */
export const TAGS = 2_000
export const TAG_LENGTH = 5_000
/** Names in tags, times the length of the text: liquidjs reads it from the beginning to find the place of each. */
const PLACES = 100_000_000
/** Brackets within brackets, in one tag. */
export const BRACKETS = 8
/** Tags within tags. */
export const NESTING = 50
export const ELEMENTS = 5_000
export const ELEMENT_NESTING = 150
/** Selectors and declarations of a style sheet, and the same times the elements that they are held against. */
export const STYLES = 5_000
export const STYLE_MATCHES = 1_000_000
/** Names in one selector. */
export const SELECTOR_PARTS = 6
/** Selectors that count an element's siblings, times each pair of elements. */
const SIBLINGS = 100_000_000

/** What of the Liquid is too much to be read. A template with errors of syntax is left to the parser. */
export function checkTemplateSize(source: string): Fault[] {
  if (source.length > TEMPLATE_LENGTH) {
    return [fault("too_long", { reason: "text", limit: TEMPLATE_LENGTH })]
  }
  const tags = liquidOf(source)
  const names = tags.reduce((sum, tag) => sum + (tag.match(/\b[a-z_]/gi)?.length ?? 0), 0)
  if (tags.length > TAGS || names * source.length > PLACES) {
    return [fault("too_many_tags", { tags: tags.length })]
  }
  if (tags.some((tag) => tag.length > TAG_LENGTH)) {
    return [fault("too_long", { reason: "tag", limit: TAG_LENGTH })]
  }
  return tags.some((tag) => bracketsOf(tag) > BRACKETS) ? [tooDeep("brackets")] : []
}

export function tooDeep(reason: "brackets" | "tags" | "elements"): Fault {
  return fault("too_deep", { reason })
}

function liquidOf(source: string): string[] {
  try {
    const tokens = new Tokenizer(source).readTopLevelTokens()
    return tokens.filter((token) => !TypeGuards.isHTMLToken(token)).map((token) => token.getText())
  } catch {
    return []
  }
}

function bracketsOf(tag: string): number {
  let depth = 0
  let deepest = 0
  for (const character of tag) {
    if (character === "[" || character === "(") {
      deepest = Math.max(deepest, ++depth)
    } else if (character === "]" || character === ")") {
      depth -= 1
    }
  }
  return deepest
}

/** What of the HTML is too much to be styled. @param source - A template that liquidjs can parse. */
export function checkHtmlSize(source: string): Fault[] {
  const { elements, nesting, css } = measure(new LiquidWords(source).hide(source).html)
  if (nesting > ELEMENT_NESTING) {
    return [tooDeep("elements")]
  }
  if (elements > ELEMENTS) {
    return [fault("too_many_elements", { limit: ELEMENTS })]
  }
  return checkStyleSize(css, elements)
}

function checkStyleSize(css: string, elements: number): Fault[] {
  const styles = css.split(/[{;,]/).length - 1
  if (styles > STYLES || styles * elements > STYLE_MATCHES) {
    return [fault("css_too_large", { styles, elements })]
  }
  const selectors = selectorsOf(css)
  const counting = selectors.filter((selector) => /~|:(?:nth|first|last|only)-/.test(selector))
  const complex =
    selectors.find(isComplex) ??
    (counting.length * elements ** 2 > SIBLINGS ? counting[0] : undefined) ??
    css.split(/[;{}]/).find(multiplies)
  if (complex === undefined) {
    return []
  }
  return [fault("css_too_complex", { name: complex.trim().slice(0, 80) })]
}

function measure(html: string): { elements: number; nesting: number; css: string } {
  let elements = 0
  let depth = 0
  let nesting = 0
  let css = ""
  let inStyle = false
  const parser = new Parser({
    onopentag: (name) => {
      elements += 1
      nesting = Math.max(nesting, ++depth)
      inStyle = name === "style"
    },
    onclosetag: () => {
      depth -= 1
      inStyle = false
    },
    ontext: (text) => {
      css += inStyle ? text : ""
    },
  })
  parser.end(html)
  return { elements, nesting, css }
}

/** What stands before the braces; of a rule that is meant for some screens only, both. */
function selectorsOf(css: string): string[] {
  return css
    .split("{")
    .slice(0, -1)
    .map((before) => before.slice(before.lastIndexOf("}") + 1).trim())
    .flatMap((prelude) => (prelude.startsWith("@") ? [] : prelude.split(",")))
}

/** A variable made of several others: a row of such is twice as long with each. */
function multiplies(declaration: string): boolean {
  return declaration.trim().startsWith("--") && declaration.split("var(").length > 2
}

function isComplex(selector: string): boolean {
  return (
    /:(?:has|is|where|matches|not\([^)]*[ >+~(])/i.test(selector) ||
    selector.trim().split(/[\s>+~]+/).length > SELECTOR_PARTS
  )
}
