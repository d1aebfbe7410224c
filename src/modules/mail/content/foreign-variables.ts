/**
 * Placeholders of other mail services, which readers would see as they stand: pasted templates are full of them.
 * Nothing here is certain, so each is a warning.
 */
import { Tokenizer, TypeGuards } from "liquidjs"

import { type Fault, fault } from "./liquid/fault"

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_.:-]{0,60}`

/** They mean nothing else, in a link either. */
const ANYWHERE = [
  String.raw`\*\|[^|*\n]{0,80}\|\*`,
  String.raw`\[\[[^[\]\n]{0,80}\]\]`,
  String.raw`<%[^%\n]{1,80}%>`,
  String.raw`[{｛]\s*[{｛][^{}｛｝\n]{0,80}[}｝]\s*[}｝]`,
  String.raw`[{｛]\s*[%％][^{}｛｝\n]{1,80}[%％]\s*[}｝]`,
  String.raw`%%${NAME}%%`,
  String.raw`[$#]\{\s*${NAME}\s*\}`,
]

/** In a link or a style sheet they are something else. */
const IN_TEXT = [
  String.raw`(?<![{｛$#])[{｛]\s*[$!#@]?${NAME}\s*[}｝](?![}｝])`,
  String.raw`(?<![\p{L}\p{N}%])%${NAME}%(?![\p{L}\p{N}%])`,
  String.raw`##${NAME}##|@@${NAME}@@`,
  String.raw`<<\s*${NAME}\s*>>`,
  String.raw`\[(?:(?:first|last|full|user|company|customer)[ _-]?)?name\]`,
]

/** What a reader does not see of HTML, as blanks of the same length. */
const UNSEEN = /<!--[^]*?-->|<(style|script)\b[^]*?<\/\1\s*>|<[a-z/!](?:"[^"]*"|'[^']*'|[^"'>])*>/gi

/** @param source a template that liquidjs can parse */
export function findForeignVariables(source: string, isHtml: boolean): Fault[] {
  const plain = withoutLiquid(source)
  const seen = isHtml ? plain.replace(UNSEEN, (markup) => " ".repeat(markup.length)) : plain
  const found = [
    ...plain.matchAll(new RegExp(ANYWHERE.join("|"), "gu")),
    ...seen.matchAll(new RegExp(IN_TEXT.join("|"), "giu")),
  ]
  return [...new Map(found.map((match) => [match[0], match])).values()].map((match) =>
    fault("foreign_variable", { name: match[0].trim() }, placeOf(source, match.index))
  )
}

/** The text around the Liquid; the author means what a `raw` block says. */
function withoutLiquid(source: string): string {
  let isRaw = false
  return new Tokenizer(source)
    .readTopLevelTokens()
    .map((token) => {
      const text = source.slice(token.begin, token.end)
      if (TypeGuards.isTagToken(token)) {
        isRaw = token.name === "raw"
      }
      return TypeGuards.isHTMLToken(token) && !isRaw ? text : text.replace(/[^\n]/g, "\u0000")
    })
    .join("")
}

function placeOf(source: string, index: number): { line: number; column: number } {
  const before = source.slice(0, index)
  return { line: before.split("\n").length, column: index - before.lastIndexOf("\n") }
}

/** Tags that somebody meant as HTML. */
const TAG =
  /<\/?(?:a|b|i|u|p|br|hr|div|span|strong|em|h[1-6]|ul|ol|li|table|t[rdh]|img|font|html|body|head|style|center)(?:\s[^<>]*)?\/?>/gi

/** HTML in a mail that is plain text. */
export function findHtml(source: string): Fault[] {
  const [match] = withoutLiquid(source).matchAll(TAG)
  return match ? [fault("html_in_text", { name: match[0].slice(0, 40) }, placeOf(source, match.index))] : []
}
