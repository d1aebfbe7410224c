/**
 * Filters of our own. Escaping suits the text of HTML; where a value stands in a link, a style or a piece of data it
 * has to be made safe for that. Those of styles and data are put in when a content is built, whatever the author wrote.
 */
import type { Liquid } from "liquidjs"

import { isAllowedUrl } from "./url"

function textOf(value: unknown): string {
  return value === null || value === undefined ? "" : String(value)
}

/** A colour, a length, a font: words, numbers and the functions that only calculate. */
const CSS_VALUE =
  /^(?:[\p{L}\p{N}\s#%.,+-]|"[\p{L}\p{N}\s.,-]*"|'[\p{L}\p{N}\s.,-]*'|(?<![\p{L}\p{N}-])(?:rgba?|hsla?|calc|min|max|clamp)\(|\)|(?<=\s)[*/](?=\s))*$/iu

/** Never more than the value of one property; nothing for what is none. */
function cssValue(value: unknown): string {
  const text = textOf(value)
  const depth = (text.match(/\(/g)?.length ?? 0) - (text.match(/\)/g)?.length ?? 0)
  return CSS_VALUE.test(text) && depth === 0 ? text : ""
}

/** Declarations of the template's own: what could load or run something is left out. */
function cssText(value: unknown): string {
  const text = textOf(value)
  return /[\\<>{}@]|\/\*|\(\s*["']?\s*[a-z]+:|url|expression|behavior|binding|script/i.test(text) ? "" : text
}

/** Inside `url(…)`: what would end it is encoded. */
function cssUrl(value: unknown): string {
  return textOf(value).replace(/[\s"'()\\;]/g, (character) =>
    `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`.toUpperCase()
  )
}

/** JSON that no HTML parser can mistake for markup. */
function scriptJson(value: unknown): string {
  return (JSON.stringify(value ?? null) ?? "null").replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
  )
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
}

/** What was escaped before stays as it is. */
function escapeOnce(text: string): string {
  return text.replace(/&(?!(?:amp|lt|gt|#34|#39|quot);)|[<>"']/g, (character) => ENTITIES[character]!)
}

/** @param isHtml - The dialect: a text part is made from the HTML with its filters, so both know all of them. */
export function registerFilters(engine: Liquid, isHtml: boolean): void {
  engine.registerFilter("safe_url", (value: unknown) => {
    const url = typeof value === "string" ? value.trim() : ""
    return isAllowedUrl(url) ? url : ""
  })
  engine.registerFilter("css_value", cssValue)
  engine.registerFilter("css_text", cssText)
  engine.registerFilter("css_url", cssUrl)
  engine.registerFilter("json_value", { raw: true, handler: scriptJson })
  engine.registerFilter("json_text", {
    raw: true,
    handler: (value: unknown) => scriptJson(textOf(value)).slice(1, -1),
  })
  if (isHtml) {
    // Readers see the line breaks: the value itself is escaped, its breaks are markup.
    const handler = (value: unknown) => escapeOnce(textOf(value)).replace(/\r\n|\r|\n/g, "<br>\n")
    engine.registerFilter("newline_to_br", { raw: true, handler })
    return
  }
  // Those that write HTML leave the value as it is; otherwise readers of a text would see `&amp;` and `<br>`.
  for (const filter of ["escape", "escape_once", "xml_escape", "newline_to_br"]) {
    engine.registerFilter(filter, (value: unknown) => value)
  }
}
