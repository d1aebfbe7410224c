/**
 * What can be said of a request before anybody looks at its route: its address can be read as a whole, and so can its
 * body. Express answers 500 to a path with a broken escape; it leaves a body of another type unread, and drops parameters
 * beyond the thousandth and some by their names (`__proto__`), so that the route would act as if nothing had been said.
 */
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"

import { invalid } from "../modules/mail/refusals/refusal"
import { answeredRefusal } from "./refusals"

/** Express reads so many. */
const MOST_PARAMETERS = 1_000
const LONGEST_NAME = 60

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function faultOfPath({ originalUrl }: MedusaRequest): string | null {
  return decoded(originalUrl.split("?", 1)[0]!) === null ? "The path holds a broken percent-escape." : null
}

/** Values at whatever depth: each parameter is one. */
function valuesIn(query: unknown): number {
  return typeof query === "object" && query !== null
    ? Object.values(query).reduce<number>((sum, value) => sum + valuesIn(value), 0)
    : 1
}

/** `filter` of `filter[groups][0]`. */
function rootOf(name: string): string {
  return /^[^[]+/.exec(name)?.[0] ?? name
}

function faultOfQuery({ originalUrl, query }: MedusaRequest): string | null {
  const [, text = ""] = originalUrl.split(/\?(.*)/s, 2)
  const parameters = text.split("&").filter(Boolean)
  if (parameters.length > MOST_PARAMETERS) {
    return `The query has too many parameters: at most ${MOST_PARAMETERS}.`
  }
  const names = parameters.map((parameter) => parameter.replaceAll("+", " ").split("=", 1)[0]!).map(decoded)
  if (names.includes(null) || decoded(text) === null) {
    return "The query holds a broken percent-escape."
  }
  const dropped = names.find(
    (name) => name?.includes("__proto__") || !Object.hasOwn(query, rootOf(name ?? ""))
  )
  if (dropped !== undefined) {
    return `Unrecognized fields: '${dropped?.slice(0, LONGEST_NAME)}' in the query`
  }
  return valuesIn(query) === parameters.length ? null : "The query has parameters that cannot be read."
}

function refusing(faultOf: (req: MedusaRequest) => string | null) {
  return (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void => {
    const fault = faultOf(req)
    if (fault === null || !answeredRefusal(invalid("", "invalid_input", fault), res)) {
      next()
    }
  }
}

export const readablePath = refusing(faultOfPath)

/** Where parameters count. Mail programs and trackers hang their own onto a public link: there none does. */
export const readableQuery = refusing(faultOfQuery)

function hasBody({ headers }: MedusaRequest): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0
}

/**
 * Refuses a body of any other type: nobody would read it.
 *
 * @param types - As `req.is` takes them: `application/json`.
 */
export function bodyOf(...types: string[]) {
  return (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void => {
    if (!hasBody(req) || req.is(types)) {
      next()
      return
    }
    const given = req.headers["content-type"] ? "the Content-Type given" : "a missing Content-Type"
    res
      .status(415)
      .set("accept", types.join(", "))
      .json({
        type: MedusaError.Types.INVALID_DATA,
        message: `The body is not read with ${given}: send it as ${types.join(" or ")}. Nothing was changed.`,
      })
  }
}
