/** How members are found, flagged and their consents recorded. */
import { z } from "@medusajs/framework/zod"

import { type AudienceFilter } from "../../../../modules/mail/types"
import { address, audience, audienceFilterInQuery, ids, orderBy, page, text } from "../common-validators"

const SORTABLE = ["created_at", "email", "first_name", "last_name", "company_name", "last_order_at"] as const

/** Query of `GET /admin/mail/members`: an AudienceFilter and a page. */
export const AdminGetMailMembersParams = audienceFilterInQuery.extend({
  ...page.shape,
  order: orderBy(SORTABLE),
})
export type AdminGetMailMembersParamsType = AudienceFilter & z.infer<typeof page> & { order?: string }

/** Body of `POST /admin/mail/members/flags`. */
export const AdminSetMailFlags = z
  .strictObject({
    customer_ids: ids.optional(),
    emails: z.array(address).min(1).optional(),
    invalid: z.boolean(),
    reason: z.string().nullish(),
  })
  .refine(({ customer_ids, emails }) => customer_ids || emails, {
    error: "Field 'customer_ids' or 'emails' is required",
  })
export type AdminSetMailFlagsType = z.infer<typeof AdminSetMailFlags>

/** Body of `POST /admin/mail/members/consent`. */
export const AdminSetMailConsent = z
  .strictObject({
    customer_ids: ids.optional(),
    audience: audience.optional(),
    consent: z.enum(["opted_in", "opted_out"]),
    source: text,
    wording: z.string().nullish(),
  })
  .refine((body) => (body.customer_ids === undefined) !== (body.audience === undefined), {
    error: "Either field 'customer_ids' or field 'audience' is required, and not both",
  })
export type AdminSetMailConsentType = z.infer<typeof AdminSetMailConsent>
