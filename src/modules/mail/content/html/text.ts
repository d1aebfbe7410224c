/** The text alternative of a mail, made from its HTML: a template too, with the same Liquid. */
import { compile, type FormatCallback } from "html-to-text"

import { attributeOf, endOfElement, type HtmlToken, writeToken } from "./tokens"
import type { LiquidWords } from "./words"

/** They stand for what is decided when the text is whole; no text contains noncharacters. */
const APART = "\ufdd1"
const NUMBER = "\ufdd2"

/** What is particular to one text. */
interface Conversion {
  words: LiquidWords
  /** The Liquid that numbers each item of a list whose length is not known, in the order of the text. */
  numbers: string[]
  lists: number
}

type ListChild = Parameters<Parameters<FormatCallback>[1]>[0] extends (infer Node)[] | undefined
  ? Node
  : never

/** A picture is its description; its address tells a reader of text nothing. */
const picture: FormatCallback = (element, _walk, builder) => {
  const { alt = "" } = element.attribs as Record<string, string>
  builder.addInline(alt.trim() && `${APART}${alt.trim()}${APART}`, { noWordTransform: true })
}

/** The address behind what is linked, unless that is the address itself. */
const link: FormatCallback = (element, walk, builder) => {
  const { href = "" } = element.attribs as Record<string, string>
  let text = ""
  builder.pushWordTransform((word) => {
    text += word
    return word
  })
  walk(element.children, builder)
  builder.popWordTransform()
  const target = href.trim()
  if (target && !target.startsWith("#") && bareAddress(target) !== bareAddress(text)) {
    const shown = target.replace(/^mailto:([^?]*).*$/i, "$1").replace(/^(?:tel|sms):/i, "")
    builder.addInline(` [${shown}]${APART}`, { noWordTransform: true })
  }
}

/** What a reader sees as the same: `https://example.com/` and `example.com`, `tel:+81-3` and `+81 3`. */
function bareAddress(address: string): string {
  const bare = address
    .replace(/[\s\u00ad\u200b-\u200d]/g, "")
    .replace(/^mailto:([^?]*).*$/i, "$1")
    .replace(/^https?:\/\/(?:www\.)?|^www\.|\/$/gi, "")
  const digits = bare.replace(/^(?:tel|sms):|[-().]/gi, "")
  return (/^\+?\d{5,}$/.test(digits) ? digits : bare).toLowerCase()
}

/** Numbers a loop's items one by one; a list that is written out has its numbers already. */
function orderedList(conversion: Conversion): FormatCallback {
  const { words, numbers } = conversion
  return (element, walk, builder) => {
    const children = (element.children as ListChild[]).filter(
      ({ type, data }) => type !== "text" || data?.trim()
    )
    const isOpen = children.some(({ type, data }) => type === "text" && words.matching("t").test(data ?? ""))
    const start = Number.parseInt((element.attribs as Record<string, string>).start ?? "1", 10) || 1
    const name = `list_${++conversion.lists}`
    let next = start
    const rows = children.map((child) => {
      const isItem = child.name === "li"
      if (isItem && isOpen) {
        numbers.push(`{% assign ${name} = ${name} | plus: 1 %}{{ ${name} }}`)
      }
      return { child, prefix: isItem ? ` ${isOpen ? NUMBER : next++}. ` : "" }
    })
    if (isOpen) {
      builder.addInline(words.word({ kind: "tag", text: `{% assign ${name} = ${start - 1} %}` }))
    }
    const breaks = (element.parent as ListChild | null)?.name === "li" ? 1 : 2
    const maxPrefixLength = Math.max(0, ...rows.map(({ prefix }) => prefix.length))
    builder.openList({
      interRowLineBreaks: 1,
      leadingLineBreaks: breaks,
      maxPrefixLength,
      prefixAlign: "left",
    })
    for (const { child, prefix } of rows) {
      builder.openListItem({ prefix })
      walk([child], builder)
      builder.closeListItem()
    }
    builder.closeList({ trailingLineBreaks: breaks })
  }
}

function converter(conversion: Conversion): (html: string) => string {
  return compile({
    wordwrap: false,
    formatters: { picture, link, list: orderedList(conversion) },
    selectors: [
      { selector: "a", format: "link" },
      { selector: "img", format: "picture" },
      { selector: "ol", format: "list" },
      ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
      { selector: "td", format: "inlineSurround", options: { suffix: " " } },
      { selector: "th", format: "inlineSurround", options: { suffix: " " } },
      { selector: "tr", format: "block" },
    ],
  })
}

/** @param tokens with their styles worked in, which tell what is hidden */
export function textFromHtml(tokens: readonly HtmlToken[], words: LiquidWords): string {
  const conversion: Conversion = { words, numbers: [], lists: 0 }
  const { numbers } = conversion
  const html = visible(tokens, words).map(writeToken).join("")
  const text = converter(conversion)(sameWords(html, words)).replace(/[ \t\u00a0]+$/gm, "")
  // A condition that had a line of its own would leave blank lines behind.
  const tag = words.matching("t").source
  const tidy = withoutFillers(text).replace(
    new RegExp(`(?:\\n[ \\t]*)+((?:${tag}[ \\t]*)+)(?=\\n|$)`, "gi"),
    (_, tags: string) => tags.replace(/[ \t]+/g, "")
  )
  const numbered = words.restore(spaced(tidy)).replace(new RegExp(NUMBER, "g"), () => numbers.shift() ?? "")
  // Tables in tables leave the space between their rows behind.
  return numbered.replace(/\n{3,}/g, "\n\n").trim()
}

const UNSEEN = ["head", "title", "style", "script"]

/** Without what a reader of the HTML does not see either. Liquid in it may decide about the rest, and stays. */
function visible(tokens: readonly HtmlToken[], words: LiquidWords): HtmlToken[] {
  const seen: HtmlToken[] = []
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index]!
    if (token.kind === "open" && (UNSEEN.includes(token.name) || isHidden(token, words))) {
      const end = endOfElement(tokens, index)
      const tags = tokens
        .slice(index, end)
        .flatMap((one) => (one.kind === "text" ? tagsOf(one.text, words) : []))
      seen.push({ kind: "text", text: tags.join("") })
      index = end
    } else {
      if (token.kind === "open" || token.kind === "close" || token.kind === "text") {
        seen.push(token)
      }
      index++
    }
  }
  return seen
}

function tagsOf(text: string, words: LiquidWords): string[] {
  return [...text.matchAll(words.matching("t"))].map(([word]) => word)
}

/** The first lines that a list of mails shows, and what stands there for phones alone. */
function isHidden(tag: Extract<HtmlToken, { kind: "open" }>, words: LiquidWords): boolean {
  const style = attributeOf(tag, "style")?.value ?? ""
  // Liquid decides: then the text has it, if the HTML may.
  if (words.matching().test(style)) {
    return false
  }
  const says = (pattern: RegExp) => pattern.test(style)
  return (
    attributeOf(tag, "hidden") !== undefined ||
    says(/(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$))/i) ||
    (says(/(?:^|;)\s*max-height\s*:\s*0/i) && says(/(?:^|;)\s*overflow\s*:\s*hidden/i)) ||
    (says(/mso-hide\s*:\s*all/i) &&
      says(/(?:^|;)\s*(?:font-size|line-height|max-height|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)/i))
  )
}

/** The same output in two places is the same word, so that a link can be told from its own address. */
function sameWords(html: string, words: LiquidWords): string {
  const first = new Map<string, string>()
  return html.replace(words.matching("o"), (word) => {
    const { text, expression = text } = words.pieceOf(word)
    if (!first.has(expression)) {
      first.set(expression, word)
    }
    return first.get(expression)!
  })
}

/** Joiners and spaces without width fill the preview line of a list of mails; between letters they mean something. */
function withoutFillers(text: string): string {
  return text
    .replace(
      /(?:[\u00ad\u034f\u061c\u115f\u17b4\u17b5\u180e\u200b-\u200f\u2007\u2060-\u2064\ufeff][ \u00a0\u2000-\u200a]*){2,}/g,
      " "
    )
    .replace(/^[ \u00a0]+$/gm, "")
}

/** A space between what would run together, but none before a full stop. */
function spaced(text: string): string {
  return text
    .replace(new RegExp(`${APART}+(?=[\\p{L}\\p{N}[({“"«「])`, "gu"), (_, at: number) =>
      isStart(text, at) ? "" : " "
    )
    .replace(new RegExp(APART, "g"), "")
}

function isStart(text: string, at: number): boolean {
  return at === 0 || /[\s([{“"«「]/.test(text[at - 1]!)
}
