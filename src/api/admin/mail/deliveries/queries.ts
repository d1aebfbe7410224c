/** What the ledger can be asked for. */
import { withFields } from "../../../../http/fields"
import { inQuery, NO_QUERY, PAGED } from "../../../../http/query"
import { deliveryList } from "../../../../modules/mail/shapes"
import { DELIVERY_DETAIL, LISTED_DELIVERY } from "../fields"

/** Of `GET /admin/mail/deliveries`. */
export const deliveriesQuery = withFields(
  inQuery(deliveryList, { ...PAGED, lists: ["state", "reason"] }),
  LISTED_DELIVERY
)

/** Of `GET /admin/mail/deliveries/:id`. */
export const deliveryQuery = withFields(NO_QUERY, DELIVERY_DETAIL)
