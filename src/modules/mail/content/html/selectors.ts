/** Selectors of a style sheet, as far as they can be decided before a mail is opened. */
import { parse, type Selector, SelectorType } from "css-what"

export type Specificity = readonly [ids: number, classes: number, elements: number]

/** They change while a mail is looked at; without them it is the element at rest. */
const DYNAMIC = new Set(
  "hover active focus focus-within focus-visible visited target checked enabled disabled any-link".split(" ")
)
const STRUCTURAL = new Set(
  "first-child last-child only-child first-of-type last-of-type only-of-type nth-child nth-last-child nth-of-type nth-last-of-type empty has".split(
    " "
  )
)
const NOWHERE = new Set(["before", "after", "first-line", "first-letter", "selection", "placeholder", "root"])

export interface ReadSelector {
  /** Without what changes: the elements that it may apply to. */
  tokens: Selector[]
  /** Applies only for a while. */
  isDynamic: boolean
  /** Depends on the elements around, which a loop or condition may make more or fewer. */
  isStructural: boolean
  specificity: Specificity
}

/** @returns undefined for what no program decides by elements alone, or for what is no selector */
export function readSelector(selector: string): ReadSelector | undefined {
  let parsed: Selector[][]
  try {
    parsed = parse(selector)
  } catch {
    return undefined
  }
  const [all] = parsed
  if (parsed.length !== 1 || !all || all.some(isNowhere)) {
    return undefined
  }
  const isLasting = (token: Selector) => token.type !== SelectorType.Pseudo || !DYNAMIC.has(token.name)
  const tokens = all.filter(isLasting).map((token) => (isLink(token) ? HAS_HREF : token))
  return tokens.length && !isTraversal(tokens.at(-1)!)
    ? {
        tokens,
        isDynamic: tokens.length < all.length,
        isStructural: tokens.some(isStructural),
        specificity: specificityOf(all),
      }
    : undefined
}

const HAS_HREF = parse("[href]")[0]![0]!

function isLink(token: Selector): boolean {
  return token.type === SelectorType.Pseudo && token.name === "link"
}

function isNowhere(token: Selector): boolean {
  return (
    token.type === SelectorType.PseudoElement ||
    (token.type === SelectorType.Pseudo && NOWHERE.has(token.name))
  )
}

function isStructural(token: Selector): boolean {
  return (
    token.type === SelectorType.Adjacent ||
    token.type === SelectorType.Sibling ||
    (token.type === SelectorType.Pseudo &&
      (STRUCTURAL.has(token.name) ||
        (Array.isArray(token.data) && token.data.some((inner) => inner.some(isStructural)))))
  )
}

export function isTraversal({ type }: Selector): boolean {
  return (
    type === SelectorType.Descendant ||
    type === SelectorType.Child ||
    type === SelectorType.Adjacent ||
    type === SelectorType.Sibling ||
    type === SelectorType.Parent ||
    type === SelectorType.ColumnCombinator
  )
}

/** What it says of the element itself, whatever stands around. */
export function lastCompound(tokens: readonly Selector[]): Selector[] {
  return tokens.slice(tokens.findLastIndex(isTraversal) + 1)
}

export function isClass(token: Selector): boolean {
  return token.type === SelectorType.Attribute && token.name === "class"
}

/** Whether it means every element. */
export function isUniversal(tokens: readonly Selector[]): boolean {
  return lastCompound(tokens).every(({ type }) => type === SelectorType.Universal)
}

function specificityOf(tokens: readonly Selector[]): Specificity {
  return tokens.map(weightOf).reduce<Specificity>(add, [0, 0, 0])
}

function add(a: Specificity, b: Specificity): Specificity {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

export function compareSpecificity(a: Specificity, b: Specificity): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

function weightOf(token: Selector): Specificity {
  switch (token.type) {
    case SelectorType.Tag:
      return [0, 0, 1]
    case SelectorType.Attribute:
      // `#a` is written by the parser as a comparison that knows no case.
      return token.name === "id" && token.action === "equals" && token.ignoreCase === "quirks"
        ? [1, 0, 0]
        : [0, 1, 0]
    case SelectorType.Pseudo:
      if (Array.isArray(token.data)) {
        const inner = token.data.map(specificityOf).sort(compareSpecificity).at(-1)
        return token.name === "where" ? [0, 0, 0] : (inner ?? [0, 1, 0])
      }
      return [0, 1, 0]
    default:
      return [0, 0, 0]
  }
}
