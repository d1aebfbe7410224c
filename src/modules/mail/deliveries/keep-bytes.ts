/**
 * Order and single mail are kept as they leave, byte by byte: years later the shop can show what a buyer was told.
 * Written before the mark, so that no mail can be on its way that is not on record. Member mail is the same for
 * all and is shown from its content; keeping a million copies of it would only fill the disk.
 */
import { promisify } from "node:util"
import { gzip } from "node:zlib"

import type { OutgoingMessage } from "../smtp/transport"
import type { Database } from "../sql/database"
import type { DeliveryKind } from "../words"
import type { ClaimedDelivery } from "./claim"
import { IN_RANGE } from "./leases"

const compress = promisify(gzip)

const KEPT: ReadonlySet<DeliveryKind> = new Set(["order", "single"])

/** Fenced by the attempt: a later attempt has a later date in its head, and its bytes are those that count. */
const STATEMENT =
  "UPDATE mpmd_delivery d SET bytes = k.bytes FROM unnest($1::text[], $2::int[], $3::bytea[]) AS k(id, attempt, bytes) " +
  `WHERE d.id = k.id AND ((d.attempt = k.attempt AND d.state = 'claimed') OR (d.attempt = k.attempt - 1 AND ${IN_RANGE}))`

/** Keeps the bytes of those in the group whose kind is kept. */
export async function keepBytes(
  db: Database,
  group: readonly Pick<ClaimedDelivery, "id" | "attempt" | "kind">[],
  messages: ReadonlyMap<string, OutgoingMessage>
): Promise<void> {
  const kept = group.filter(({ kind }) => KEPT.has(kind))
  if (kept.length) {
    await db.query(STATEMENT, [
      kept.map(({ id }) => id),
      kept.map(({ attempt }) => attempt),
      await Promise.all(kept.map(({ id }) => compress(messages.get(id)!.bytes))),
    ])
  }
}
