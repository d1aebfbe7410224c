/**
 * Style sheets are worked into the elements, for the mail programs that drop them, and stay beside them, for all that
 * only a program or a reader decides: width and darkness of the screen, the pointer, elements that a program adds,
 * classes that Liquid chooses. What stands in a `style` already is never touched, only added to.
 *
 * A declaration that has become part of an element would silence those that stay in the sheet, so these are made
 * important where they meet it.
 */
import type { Element } from "domhandler"
import type { Declaration, Rule } from "postcss"

import { declarationsOf, meet, propertiesOf, winners, writeDeclarations } from "./declarations"
import {
  compareSpecificity,
  isUniversal,
  type ReadSelector,
  readSelector,
  type Specificity,
} from "./selectors"
import { isFrame, readSheets, type Sheet } from "./sheets"
import { StyledElements } from "./styled-elements"
import { attributeOf, type HtmlToken } from "./tokens"
import type { LiquidWords } from "./words"

/** One declaration on its way into an element. */
interface Applied {
  declaration: Declaration
  /** As it was written. */
  isImportant: boolean
  specificity: Specificity
}

/** Changes the tokens: open tags get a `style`, sheets that meet it become important. */
export function inlineStyles(tokens: HtmlToken[], words: LiquidWords): void {
  const sheets = readSheets(tokens, words)
  if (sheets.length) {
    new Inliner(new StyledElements(tokens, words), sheets).run()
  }
}

class Inliner {
  private readonly applied = new Map<Element, Applied[]>()

  constructor(
    private readonly elements: StyledElements,
    private readonly sheets: readonly Sheet[]
  ) {}

  run(): void {
    this.elements.attributesAre("stable")
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
    this.elements.attributesAre("possible")
    const changed = kept.filter(({ rule, selector }) => this.keepAudible(rule, selector))
    this.elements.all.forEach((element) => this.writeStyle(element))
    const roots = new Set(changed.map(({ rule }) => rule.root()))
    for (const { token, root } of this.sheets) {
      if (roots.has(root)) {
        token.text = root.toString()
      }
    }
  }

  /** @returns whether the selector is settled: every element that it can ever mean has it now */
  private apply(rule: Rule, selector: ReadSelector): boolean {
    const matched = this.elements.matching(selector.tokens)
    const certain = selector.isStructural
      ? matched.filter((element) => !this.elements.dependsOnLiquid(element))
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
    return certain.length > 0 && certain.length === matched.length && !this.elements.hasOpenAttributes
  }

  /** Makes a rule of the sheet important where what was worked in would silence it. @returns whether it was changed */
  private keepAudible(rule: Rule, { tokens }: ReadSelector): boolean {
    const worked = this.elements
      .mayMatch(tokens)
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

  private writeStyle(element: Element): void {
    const tag = this.elements.tagOf(element)
    const applied = this.applied.get(element)
    if (!tag || !applied) {
      return
    }
    const own = attributeOf(tag, "style")
    const inOrder = [...applied].sort((a, b) => compareSpecificity(a.specificity, b.specificity))
    const winning = (important: boolean) =>
      winners(inOrder.filter(({ isImportant }) => isImportant === important).map((one) => one.declaration))
    const [names = [], ...others] = this.elements.waysOf(own?.value ?? "").map(propertiesOf)
    const given = new Set(names.filter((name) => others.every((way) => way.includes(name))))
    const normal = winning(false).filter(({ prop }) => !given.has(prop.toLowerCase()))
    // Without the mark, which Outlook does not read in an element: they come last instead.
    const important = winning(true)
    const quote = own?.quote ?? '"'
    const middle = own?.value?.trim() ?? ""
    const separator = middle && important.length && !middle.endsWith(";") ? ";" : ""
    const parts = [writeDeclarations(normal, quote), middle + separator, writeDeclarations(important, quote)]
    const value = parts.filter(Boolean).join(" ")
    if (own) {
      own.value = value
    } else if (value) {
      tag.attributes.push({ name: "style", written: "style", value, quote })
    }
  }
}
