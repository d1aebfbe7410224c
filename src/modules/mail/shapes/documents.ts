/**
 * Which orders, shipments or quotes are meant. The field that names them must be that of the content's source, and the
 * only one: another would be dropped, or taken for what it is not.
 */
import { z } from "@medusajs/framework/zod"

import { ORDER_SOURCES, type OrderSource } from "../words"
import { id, ids } from "./atoms"
import { refuse, unless } from "./custom"
import { MOST } from "./limits"

/** Ids of the documents of a mailing. What was read may be written back: there they are `document_ids`. */
export const documents = {
  order_ids: ids.optional(),
  fulfillment_ids: ids.optional(),
  draft_order_ids: ids.optional(),
  document_ids: ids.optional(),
}

type Documents = { [Field in keyof typeof documents]?: string[] }

/** The one document whose data fills a preview or a sample. */
export const oneDocument = {
  order_id: id.optional(),
  fulfillment_id: id.optional(),
  draft_order_id: id.optional(),
}

type OneDocument = { [Field in keyof typeof oneDocument]?: string }

const MANY = { order: "order_ids", fulfillment: "fulfillment_ids", draft_order: "draft_order_ids" } as const
const ONE = { order: "order_id", fulfillment: "fulfillment_id", draft_order: "draft_order_id" } as const

function refuseForeign(context: z.RefinementCtx, field: string, source: OrderSource): void {
  refuse(context, field, "foreign_field", `does not belong to the source ${source}`, { kind: source })
}

/** @param required - A new mailing must name some; a change need not. */
export function checkDocuments(
  given: Documents,
  source: OrderSource,
  required: boolean,
  context: z.RefinementCtx
): void {
  const named = Object.keys(documents).filter((field) => given[field as keyof Documents] !== undefined)
  const fitting = named.filter((field) => field === MANY[source] || field === "document_ids")
  named.filter((field) => !fitting.includes(field)).forEach((field) => refuseForeign(context, field, source))
  if (fitting.length > 1) {
    refuse(
      context,
      "document_ids",
      "one_of_two",
      `names the same as '${MANY[source]}': give one of the two`,
      {
        one: "document_ids",
        other: MANY[source],
      }
    )
  }
  if (required && !fitting.length) {
    const words = `is required: name the documents of the source ${source}`
    refuse(context, MANY[source], "no_documents", words)
  }
}

/** Names them by what they are to the module. */
export function withDocumentIds<Body extends Documents>({
  order_ids,
  fulfillment_ids,
  draft_order_ids,
  document_ids,
  ...body
}: Body) {
  return { ...body, document_ids: order_ids ?? fulfillment_ids ?? draft_order_ids ?? document_ids }
}

export function checkOneDocument(given: OneDocument, source: OrderSource, context: z.RefinementCtx): void {
  for (const field of Object.values(ONE)) {
    if (field !== ONE[source] && given[field] !== undefined) {
      refuseForeign(context, field, source)
    }
  }
}

/** The one document of a source. */
export function documentOf(source: OrderSource) {
  return z.strictObject(oneDocument).superRefine((named, context) => checkOneDocument(named, source, context))
}

/** Whose mail a merchant is about to write: a page of the ticked documents. */
export const recipientsQuestion = z
  .strictObject({ source: z.enum(ORDER_SOURCES), ...documents })
  .superRefine((body, context) => checkDocuments(body, body.source, true, context))
  .transform(withDocumentIds)
  .refine(
    ({ document_ids = [] }) => document_ids.length <= MOST.recipients,
    unless("list_too_long", `may name at most ${MOST.recipients} documents at once`, {
      limit: MOST.recipients,
    })
  )
export type RecipientsQuestion = z.output<typeof recipientsQuestion>
