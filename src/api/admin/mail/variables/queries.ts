/** Whose variables are asked for. */
import { variablesOfKind } from "../../../../modules/mail/shapes"
import { inQuery } from "../../../query"

/** Of `GET /admin/mail/variables`. */
export const variablesQuery = inQuery(variablesOfKind)
