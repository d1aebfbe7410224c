/** What the ledger can be asked for. */
import { deliveryList } from "../../../../modules/mail/shapes"
import { inQuery, PAGED } from "../../../query"

/** Of `GET /admin/mail/deliveries`. */
export const deliveriesQuery = inQuery(deliveryList, { ...PAGED, lists: ["state"] })
