/** What the list of orders, shipments and quotes can be asked for. */
import { documentList } from "../../../../modules/mail/shapes"
import { inQuery, PAGED } from "../../../query"

/** Of `GET /admin/mail/documents`. */
export const documentsQuery = inQuery(documentList, {
  ...PAGED,
  lists: ["status", "fulfillment_status", "payment_status"],
})
