/** What the history and the ledger of a mailing can be asked for. */
import { withFields } from "../../../../http/fields"
import { inQuery, NO_QUERY, PAGED } from "../../../../http/query"
import {
  ledgerPart,
  leftOutList,
  leftOutPart,
  mailingDeliveryList,
  mailingList,
  retryOptions,
} from "../../../../modules/mail/shapes"
import { LISTED_DELIVERY, LISTED_MAILING, MAILING } from "../fields"

/** Of `GET /admin/mail/mailings`. */
export const mailingsQuery = withFields(inQuery(mailingList, { ...PAGED, lists: ["state"] }), LISTED_MAILING)

/** Of `GET /admin/mail/mailings/:id/deliveries`. */
export const mailingDeliveriesQuery = withFields(
  inQuery(mailingDeliveryList, { ...PAGED, lists: ["state", "reason"] }),
  LISTED_DELIVERY
)

/** Of `GET /admin/mail/mailings/:id/deliveries.csv`. */
export const exportQuery = inQuery(ledgerPart, { lists: ["state", "reason"] })

/** Of `GET /admin/mail/mailings/:id/left-out`. */
export const leftOutQuery = inQuery(leftOutList, { numbers: ["after", "limit"] })

/** Of `GET /admin/mail/mailings/:id/left-out.csv`. */
export const leftOutFileQuery = inQuery(leftOutPart)

/** Of `GET /admin/mail/mailings/:id/retry`. */
export const retryQuery = inQuery(retryOptions, { lists: ["states"] })

/** Of `GET /admin/mail/mailings/:id`. */
export const mailingQuery = withFields(NO_QUERY, MAILING)
