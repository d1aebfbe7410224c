/**
 * What a route takes: each says it once, and whatever else is sent to it is refused. A query or a body that nobody
 * reads would be dropped in silence: `POST …/send?scheduled_at=…` would send now.
 */
import type { MiddlewareRoute } from "@medusajs/framework"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { nothing } from "../modules/mail/shapes/atoms"
import { check } from "../modules/mail/shapes/check"
import type { QueryReader } from "./query"
import { answeredRefusal } from "./refusals"

/** Where mails and ticks travel: Medusa's own limit of 100 kB is less than 3,000 ticked customers. */
export const MAIL_BODY = { sizeLimit: "5mb" } as const

/** Where files travel, as base64: 25 MB of them. */
export const FILES_BODY = { sizeLimit: "36mb" } as const

export interface Taken {
  /** Left out: the route has no parameters. */
  query?: QueryReader
  /** Left out: there is nothing to say. */
  body?: z.ZodType
  bodyParser?: MiddlewareRoute["bodyParser"]
}

/** For the description of the API: what each of these middlewares lets through. */
const TAKEN = new WeakMap<MiddlewareRoute, Taken>()

/** @returns undefined for a middleware that does something else. */
export function takenBy(route: MiddlewareRoute): Taken | undefined {
  return TAKEN.get(route)
}

type Method = "GET" | "POST" | "DELETE"

/** The middleware of one route that checks what it is sent. */
export function takes(
  method: Method,
  matcher: string,
  { query, body = nothing, bodyParser }: Taken = {}
): MiddlewareRoute {
  const checkInput = (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => {
    try {
      req.validatedQuery = { ...(query ? query(req.query) : check(nothing, req.query)) }
      req.validatedBody = check(body, req.body ?? {})
      next()
    } catch (error) {
      if (!answeredRefusal(error, res)) {
        next(error)
      }
    }
  }
  const route = { methods: [method], matcher, middlewares: [checkInput], ...(bodyParser && { bodyParser }) }
  TAKEN.set(route, { query, body })
  return route
}
