/** What the history and the ledger of a mailing can be asked for. */
import { inQuery, PAGED } from "../../../../http/query"
import { ledgerPart, mailingDeliveryList, mailingList, retryOptions } from "../../../../modules/mail/shapes"

/** Of `GET /admin/mail/mailings`. */
export const mailingsQuery = inQuery(mailingList, { ...PAGED, lists: ["state"] })

/** Of `GET /admin/mail/mailings/:id/deliveries`. */
export const mailingDeliveriesQuery = inQuery(mailingDeliveryList, {
  ...PAGED,
  lists: ["state", "reason"],
})

/** Of `GET /admin/mail/mailings/:id/deliveries.csv`. */
export const exportQuery = inQuery(ledgerPart, { lists: ["state", "reason"] })

/** Of `GET /admin/mail/mailings/:id/retry`. */
export const retryQuery = inQuery(retryOptions, { lists: ["states"] })
