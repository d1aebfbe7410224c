/**
 * Which right each route needs. Everything below `/admin/mail` needs `mail_delivery:read`, as Medusa's own routes do by their
 * prefix; what changes or sends something needs its own right besides. Without Medusa's RBAC flag none of it counts.
 *
 * For the admin: `sdk.admin.rbacRole.mePermissions()` (`GET /admin/rbac/me/permissions`) answers
 * `{ permissions: ["mail_delivery:read", …] }`. With the flag off that route is a 404, and `rbac` is false in
 * `GET /admin/feature-flags`.
 */
import type { MiddlewareRoute } from "@medusajs/framework"

import { MAIL_RIGHTS } from "../../../policies/mail"

type Right = (typeof MAIL_RIGHTS)[keyof typeof MAIL_RIGHTS]

function needs(right: Right, matchers: string[]): MiddlewareRoute[] {
  return matchers.map((matcher) => ({
    methods: ["POST", "DELETE"],
    matcher: `/admin/mail/${matcher}`,
    policies: [right],
  }))
}

/** Medusa's own right. */
const UPDATE_CUSTOMERS = { resource: "customer", operation: "update" }

/** Asked with a body, because what is asked does not fit into an address; they change nothing. */
export const READING_POSTS = [
  "audience",
  "audience/people",
  "audience/people.csv",
  "preview",
  "recipients",
].map((name) => `/admin/mail/${name}`)

export const adminMailPolicies: MiddlewareRoute[] = [
  { matcher: "/admin/mail/*", policies: [MAIL_RIGHTS.read] },
  ...needs(MAIL_RIGHTS.update, [
    "mailings",
    "mailings/:id",
    "members/consent",
    "members/flags",
    "segments",
    "segments/:id",
    "ready-made",
    "templates",
    "templates/:id",
  ]),
  // What it changes is Medusa's.
  { methods: ["POST"], matcher: "/admin/mail/members/:id/address", policies: [UPDATE_CUSTOMERS] },
  ...needs(MAIL_RIGHTS.send, [
    ...["send", "undo", "pause", "resume", "cancel", "retry", "test"].map(
      (action) => `mailings/:id/${action}`
    ),
    "deliveries/:id/resend",
    "settings/test",
    "single",
  ]),
  ...needs(MAIL_RIGHTS.updateSettings, ["settings", "settings/intake-check"]),
]
