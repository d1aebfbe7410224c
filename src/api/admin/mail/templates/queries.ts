/** What the list of templates can be asked for. */
import { withFields } from "../../../../http/fields"
import { inQuery, NO_QUERY, PAGED } from "../../../../http/query"
import { templateList } from "../../../../modules/mail/shapes"
import { LISTED_TEMPLATE, TEMPLATE } from "../fields"

/** Of `GET /admin/mail/templates`. */
export const templatesQuery = withFields(inQuery(templateList, PAGED), LISTED_TEMPLATE)

/** Of `GET /admin/mail/templates/:id`. */
export const templateQuery = withFields(NO_QUERY, TEMPLATE)
