/** What of the transports in the options does not go with the database: no fault that stops a store, and worth a word at boot. */
import type { Logger } from "@medusajs/framework/types"

import type { Database } from "../sql/database"
import type { Transport } from "./choice"

const UNKNOWN_CHANNELS =
  "SELECT wanted.id FROM unnest($1::text[]) AS wanted(id) WHERE NOT EXISTS " +
  "(SELECT FROM sales_channel c WHERE c.id = wanted.id AND c.deleted_at IS NULL)"

/** Mail that is not settled yet has a time, or is a part of an open mailing: few rows, each found by a small index. */
const LEFT = `
  SELECT DISTINCT transport AS name FROM (
    SELECT transport FROM mpmd_mailing WHERE completed_at IS NULL AND deleted_at IS NULL
     UNION ALL
    SELECT transport FROM mpmd_delivery WHERE mailing_id IS NULL AND next_attempt_at IS NOT NULL AND deleted_at IS NULL
     UNION ALL
    SELECT transport FROM mpmd_delivery WHERE mailing_id IS NOT NULL AND next_attempt_at IS NOT NULL AND deleted_at IS NULL
  ) open WHERE transport <> ALL ($1::text[]) ORDER BY 1`

/** Never rejects: the store starts all the same. */
export async function warnOfTransports(
  db: Database,
  transports: readonly Transport[],
  logger: Pick<Logger, "warn">
): Promise<void> {
  try {
    const warnings = [...(await unknownChannels(db, transports)), ...(await leftTransports(db, transports))]
    warnings.forEach((warning) => logger.warn(`mail: transports: ${warning}`))
  } catch (error) {
    logger.warn(`mail: transports: whether the database goes with them cannot be seen: ${String(error)}`)
  }
}

/** They may come later. */
async function unknownChannels(db: Database, transports: readonly Transport[]): Promise<string[]> {
  const warnings: string[] = []
  for (const { name, salesChannels } of transports.filter((one) => one.salesChannels.length)) {
    const rows = await db.query<{ id: string }>(UNKNOWN_CHANNELS, [salesChannels])
    if (rows.length) {
      const ids = rows.map(({ id }) => id).join(", ")
      warnings.push(`${name} is for the sales channel ${ids}, which the store does not have`)
    }
  }
  return warnings
}

async function leftTransports(db: Database, transports: readonly Transport[]): Promise<string[]> {
  const rows = await db.query<{ name: string }>(LEFT, [transports.map(({ name }) => name)])
  return rows.map(
    ({ name }) =>
      `mail waits that names ${name}, which is not among them any more: it leaves by the store's own way out, as the sender ` +
      "that it was written with"
  )
}
