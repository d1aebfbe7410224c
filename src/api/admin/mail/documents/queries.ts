/** What the list of orders, shipments and quotes can be asked for. */
import { inQuery, PAGED } from "../../../../http/query"
import { documentList } from "../../../../modules/mail/shapes"

/** Of `GET /admin/mail/documents`. */
export const documentsQuery = inQuery(documentList, {
  ...PAGED,
  lists: ["status", "fulfillment_status", "payment_status"],
})
