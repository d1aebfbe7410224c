/** Whose variables are asked for. */
import { inQuery } from "../../../../http/query"
import { variablesOfKind } from "../../../../modules/mail/shapes"

/** Of `GET /admin/mail/variables`. */
export const variablesQuery = inQuery(variablesOfKind)
