/** How members are found. */
import { withFields } from "../../../../http/fields"
import { inQuery, PAGED } from "../../../../http/query"
import { lastOrdersQuestion, memberList } from "../../../../modules/mail/shapes"
import { MEMBER } from "../fields"

/** Of `GET /admin/mail/members`: an AudienceFilter and a page. */
export const membersQuery = withFields(
  inQuery(memberList, {
    defaults: PAGED.defaults,
    numbers: [
      ...PAGED.numbers,
      "orders.count.$gte",
      "orders.count.$lte",
      "orders.total.$gte",
      "orders.total.$lte",
    ],
    flags: ["has_account", "invalid", "never_ordered"],
    lists: [
      "groups",
      "consent",
      "sales_channels",
      "countries",
      "languages",
      "bought.product_ids",
      "bought.collection_ids",
    ],
    open: ["metadata"],
  }),
  MEMBER
)

/** Of `GET /admin/mail/members/last-orders`. */
export const lastOrdersQuery = inQuery(lastOrdersQuestion, { lists: ["customer_ids"] })
