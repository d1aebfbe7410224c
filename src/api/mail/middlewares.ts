/** Limits of the public pages: they need no login, so nobody may make them cost much. */
import type { MiddlewareRoute } from "@medusajs/framework"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { createRateLimit } from "./rate-limit"

/** A one-click request has a few dozen bytes, in multipart a few hundred. */
const LARGEST_BODY = 16 * 1024
/** Generous: a mailbox provider sends the clicks of all its users from a few addresses. */
const REQUESTS_PER_MINUTE = 300

const allows = createRateLimit(REQUESTS_PER_MINUTE)

function limitRate(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  if (allows(req.ip ?? "")) {
    next()
  } else {
    res.status(429).set("retry-after", "60").send("Too many requests")
  }
}

function limitBody(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  if (Number(req.headers["content-length"] ?? 0) > LARGEST_BODY) {
    res.status(413).set("connection", "close").send("Request body too large")
  } else {
    next()
  }
}

export const publicMailMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET", "POST"],
    matcher: "/mail/unsubscribe/:token",
    // The token says everything: the body is never read, whatever its form and size.
    bodyParser: false,
    middlewares: [limitRate, limitBody],
  },
]
