/** What the ledger can be asked for. */
import { inQuery, PAGED } from "../../../../http/query"
import { deliveryList } from "../../../../modules/mail/shapes"

/** Of `GET /admin/mail/deliveries`. */
export const deliveriesQuery = inQuery(deliveryList, { ...PAGED, lists: ["state", "reason"] })
