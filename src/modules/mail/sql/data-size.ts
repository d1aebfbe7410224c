/**
 * How much of a delivery's data is loaded. Customers write their metadata themselves, and a claim holds thousands of
 * deliveries at once: what a mail cannot need must not fill the memory of the process that sends or shows it.
 */

/** Bytes of JSON. An order with 1,000 lines has 300,000. */
export const LARGEST = { member: 100_000, other: 1_000_000 }

/**
 * SQL: the variables of a delivery `d`; NULL if they are too large. Only what takes more than 400 bytes as it is stored
 * is measured, because that has to be unpacked, and what is packed is at most 255 times as large.
 */
export const LOADED =
  `CASE WHEN pg_column_size(d.variables) > 400 AND octet_length(d.variables::text) > ` +
  `CASE d.kind WHEN 'member' THEN ${LARGEST.member} ELSE ${LARGEST.other} END THEN NULL ELSE d.variables END`
