/**
 * What a mailing may be made of, and what may be done to it.
 * Templates in it are not judged here: a draft may have errors.
 */
import { z } from "@medusajs/framework/zod"

import { RETRYABLE_STATES } from "../../../../modules/mail/mailings/control"
import type { MailingChanges } from "../../../../modules/mail/service"
import { isDay } from "../../../../modules/mail/shop-time"
import {
  DELIVERY_STATES,
  MAILING_KINDS,
  MAILING_STATES,
  type OrderContent,
} from "../../../../modules/mail/types"
import {
  audience,
  expected,
  fault,
  ids,
  instantOrDay,
  listInQuery,
  memberContent,
  oneDocument,
  orderContent,
  page,
  purpose,
} from "../common-validators"

/** Query of `GET /admin/mail/mailings`. */
export const AdminGetMailingsParams = page.extend({
  q: z.string().optional(),
  kind: z.enum(MAILING_KINDS).optional(),
  state: listInQuery(z.enum(MAILING_STATES)).optional(),
  order: z.enum(["-created_at"]).optional(),
})
export type AdminGetMailingsParamsType = z.infer<typeof AdminGetMailingsParams>

const purposes = { purpose: purpose.optional(), purpose_reason: z.string().nullish() }

/** Ids of one of the three. */
export const documents = {
  order_ids: ids.optional(),
  fulfillment_ids: ids.optional(),
  draft_order_ids: ids.optional(),
}

type Documents = { [Field in keyof typeof documents]?: string[] }

const FIELD_OF: Record<OrderContent["source"], keyof Documents> = {
  order: "order_ids",
  fulfillment: "fulfillment_ids",
  draft_order: "draft_order_ids",
}

/** The ids must be those of the content's source; naming none or others would mail about the wrong thing. */
export function checkDocuments(
  body: Documents & { content: Pick<OrderContent, "source"> },
  context: z.RefinementCtx
): void {
  const wanted = FIELD_OF[body.content.source]
  for (const field of Object.values(FIELD_OF)) {
    if ((body[field] !== undefined) !== (field === wanted)) {
      const message =
        field === wanted
          ? `Field '${field}' is required`
          : `Field '${field}' does not belong to the source ${body.content.source}`
      context.addIssue({ code: "custom", path: [field], message })
    }
  }
}

/** Names them by what they are to the module. */
export function withDocumentIds<Body extends Documents>({
  order_ids,
  fulfillment_ids,
  draft_order_ids,
  ...body
}: Body) {
  return { ...body, document_ids: order_ids ?? fulfillment_ids ?? draft_order_ids }
}

const memberMailing = z.strictObject({
  kind: z.literal("member"),
  content: memberContent,
  audience,
  ...purposes,
})

const orderMailing = z
  .strictObject({ kind: z.literal("order"), content: orderContent, ...documents })
  .superRefine(checkDocuments)
  .transform(withDocumentIds)

/** Body of `POST /admin/mail/mailings`. */
export const AdminCreateMailing = z.discriminatedUnion(
  "kind",
  [memberMailing, orderMailing],
  expected("kind", MAILING_KINDS)
)
export type AdminCreateMailingType = z.infer<typeof AdminCreateMailing>

/** The stored mailing knows its kind, the body does not: a source tells which of the two contents is meant. */
function checkContent({ content }: { content?: object }, context: z.RefinementCtx): void {
  const schema = content && "source" in content ? orderContent : memberContent
  const { error } = z.object({ content: schema.optional() }).safeParse({ content })
  error?.issues.forEach((issue) => context.addIssue({ ...issue }))
}

/** Body of `POST /admin/mail/mailings/:id`. `scheduled_at: null` takes a mailing off the schedule. */
export const AdminUpdateMailing = z
  .strictObject({
    content: z.custom<MailingChanges["content"]>().optional(),
    audience: audience.optional(),
    ...documents,
    ...purposes,
    scheduled_at: z.null().optional(),
  })
  .superRefine(checkContent)
  .transform((body): MailingChanges => withDocumentIds(body))
export type AdminUpdateMailingType = MailingChanges

/** Body of `pause`, `resume` and `cancel`: there is nothing to say. */
export const AdminMailingAction = z.strictObject({})

/** Body of `POST /admin/mail/mailings/:id/send`. */
export const AdminSendMailing = z.strictObject({
  // When a day begins only the module knows.
  scheduled_at: instantOrDay
    .refine((value) => isDay(value) || new Date(value) > new Date(), fault("must be in the future"))
    .nullish(),
})
export type AdminSendMailingType = z.infer<typeof AdminSendMailing>

/** Body of `POST /admin/mail/mailings/:id/retry`. */
export const AdminRetryMailing = z.strictObject({ states: z.array(z.enum(RETRYABLE_STATES)).min(1) })
export type AdminRetryMailingType = z.infer<typeof AdminRetryMailing>

/** Body of `POST /admin/mail/mailings/:id/test`. The module itself reads the address. */
export const AdminTestMailing = z.strictObject({
  to: z.string(),
  customer_id: z.string().optional(),
  ...oneDocument,
})
export type AdminTestMailingType = z.infer<typeof AdminTestMailing>

/** What a caller may ask for: `claimed` is the dispatcher's own matter and shows as pending. */
const SHOWN_STATES = DELIVERY_STATES.filter((state) => state !== "claimed")

const state = listInQuery(z.enum(SHOWN_STATES)).optional()

/** Query of `GET /admin/mail/mailings/:id/deliveries`. */
export const AdminGetMailingDeliveriesParams = page.extend({ q: z.string().optional(), state })
export type AdminGetMailingDeliveriesParamsType = z.infer<typeof AdminGetMailingDeliveriesParams>

/** Query of `GET /admin/mail/mailings/:id/deliveries.csv`. */
export const AdminExportMailingDeliveriesParams = z.strictObject({ state })
export type AdminExportMailingDeliveriesParamsType = z.infer<typeof AdminExportMailingDeliveriesParams>
