/** The sales channel of an order that a mail names by its id alone. */
import type { Database } from "../sql/database"
import type { Transport } from "./choice"

/** @returns null where no transport is chosen by sales channels: then nobody has to be asked. */
export async function channelOfOrder(
  db: Database,
  transports: readonly Transport[],
  orderId: string | null | undefined
): Promise<string | null> {
  if (!orderId || !transports.some(({ salesChannels }) => salesChannels.length)) {
    return null
  }
  const [order] = await db.query<{ sales_channel_id: string | null }>(
    'SELECT sales_channel_id FROM "order" WHERE id = $1',
    [orderId]
  )
  return order?.sales_channel_id ?? null
}
