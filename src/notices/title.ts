/**
 * A subject as people read it in lists, notices and headings: what they wrote, with the name of each variable in words where
 * its value is not known: `News for {{ member.name }}` is "News for [Full name]". Of conditions the first branch stands for
 * all. Admin and server share it; nothing is rendered, so it takes any text, faults and all.
 */
import { variablesOf } from "../modules/mail/content/catalogue"
import type { Language } from "../modules/mail/words"

/** An output, a tag, or what stands between them. */
const PART = /\{\{-?([\s\S]*?)-?\}\}|\{%-?([\s\S]*?)-?%\}|((?:(?!\{[{%])[\s\S])+|\{)/g
const TAG = /^\s*(\w+)/
const PATH = /^\s*([\w-]+(?:\.[\w-]+)*)/
const LITERAL = /^\s*(?:"([^"]*)"|'([^']*)')/
const BEGINS: Record<string, Branch> = {
  if: "shown",
  unless: "shown",
  case: "awaited",
  comment: "hidden",
  capture: "hidden",
}

/** Whether what stands in an open tag is shown; `awaited`: as soon as its first branch begins. */
type Branch = "shown" | "awaited" | "hidden"

/** @param language - The reader's. */
export function titleOf(subject: string, language: Language): string {
  const open: Branch[] = []
  let title = ""
  for (const [, output, tag, text] of subject.matchAll(PART)) {
    if (tag !== undefined) {
      follow(TAG.exec(tag)?.[1] ?? "", open)
    } else if (open.every((branch) => branch === "shown")) {
      title += output === undefined ? text : nameOf(output, language)
    }
  }
  return title.replaceAll(/\s+/g, " ").trim()
}

function follow(tag: string, open: Branch[]): void {
  if (BEGINS[tag]) {
    open.push(BEGINS[tag])
  } else if (BEGINS[tag.replace(/^end/, "")]) {
    open.pop()
  } else if (tag === "else" || tag === "elsif" || tag === "when") {
    const before = open.pop()
    if (before) {
      open.push(before === "awaited" ? "shown" : "hidden")
    }
  }
}

/** What an output says: its own words, or the variable's name. */
function nameOf(output: string, language: Language): string {
  const literal = LITERAL.exec(output)
  if (literal) {
    return literal[1] ?? literal[2] ?? ""
  }
  const path = PATH.exec(output)?.[1]
  return path ? `[${labelOf(path, language)}]` : ""
}

/** As the picker calls it; below a custom field the name that the shop gave it. */
function labelOf(path: string, language: Language): string {
  const entries = variablesOf("order")
  const known = entries.find((entry) => entry.path === path)
  return known ? known.label[language] : path.split(".").at(-1)!.replaceAll(/[_-]+/g, " ")
}
