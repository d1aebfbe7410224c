/** When flagging an address is offered: what `CONSEQUENCES` promises, read from the ledger. Admin and API read it here. */
import { CONSEQUENCES, FAILURE_CLASSES } from "../words/failure-classes"

/**
 * Mailings in which this person's same address failed for the same reason, with no mail taken since. Found by the
 * person: their few deliveries stand in an index, whatever the size of the ledger.
 */
const ALIKE_MAILINGS =
  "(SELECT count(DISTINCT o.mailing_id) FROM mpmd_delivery o WHERE o.customer_id = d.customer_id " +
  "AND o.address = d.address AND o.reason = d.reason AND o.state IN ('failed', 'bounced') AND o.deleted_at IS NULL " +
  "AND NOT EXISTS (SELECT 1 FROM mpmd_delivery s WHERE s.customer_id = d.customer_id AND s.address = d.address " +
  "AND s.state = 'sent' AND s.sent_at > o.created_at AND s.deleted_at IS NULL))"

const CASES = FAILURE_CLASSES.map((name) => [name, CONSEQUENCES[name].flagAfterMailings] as const)
  .filter(([, mailings]) => mailings !== null)
  .map(
    ([name, mailings]) =>
      `WHEN '${name}' THEN ${mailings === 1 ? "true" : `${ALIKE_MAILINGS} >= ${mailings}`}`
  )

/** A person has said since that mail arrives there. What they decided is not proposed to them again. */
const VOUCHED_FOR =
  "coalesce((SELECT v.vouched_at >= (SELECT max(e.created_at) FROM mpmd_delivery_event e WHERE e.delivery_id = d.id " +
  "AND e.to_state = d.state AND e.deleted_at IS NULL) FROM mpmd_address v " +
  "WHERE v.email = d.address AND v.vouched_at IS NOT NULL AND v.deleted_at IS NULL), false)"

/** Of a row `d` of the ledger; whether the address is flagged already is another matter. */
export const FLAG_OFFERED =
  `(CASE WHEN d.state IN ('failed', 'bounced') THEN CASE d.reason ${CASES.join(" ")} ELSE false END ELSE false END ` +
  `AND NOT ${VOUCHED_FOR})`
