/**
 * Style sheets are worked into the elements, for the mail programs that drop them, and stay beside them, for all that
 * only a program or a reader decides: width and darkness of the screen, the pointer, elements that a program adds,
 * classes that Liquid chooses. What stands in a `style` already is never touched, only added to.
 *
 * A declaration that has become part of an element would silence those that stay in the sheet, so these are made
 * important where they meet it.
 */
import { compile } from "css-select"
import type { Selector } from "css-what"
import { type AnyNode, type Document, type Element, isTag, isText } from "domhandler"
import { parseDocument } from "htmlparser2"
import type { Declaration, Root, Rule } from "postcss"
import parseSafely from "postcss-safe-parser"

import { blockDepth } from "./depth"
import {
  compareSpecificity,
  isClass,
  isUniversal,
  lastCompound,
  type ReadSelector,
  readSelector,
  type Specificity,
} from "./selectors"
import { possibleStarts } from "./starts"
import { attributeOf, escapeAttribute, type HtmlToken, type OpenTag, writeToken } from "./tokens"
import type { LiquidWords } from "./words"

type RawToken = Extract<HtmlToken, { kind: "raw" }>

interface Sheet {
  token: RawToken
  root: Root
  /** Holds for every screen and every recipient. */
  isForAll: boolean
}

/** One declaration on its way into an element. */
interface Applied {
  declaration: Declaration
  /** As it was written. */
  isImportant: boolean
  specificity: Specificity
}

const NO_STYLE = new Set("html head title meta style script link base".split(" "))

/** Changes the tokens: open tags get a `style`, sheets that meet it become important. */
export function inlineStyles(tokens: HtmlToken[], words: LiquidWords): void {
  const sheets = readSheets(tokens, words)
  if (sheets.length) {
    new Inliner(tokens, sheets, words).run()
  }
}

function readSheets(tokens: HtmlToken[], words: LiquidWords): Sheet[] {
  const sheets: Sheet[] = []
  let depth = 0
  tokens.forEach((token, index) => {
    if (token.kind === "text") {
      depth += blockDepth(token.text, words)
    } else if (token.kind === "raw" && token.of === "style") {
      const tag = tokens[index - 1] as OpenTag
      const media = attributeOf(tag, "media")?.value ?? ""
      const isForAll =
        depth === 0 && /^\s*(?:(?:all|screen)\s*(?:,\s*(?:all|screen|print|projection)\s*)*)?$/i.test(media)
      // Comment marks in a sheet mean nothing, and must not become part of a selector.
      const css = token.text.replace(/<!--|-->/g, " ")
      sheets.push({ token, root: parseSafely(css) as Root, isForAll })
    }
  })
  return sheets
}

class Inliner {
  private readonly document: Document
  private readonly tags = new Map<number, OpenTag>()
  private readonly elements: Element[]
  /** What a document order does not tell: among which children Liquid decides. */
  private readonly liquidParents = new Set<AnyNode>()
  private readonly applied = new Map<Element, Applied[]>()
  /** Whether Liquid stands in attributes, where selectors look. */
  private hasOpenAttributes = false

  constructor(
    tokens: readonly HtmlToken[],
    private readonly sheets: readonly Sheet[],
    private readonly words: LiquidWords
  ) {
    let html = ""
    for (const token of tokens) {
      if (token.kind === "open") {
        this.tags.set(html.length, token)
      }
      html += writeToken(token)
    }
    this.document = parseDocument(html, { withStartIndices: true })
    this.elements = this.readElements(this.document)
  }

  run(): void {
    this.attributesAre("stable")
    const kept: { rule: Rule; selector: ReadSelector }[] = []
    for (const { root, isForAll } of this.sheets) {
      root.walkRules((rule) => {
        for (const selector of isFrame(rule) ? [] : rule.selectors.map(readSelector)) {
          const isPlain = isForAll && rule.parent === root && selector && !selector.isDynamic
          if (selector && !(isPlain && this.apply(rule, selector))) {
            kept.push({ rule, selector })
          }
        }
      })
    }
    this.attributesAre("possible")
    const changed = kept.filter(({ rule, selector }) => this.keepAudible(rule, selector))
    this.elements.forEach((element) => this.writeStyle(element))
    const roots = new Set(changed.map(({ rule }) => rule.root()))
    for (const { token, root } of this.sheets) {
      if (roots.has(root)) {
        token.text = root.toString()
      }
    }
  }

  private readElements(parent: Document | Element): Element[] {
    const found: Element[] = []
    const open: AnyNode[] = [...parent.children].reverse()
    for (let node = open.pop(); node; node = open.pop()) {
      if (isText(node) && node.parent && this.words.matching("t").test(node.data)) {
        this.liquidParents.add(node.parent)
      }
      if (isTag(node)) {
        found.push(node)
        open.push(...[...node.children].reverse())
      }
    }
    return found.filter(({ name }) => !NO_STYLE.has(name) || name === "html")
  }

  /**
   * Liquid within an attribute makes way: either only what is there for every recipient is left, or all that may be.
   * It is written into the elements that selectors look at.
   */
  private attributesAre(view: "stable" | "possible"): void {
    for (const element of this.elements) {
      const tag = this.tags.get(element.startIndex ?? -1)
      for (const { name, value } of tag?.attributes ?? []) {
        if (value !== null && this.words.matching().test(value)) {
          this.hasOpenAttributes = true
          element.attribs[name] = view === "stable" ? this.stable(value) : this.possible(value)
        }
      }
    }
  }

  private possible(value: string): string {
    return value.replace(this.words.matching(), " ")
  }

  /** What an attribute says in every case: of a list of words those that are always there. */
  private stable(value: string): string {
    const ways = this.waysOf(value)
    const [first = [], ...others] = ways.map((way) => way.split(/\s+/))
    return first.filter((word) => others.every((words) => words.includes(word))).join(" ")
  }

  private waysOf(value: string): string[] {
    // What an output says is no word that a selector could know.
    const closed = value.replace(this.words.matching("o"), "\ufdd0")
    return possibleStarts(closed, this.words).map(({ text, output }) => (output ? "" : text))
  }

  /** @returns whether the selector is settled: every element that it can ever mean has it now */
  private apply(rule: Rule, selector: ReadSelector): boolean {
    const matched = this.matching(selector.tokens)
    const certain = selector.isStructural
      ? matched.filter((element) => !this.dependsOnLiquid(element))
      : matched
    const all = declarationsOf(rule)
    // A mail of a thousand elements must not grow by a thousand hints to a single program.
    const worthwhile = isUniversal(selector.tokens) ? all.filter(({ prop }) => !prop.startsWith("-")) : all
    const declarations = worthwhile.map((declaration) => ({
      declaration,
      isImportant: declaration.important === true,
      specificity: selector.specificity,
    }))
    for (const element of certain) {
      this.applied.set(element, [...(this.applied.get(element) ?? []), ...declarations])
    }
    return certain.length > 0 && certain.length === matched.length && !this.hasOpenAttributes
  }

  private matching(tokens: Selector[]): Element[] {
    try {
      const matches = compile<AnyNode, Element>([tokens])
      return this.elements.filter((element) => matches(element))
    } catch {
      return []
    }
  }

  private dependsOnLiquid(element: Element): boolean {
    for (let node: AnyNode | null = element; node; node = node.parent) {
      if (node.parent && this.liquidParents.has(node.parent)) {
        return true
      }
    }
    return false
  }

  /** Makes a rule of the sheet important where what was worked in would silence it. @returns whether it was changed */
  private keepAudible(rule: Rule, { tokens }: ReadSelector): boolean {
    const worked = this.mayMatch(tokens)
      .map((element) => this.applied.get(element) ?? [])
      .filter((applied) => !applied.some(({ declaration }) => declaration.parent === rule))
      .flat()
    const silenced = declarationsOf(rule).filter(
      (declaration) =>
        !declaration.important &&
        worked.some((other) => !other.isImportant && meet(other.declaration, declaration))
    )
    silenced.forEach((declaration) => (declaration.important = true))
    return silenced.length > 0
  }

  /** Elements that it applies to in some mail or program: one that nothing answers to looks at the element alone. */
  private mayMatch(tokens: Selector[]): Element[] {
    const matched = this.matching(tokens)
    if (matched.length) {
      return matched
    }
    const compound = lastCompound(tokens)
    const alone = this.matching(compound)
    if (alone.length || !compound.some(isClass)) {
      return alone
    }
    const nameless = compound.filter((token) => !isClass(token))
    return this.elements.filter(
      (element) =>
        this.hasOpenClass(element) && (!nameless.length || this.matching(nameless).includes(element))
    )
  }

  private hasOpenClass(element: Element): boolean {
    const tag = this.tags.get(element.startIndex ?? -1)
    const value = tag && attributeOf(tag, "class")?.value
    return !!value && this.words.matching("o").test(value)
  }

  private writeStyle(element: Element): void {
    const tag = this.tags.get(element.startIndex ?? -1)
    const applied = this.applied.get(element)
    if (!tag || !applied) {
      return
    }
    const own = attributeOf(tag, "style")
    const inOrder = [...applied].sort((a, b) => compareSpecificity(a.specificity, b.specificity))
    const [names = [], ...others] = this.waysOf(own?.value ?? "").map(propertiesOf)
    const given = new Set(names.filter((name) => others.every((way) => way.includes(name))))
    const normal = winners(inOrder.filter(({ isImportant }) => !isImportant)).filter(
      ({ prop }) => !given.has(prop.toLowerCase())
    )
    // Without the mark, which Outlook does not read in an element: they come last instead.
    const important = winners(inOrder.filter(({ isImportant }) => isImportant))
    const quote = own?.quote ?? '"'
    const written = (declarations: Declaration[]) => declarations.map((one) => write(one, quote)).join(" ")
    const middle = own?.value?.trim() ?? ""
    const separator = middle && important.length && !middle.endsWith(";") ? ";" : ""
    const value = [written(normal), middle + separator, written(important)].filter(Boolean).join(" ")
    if (own) {
      own.value = value
    } else if (value) {
      tag.attributes.push({ name: "style", written: "style", value, quote })
    }
  }
}

/** Of an animation or a page: no element answers to it. */
function isFrame({ parent }: Rule): boolean {
  return (
    parent?.type === "atrule" &&
    /keyframes$|^page$|^font-face$/i.test((parent as { name?: string }).name ?? "")
  )
}

function declarationsOf(rule: Rule): Declaration[] {
  return rule.nodes.filter(
    (node): node is Declaration =>
      node.type === "decl" && /^-{0,2}[a-z][\w-]*$/i.test(node.prop) && node.value.trim() !== ""
  )
}

/** Of each property the last rule's, in the order in which they count; a rule may give a fallback before a value. */
function winners(applied: readonly Applied[]): Declaration[] {
  const byName = new Map<string, Declaration[]>()
  for (const { declaration } of applied) {
    const name = declaration.prop.toLowerCase()
    const before = byName.get(name) ?? []
    byName.delete(name)
    byName.set(name, before[0]?.parent === declaration.parent ? [...before, declaration] : [declaration])
  }
  return [...byName.values()].flat()
}

function write({ prop, value }: Declaration, quote: '"' | "'"): string {
  const plain = value.includes("'") ? value : value.replace(/"/g, "'")
  const escaped = escapeAttribute(`${prop}: ${plain.replace(/\s+/g, " ")};`)
  return quote === "'" ? escaped.replace(/'/g, "&#39;") : escaped
}

/** The names that a declaration list gives a value to. */
function propertiesOf(style: string): string[] {
  const settled = style.replace(/&(?:#\w+|\w+);/g, " ").replace(/\([^)]*\)|"[^"]*"|'[^']*'/g, "")
  const names = settled
    .split(";")
    .map((declaration) => /^\s*([a-z-]+)\s*:\s*\S/i.exec(declaration)?.[1] ?? "")
  return names.map((name) => name.toLowerCase())
}

/** Whether one can undo the other: the same property, or a shorthand of it. */
function meet({ prop: a }: Declaration, { prop: b }: Declaration): boolean {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()]
  return (
    one === other ||
    one.startsWith(`${other}-`) ||
    other.startsWith(`${one}-`) ||
    [one, other].every((name) => name === "font" || name === "line-height")
  )
}
