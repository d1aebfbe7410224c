/** The public pages: they need no login, so nobody may make them cost much, and nothing of them may be carried away. */
import type { MiddlewareRoute } from "@medusajs/framework"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../container/mail-module"
import { bodyOf } from "../../http/readable"
import { readBody } from "./events/body"
import { createRateLimit } from "./rate-limit"
import { readerOf } from "./reader"
import { STYLE_SOURCE } from "./unsubscribe/page"

/** A one-click request has a few dozen bytes, in multipart a few hundred. */
const LARGEST_BODY = 16 * 1024
/** Generous: a mailbox provider sends the clicks of all its users from a few addresses. */
const REQUESTS_PER_MINUTE = 300

/** A service's largest batch has some hundred kilobytes; of a returned message only the front is read. */
const LARGEST_NEWS = 2 * 1024 * 1024

/** Sent with whatever is answered, refusals too: nothing is loaded, remembered, framed or passed on. */
const SAFE_HEADERS = {
  "content-security-policy": `default-src 'none'; style-src ${STYLE_SOURCE}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-robots-tag": "noindex, nofollow",
}

function safe(_: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  res.removeHeader("x-powered-by")
  res.set(SAFE_HEADERS)
  next()
}

/** Apart: scanners that only look must not use up what a click needs. */
const limits = {
  looking: createRateLimit(REQUESTS_PER_MINUTE),
  clicking: createRateLimit(REQUESTS_PER_MINUTE),
  telling: createRateLimit(REQUESTS_PER_MINUTE),
}

async function senderOf(req: MedusaRequest): Promise<string> {
  const trusted = await mailModule(req.scope).getTrustedProxies()
  const forwarded = req.headers["x-forwarded-for"]
  return readerOf(req.socket.remoteAddress ?? "", String(forwarded ?? ""), trusted)
}

function refuseFlood(res: MedusaResponse): void {
  res.status(429).type("text/plain").set("retry-after", "60").send("Too many requests")
}

async function limitReaders(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const limit = req.method === "POST" ? limits.clicking : limits.looking
  if (limit.take(await senderOf(req))) {
    return next()
  }
  refuseFlood(res)
}

/** A service tells of each mail by itself, of a large mailing thousands in a minute: only what is refused counts. */
async function limitStrangers(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction
): Promise<void> {
  const sender = await senderOf(req)
  if (!limits.telling.take(sender)) {
    return refuseFlood(res)
  }
  res.on("finish", () => {
    if (res.statusCode < 400) {
      limits.telling.giveBack(sender)
    }
  })
  next()
}

function limitBody(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  if (Number(req.headers["content-length"] ?? 0) > LARGEST_BODY) {
    res.status(413).type("text/plain").set("connection", "close").send("Request body too large")
    return
  }
  if (req.headers["transfer-encoding"]) {
    // Its size is not known and it is never read: whatever still comes ends with the answer.
    res.set("connection", "close")
  }
  next()
}

export const publicMailMiddlewares: MiddlewareRoute[] = [
  { matcher: "/mail", middlewares: [safe] },
  {
    methods: ["GET", "POST"],
    matcher: "/mail/unsubscribe/:token",
    // The token says everything: the body is never read, whatever its form and size. RFC 8058 knows these two.
    bodyParser: false,
    middlewares: [
      limitReaders,
      limitBody,
      bodyOf("application/x-www-form-urlencoded", "multipart/form-data"),
    ],
  },
  {
    methods: ["POST"],
    matcher: "/mail/events/:service",
    // Signed byte for byte, in whatever type each service sends it.
    bodyParser: false,
    middlewares: [limitStrangers, readBody(LARGEST_NEWS)],
  },
]
