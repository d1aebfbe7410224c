/** Declarations of style sheets and of `style` attributes: which of them count, and how they are written. */
import type { Declaration, Rule } from "postcss"

import { escapeAttribute } from "./tokens"

export function declarationsOf(rule: Rule): Declaration[] {
  return rule.nodes.filter(
    (node): node is Declaration =>
      node.type === "decl" && /^-{0,2}[a-z][\w-]*$/i.test(node.prop) && node.value.trim() !== ""
  )
}

/** Of each property the last rule's, in the order in which they count; a rule may give a fallback before a value. */
export function winners(inOrder: readonly Declaration[]): Declaration[] {
  const byName = new Map<string, Declaration[]>()
  for (const declaration of inOrder) {
    const name = declaration.prop.toLowerCase()
    const before = byName.get(name) ?? []
    byName.delete(name)
    byName.set(name, before[0]?.parent === declaration.parent ? [...before, declaration] : [declaration])
  }
  return [...byName.values()].flat()
}

/** For an attribute with these quotes. */
export function writeDeclarations(declarations: readonly Declaration[], quote: '"' | "'"): string {
  return declarations.map((declaration) => write(declaration, quote)).join(" ")
}

function write({ prop, value }: Declaration, quote: '"' | "'"): string {
  const plain = value.includes("'") ? value : value.replace(/"/g, "'")
  const escaped = escapeAttribute(`${prop}: ${plain.replace(/\s+/g, " ")};`)
  return quote === "'" ? escaped.replace(/'/g, "&#39;") : escaped
}

/** The names that a declaration list gives a value to. */
export function propertiesOf(style: string): string[] {
  const settled = style.replace(/&(?:#\w+|\w+);/g, " ").replace(/\([^)]*\)|"[^"]*"|'[^']*'/g, "")
  const names = settled
    .split(";")
    .map((declaration) => /^\s*([a-z-]+)\s*:\s*\S/i.exec(declaration)?.[1] ?? "")
  return names.map((name) => name.toLowerCase())
}

/** Whether one can undo the other: the same property, or a shorthand of it. */
export function meet({ prop: a }: Declaration, { prop: b }: Declaration): boolean {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()]
  return (
    one === other ||
    one.startsWith(`${other}-`) ||
    other.startsWith(`${one}-`) ||
    [one, other].every((name) => name === "font" || name === "line-height")
  )
}
