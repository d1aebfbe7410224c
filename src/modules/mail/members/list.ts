/** The list of members: customers as mail sees them. */
import { normalised } from "../address/sql"
import { ALIASES, FROM_CUSTOMERS, whereOf } from "../audience/filter"
import { LAST_ORDER_AT, lastOrderJoinsOf } from "../audience/orders"
import { consentJoins, consentOf } from "../eligibility/exclusions"
import { invalid } from "../refusals/refusal"
import type { Database } from "../sql/database"
import { parameters } from "../sql/parameters"
import type { AudienceFilter, Consent } from "../words"
import { MEMBER_ORDERS, type MemberOrder } from "../words/lists"

export interface MemberDTO {
  customer_id: string
  email: string | null
  first_name: string | null
  last_name: string | null
  company_name: string | null
  has_account: boolean
  groups: { id: string; name: string }[]
  consent: Consent
  invalid: boolean
  invalid_class: string | null
  invalid_reason: string | null
  invalid_since: Date | null
  /** The mail that came back, and of which mailing it was; null if a person flagged the address without one. */
  invalid_delivery_id: string | null
  invalid_mailing_id: string | null
  /** As it was written. */
  invalid_mailing_subject: string | null
  /** When a mail to this address was called spam; it gets no member mail since. */
  complained_at: Date | null
  /** Null for who never ordered. Of a list without last orders there is no such key: not asked is not never. */
  last_order_at: Date | null
  created_at: Date
}

/** A member of a list that looked up last orders or did not; the key is missing where it did not. */
export type MemberOf<WithLastOrder extends boolean> = WithLastOrder extends true
  ? MemberDTO
  : Omit<MemberDTO, "last_order_at">

export interface MemberListOptions<WithLastOrder extends boolean = true> {
  limit?: number
  offset?: number
  /** One of {@link MEMBER_ORDERS}, with `-` before it for descending. */
  order?: string
  /**
   * False: members come without `last_order_at`, and no order is read to show it. `listLastOrders` tells it afterwards. To
   * sort or filter by it is possible all the same.
   */
  with_last_order?: WithLastOrder
}

const SORTED_BY: Record<MemberOrder, string> = {
  email: "c.email",
  first_name: "c.first_name",
  last_name: "c.last_name",
  company_name: "c.company_name",
  created_at: "c.created_at",
  last_order_at: LAST_ORDER_AT,
}

/** Those without a value come last either way; the id makes pages stable. */
function sorted(order: string): { expression: string; direction: "ASC" | "DESC" } {
  const field = order.replace(/^-/, "")
  if (!Object.hasOwn(SORTED_BY, field)) {
    const values = MEMBER_ORDERS.join(", ")
    const message = `"${order}" is not one of ${values}, with or without - before it`
    throw invalid("order", "not_among", message, { values })
  }
  return {
    expression: SORTED_BY[field as MemberOrder],
    direction: order.startsWith("-") ? "DESC" : "ASC",
  }
}

const AND_LAST_ORDER = `, ${LAST_ORDER_AT} AS last_order_at`

/**
 * The page is cut first; groups and orders are looked up for its rows alone. Orders have no index by address, so
 * they are read once per page, in parallel; only a sort or filter by them aggregates all. Where nothing of them is selected,
 * Postgres leaves their joins out by itself.
 */
const detailsOf = (withLastOrder: boolean) => `
  SELECT c.id AS customer_id, c.email, c.first_name, c.last_name, c.company_name, c.has_account, c.created_at,
         coalesce(groups.list, '[]') AS groups,
         ${consentOf(ALIASES)} AS consent, coalesce(a.invalid, false) AS invalid,
         a.invalid_class, a.invalid_reason, a.invalid_since, a.invalid_delivery_id, a.complained_at, back.id AS invalid_mailing_id,
         back.content->>'subject' AS invalid_mailing_subject${withLastOrder ? AND_LAST_ORDER : ""}
    FROM unnest($1::text[]) WITH ORDINALITY AS page(id, place) JOIN customer c ON c.id = page.id
    ${consentJoins("c.id", normalised("c.email"), ALIASES)}
    ${lastOrderJoinsOf("$1", "$2")}
    LEFT JOIN mpmd_delivery failed ON failed.id = a.invalid_delivery_id
    LEFT JOIN mpmd_mailing back ON back.id = coalesce(failed.mailing_id, failed.about_mailing_id)
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) ORDER BY g.name) AS list
        FROM customer_group_customer gc
        JOIN customer_group g ON g.id = gc.customer_group_id AND g.deleted_at IS NULL
       WHERE gc.customer_id = page.id AND gc.deleted_at IS NULL
    ) AS groups ON true
   ORDER BY page.place`

/**
 * How many members a filter matches. Where there is no condition, nothing is joined: Postgres leaves the joins out by itself,
 * but reads the columns that they would look at, and everybody can be counted from an index alone.
 *
 * @throws MedusaError (`invalid_data`) for an unknown field.
 */
export async function countMembers(db: Database, filter: AudienceFilter): Promise<number> {
  const values = parameters()
  const where = whereOf(filter, values)
  const isEmpty = Object.values(filter).every((value) => value === undefined)
  const text = `SELECT count(*)::int AS count ${isEmpty ? "FROM customer c" : FROM_CUSTOMERS} WHERE ${where}`
  const [counted] = await db.query<{ count: number }>(text, values.values)
  return counted!.count
}

/**
 * Lists the members that a filter matches.
 *
 * @returns One page (20 if no limit is given, newest first), and how many there are in all.
 * @throws MedusaError (`invalid_data`) for an unknown order or field.
 */
export async function listMembers<WithLastOrder extends boolean = true>(
  db: Database,
  filter: AudienceFilter,
  options: MemberListOptions<WithLastOrder> = {}
): Promise<{ members: MemberOf<WithLastOrder>[]; count: number }> {
  const { limit = 20, offset = 0, order = "-created_at", with_last_order = true } = options
  const { expression, direction } = sorted(order)
  const values = parameters()
  const matching = `${FROM_CUSTOMERS} WHERE ${whereOf(filter, values)}`
  const count = await countMembers(db, filter)
  const by = `${expression} ${direction} NULLS LAST, c.id ${direction}`
  const page = await db.query<{ id: string; address: string | null }>(
    // Outside, so that the address is worked out for the page and not for everyone who is sorted.
    `SELECT id, nullif(${normalised("email")}, '') AS address FROM (
       SELECT c.id, c.email ${matching} ORDER BY ${by} LIMIT ${values.add(limit)} OFFSET ${values.add(offset)}
     ) AS page`,
    values.values
  )
  const addresses = page.flatMap(({ address }) => address ?? [])
  const details = detailsOf(with_last_order)
  const members = await db.query<MemberOf<WithLastOrder>>(details, [page.map(({ id }) => id), addresses])
  return { members, count }
}
