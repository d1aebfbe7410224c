/**
 * The one Liquid engine, in two dialects. Templates are code from outside: nothing here reads files, calls
 * functions of the scope's prototype or runs without limits.
 */
import { Liquid } from "liquidjs"

import { isAllowedUrl } from "./url"

/** liquidjs reads files through these, with default options even `.env`; without them they are a clear error. */
export const FORBIDDEN_TAGS = ["include", "render", "layout", "block"] as const

/** Characters of one template. */
export const PARSE_LIMIT = 2e5

function createEngine(escapesHtml: boolean): Liquid {
  const engine = new Liquid({
    templates: {},
    relativeReference: false,
    dynamicPartials: false,
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: PARSE_LIMIT,
    renderLimit: 250,
    memoryLimit: 5e6,
    ...(escapesHtml ? { outputEscape: "escape" as const } : {}),
  })
  for (const tag of FORBIDDEN_TAGS) {
    delete engine.tags[tag]
  }
  engine.registerFilter("safe_url", (value: unknown) => {
    const url = typeof value === "string" ? value.trim() : ""
    return isAllowedUrl(url) ? url : ""
  })
  return engine
}

/** For HTML bodies: every output is escaped. */
export const htmlEngine = createEngine(true)

/**
 * For subjects and text parts: no output is escaped. A text part is made from the HTML with its filters, so the
 * filters that write HTML leave the value as it is; otherwise readers would see `&amp;` and `<br />`.
 */
export const textEngine = createEngine(false)
for (const filter of ["escape", "escape_once", "xml_escape", "newline_to_br"]) {
  textEngine.registerFilter(filter, (value: unknown) => value)
}
