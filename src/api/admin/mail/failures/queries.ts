/** Which failures can be asked for. */
import { failureList } from "../../../../modules/mail/shapes"
import { inQuery } from "../../../query"

/** Of `GET /admin/mail/failures`. */
export const failuresQuery = inQuery(failureList, {
  numbers: ["limit"],
  flags: ["invalid"],
  defaults: { limit: 50 },
})
