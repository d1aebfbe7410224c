/** Sales channels of the options that the store does not have: no fault, since they may come later, and still worth a word at boot. */
import type { Logger } from "@medusajs/framework/types"

import type { Database } from "../sql/database"
import type { Transport } from "./choice"

const UNKNOWN =
  "SELECT wanted.id FROM unnest($1::text[]) AS wanted(id) WHERE NOT EXISTS " +
  "(SELECT FROM sales_channel c WHERE c.id = wanted.id AND c.deleted_at IS NULL)"

/** Says which there are not. Never rejects: the store starts all the same. */
export async function warnOfUnknownChannels(
  db: Database,
  transports: readonly Transport[],
  logger: Pick<Logger, "warn">
): Promise<void> {
  try {
    for (const { name, salesChannels } of transports.filter((one) => one.salesChannels.length)) {
      const rows = await db.query<{ id: string }>(UNKNOWN, [salesChannels])
      if (rows.length) {
        const ids = rows.map(({ id }) => id).join(", ")
        logger.warn(
          `mail: transports, ${name}: the store has no sales channel ${ids}, so no mail leaves by it for that`
        )
      }
    }
  } catch (error) {
    logger.warn(
      `mail: whether the store has the sales channels of transports cannot be seen yet: ${String(error)}`
    )
  }
}
