/** What the list of orders, shipments and quotes can be asked for. */
import { withFields } from "../../../../http/fields"
import { inQuery, PAGED } from "../../../../http/query"
import { documentList } from "../../../../modules/mail/shapes"
import { LISTED_DOCUMENT } from "../fields"

/** Of `GET /admin/mail/documents`. */
export const documentsQuery = withFields(
  inQuery(documentList, {
    ...PAGED,
    lists: ["status", "fulfillment_status", "payment_status"],
  }),
  LISTED_DOCUMENT
)
