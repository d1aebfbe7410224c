/**
 * The elements of a mail as selectors see them. Liquid decides about some for each recipient: what stands there for
 * everybody is told from what may stand there.
 */
import { compile } from "css-select"
import type { Selector } from "css-what"
import { type AnyNode, type Document, type Element, isTag, isText } from "domhandler"
import { parseDocument } from "htmlparser2"

import { isClass, lastCompound } from "./selectors"
import { possibleStarts } from "./starts"
import { attributeOf, type HtmlToken, type OpenTag, writeToken } from "./tokens"
import type { LiquidWords } from "./words"

const NO_STYLE = new Set("html head title meta style script link base".split(" "))

export class StyledElements {
  /** In the order of the document, without those that nobody sees. */
  readonly all: readonly Element[]
  private readonly tags = new Map<number, OpenTag>()
  /** What a document order does not tell: among which children Liquid decides. */
  private readonly liquidParents = new Set<AnyNode>()
  /** Whether Liquid stands in attributes, where selectors look; known after `attributesAre`. */
  hasOpenAttributes = false

  constructor(
    tokens: readonly HtmlToken[],
    private readonly words: LiquidWords
  ) {
    let html = ""
    for (const token of tokens) {
      if (token.kind === "open") {
        this.tags.set(html.length, token)
      }
      html += writeToken(token)
    }
    this.all = this.readElements(parseDocument(html, { withStartIndices: true }))
  }

  private readElements(parent: Document): Element[] {
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

  /** The token that an element was read from; a parser adds some that have none. */
  tagOf(element: Element): OpenTag | undefined {
    return this.tags.get(element.startIndex ?? -1)
  }

  /**
   * Liquid within an attribute makes way: either only what is there for every recipient is left, or all that may be.
   * It is written into the elements that selectors look at.
   */
  attributesAre(view: "stable" | "possible"): void {
    for (const element of this.all) {
      for (const { name, value } of this.tagOf(element)?.attributes ?? []) {
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

  /** What an attribute can say, once for each way through its conditions. */
  waysOf(value: string): string[] {
    // What an output says is no word that a selector could know.
    const closed = value.replace(this.words.matching("o"), "\ufdd0")
    return possibleStarts(closed, this.words).map(({ text, output }) => (output ? "" : text))
  }

  matching(tokens: Selector[]): Element[] {
    try {
      const matches = compile<AnyNode, Element>([tokens])
      return this.all.filter((element) => matches(element))
    } catch {
      return []
    }
  }

  /** Those that a selector applies to in some mail or program: one that nothing answers to looks at the element alone. */
  mayMatch(tokens: Selector[]): Element[] {
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
    return this.all.filter(
      (element) =>
        this.hasOpenClass(element) && (!nameless.length || this.matching(nameless).includes(element))
    )
  }

  private hasOpenClass(element: Element): boolean {
    const tag = this.tagOf(element)
    const value = tag && attributeOf(tag, "class")?.value
    return !!value && this.words.matching("o").test(value)
  }

  /** Whether Liquid decides what stands beside it or around it. */
  dependsOnLiquid(element: Element): boolean {
    for (let node: AnyNode | null = element; node; node = node.parent) {
      if (node.parent && this.liquidParents.has(node.parent)) {
        return true
      }
    }
    return false
  }
}
