/** What the list of templates can be asked for. */
import { templateList } from "../../../../modules/mail/shapes"
import { inQuery, PAGED } from "../../../query"

/** Of `GET /admin/mail/templates`. */
export const templatesQuery = inQuery(templateList, PAGED)
