/**
 * Where a mail goes that is sent once more: to the person's address as it is now, not to the one that it was sent to.
 * Read from the store's own tables at that moment: addresses are corrected on the customer's and on the order's page.
 */
import { malformed, normalised } from "../address/sql"
import { FLAG_OFFERED } from "../failures/offer"

const KEY = normalised("wanted.email")

/** Mail does not arrive there: it is flagged, or this very mail was refused there for the address's sake. */
const BAD = `coalesce(w.invalid, false) OR (${KEY} = d.address AND ${FLAG_OFFERED})`

/**
 * Joins to a delivery `d` its customer `c`, its order `o`, both NULL where they are gone, and `present`, with the `email` and
 * its key `address`; NULL if there is none.
 *
 * Whose mail it is has an account: theirs. Of a guest the order's own e-mail. One at which mail is known not to arrive comes
 * after all that are not: of a guest it may be corrected in one of two places. What belongs to nobody (mail that other code
 * asked for) keeps its address.
 */
export const PRESENT_ADDRESS = `
  LEFT JOIN customer c ON c.id = d.customer_id AND c.deleted_at IS NULL
  LEFT JOIN "order" o ON o.id = d.order_id AND o.deleted_at IS NULL
  LEFT JOIN LATERAL (
    SELECT btrim(wanted.email) AS email, ${KEY} AS address
      FROM (VALUES (1, CASE WHEN c.has_account OR o.id IS NULL THEN c.email END), (2, o.email), (3, c.email),
                   (4, CASE WHEN d.customer_id IS NULL AND d.order_id IS NULL THEN d.email END)) AS wanted(place, email)
      LEFT JOIN mpmd_address w ON w.email = ${KEY} AND w.deleted_at IS NULL
     WHERE btrim(wanted.email) <> ''
     ORDER BY ${malformed("wanted.email")}, ${BAD}, wanted.place LIMIT 1
  ) AS present ON true`

/** SQL for why there is no address to send to, of mail that bows to no consent; NULL if there is one. */
export const NO_PRESENT_ADDRESS = `
  CASE WHEN present.email IS NULL THEN CASE WHEN c.id IS NULL AND o.id IS NULL THEN 'not_found' ELSE 'no_address' END
       WHEN ${malformed("present.email")} THEN 'invalid' END`
