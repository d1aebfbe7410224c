/**
 * Filters of our own. Escaping suits the text of HTML; where a value stands in a link, a style or a piece of data it
 * has to be made safe for that. Those of styles and data are put in when a content is built, whatever the author wrote.
 */
import type { Context, FilterImplOptions, Liquid } from "liquidjs"

import { momentOf } from "../../formats/shop-time"
import { money } from "./money"
import { PresentedValue } from "./presented"
import { isAllowedUrl } from "./url"

type Handler = Extract<FilterImplOptions, (...args: never[]) => unknown>
type FilterImpl = ThisParameterType<Handler>

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

/** Nothing else is known of a text but that it was written somewhere: `2026/11/25`, `25 Nov 2026 10:00`. */
function momentOfWords(text: string, timeZone: string): Date | null {
  // V8 takes the 30th of February for the 2nd of March.
  const date = new Date(/^\d{4}-\d\d-\d\d/.test(text) ? NaN : text)
  if (Number.isNaN(date.getTime()) || /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)\s*$/i.test(text)) {
    return Number.isNaN(date.getTime()) ? null : date
  }
  // Read by the clocks of this process: its digits are those that were written.
  const digits = new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
  return momentOf(digits, timeZone)
}

/** What a filter of dates is given, as liquidjs takes it for a moment; null if it is a text that is none. */
function momentIn(value: unknown, timeZone: string): unknown {
  if (value instanceof PresentedValue) {
    return typeof value.value === "string" ? new Date(value.value) : null
  }
  if (typeof value !== "string" || value === "now" || value === "today" || /^\d+$/.test(value)) {
    return value
  }
  const text = value.trim()
  return momentOf(text, timeZone) ?? momentOfWords(text, timeZone)
}

/** Where the shop is: it stands among what is the same for every recipient. */
function timeZoneOf(context: Context): string {
  const zone: unknown = context.getSync(["store", "timezone"])
  return typeof zone === "string" && zone ? zone : "UTC"
}

/** The same, with another time zone for what liquidjs writes. */
function onClocksOf(filter: FilterImpl, timezoneOffset: string): FilterImpl {
  const opts = { ...filter.context.opts, timezoneOffset }
  const context = Object.create(filter.context, { opts: { value: opts } }) as Context
  return Object.create(filter, { context: { value: context } }) as FilterImpl
}

const DATES = ["date", "date_to_xmlschema", "date_to_rfc822", "date_to_string", "date_to_long_string"]

/** liquidjs reads and writes dates by the clocks of the process; a mail is read by those of the shop. */
function registerDates(engine: Liquid): void {
  for (const name of DATES) {
    const write = engine.filters[name] as Handler
    engine.registerFilter(name, function (value: unknown, ...args: unknown[]): unknown {
      const zone = timeZoneOf(this.context)
      const moment = momentIn(value, zone)
      return moment === null ? value : (write.call(onClocksOf(this, zone), moment, ...args) as unknown)
    })
  }
}

const ARITHMETIC = ["plus", "minus", "times", "divided_by", "modulo", "sum"]

/** 0.1 and 0.2 are 0.3 and not 0.30000000000000004. */
function registerReckoning(engine: Liquid): void {
  for (const name of ARITHMETIC) {
    const compute = engine.filters[name] as Handler
    engine.registerFilter(name, function* (...args: [unknown, ...unknown[]]): Generator<unknown> {
      const result: unknown = yield compute.apply(this, args)
      return typeof result === "number" && Number.isFinite(result) ? Number(result.toPrecision(15)) : result
    })
  }
}

/** An amount that was computed, as the order's currency is written: `{{ order.total | times: 2 | money }}`. */
function registerMoney(engine: Liquid): void {
  engine.registerFilter("money", function (value: unknown) {
    const amount = typeof value === "string" && value.trim() ? Number(value) : value
    if (typeof amount !== "number" || !Number.isFinite(amount)) {
      return value
    }
    const currency: unknown = this.context.getSync(["order", "currency_code"])
    const locale: unknown = this.context.getSync(["order", "locale"])
    return typeof currency === "string" && currency
      ? money(amount, currency, typeof locale === "string" ? locale : "en-US")
      : value
  })
}

/** What is presented as nothing has its default like an empty text. */
function registerDefault(engine: Liquid): void {
  const byDefault = engine.filters.default as Handler
  engine.registerFilter("default", function (value: unknown, ...args: unknown[]): unknown {
    return byDefault.call(this, value instanceof PresentedValue && !value.text ? "" : value, ...args)
  })
}

/** @param isHtml - The dialect: a text part is made from the HTML with its filters, so both know all of them. */
export function registerFilters(engine: Liquid, isHtml: boolean): void {
  registerDates(engine)
  registerReckoning(engine)
  registerMoney(engine)
  registerDefault(engine)
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
