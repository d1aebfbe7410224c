/**
 * The same mail once more, because its reader lost it or never saw it: a delivery of its own with the content and the
 * data of the first, so it says today what it said then, and goes to the person's address as it is now. Only mail that is
 * about a document or was asked for: member mail counts against the quota and bows to the opt-out, so it goes out by its
 * mailing alone.
 */
import { entityId } from "../formats/entity-id"
import { notAllowed, notFound } from "../refusals/refusal"
import type { Database } from "../sql/database"
import { stillThere, type Transport } from "../transports/choice"
import type { DeliveryKind, DeliveryState, RecipientWarning, Variables } from "../words"
import { NO_PRESENT_ADDRESS, PRESENT_ADDRESS } from "./present-address"
import { assertContentKept } from "./retention"
import { insertSeparateDelivery } from "./single"

export interface ResendPreviewDTO {
  /** Where it goes. */
  to: string
  /** Where the mail went that it repeats. */
  former: string
  /** To another address, not only to another spelling. */
  readdressed: boolean
  /** The address deserves a second look; it is sent to all the same. */
  warning: Extract<RecipientWarning, "invalid" | "complained"> | null
}

export interface ResendDTO extends ResendPreviewDTO {
  /** Of the new delivery. */
  id: string
}

interface Original {
  id: string
  kind: DeliveryKind
  state: DeliveryState
  content_id: string
  email: string
  recipient_name: string | null
  variables: Variables
  content_cleared_at: Date | null
  customer_id: string | null
  order_id: string | null
  transport: string | null
  /** Null: nobody is there any more, or has no address. */
  to: string | null
  readdressed: boolean
  warning: ResendDTO["warning"]
}

const KINDS: ReadonlySet<DeliveryKind> = new Set(["order", "single"])
const ON_ITS_WAY: ReadonlySet<DeliveryState> = new Set(["pending", "claimed", "sending", "deferred"])

/** The delivery that a resent one repeats, in SQL; the key is the only place where that is written. */
export const REPEATED =
  "CASE WHEN d.kind = 'single' AND d.dedupe_key LIKE 'resend:mdlv\\_%' THEN split_part(d.dedupe_key, ':', 2) END"

/** Nobody wants the same mail twice within a minute: it was a second click. */
const COOL_DOWN = 60

/** What did not arrive may be tried again at once. */
const DID_NOT_ARRIVE: ReadonlySet<DeliveryState> = new Set(["failed", "bounced"])

function keyOf(id: string, time: number): string {
  return `resend:${id}:${time}`
}

/** Whether a delivery is of a kind and state that can be sent again, and still has what it said. */
export function mayBeResent({
  kind,
  state,
  content_cleared_at,
}: Pick<Original, "kind" | "state" | "content_cleared_at">): boolean {
  return KINDS.has(kind) && isOver(state) && !content_cleared_at
}

function isOver(state: DeliveryState): boolean {
  return state !== "skipped" && !ON_ITS_WAY.has(state)
}

const ORIGINAL = `
  SELECT d.id, d.kind, d.state, d.content_id, d.email, d.recipient_name, d.variables, d.customer_id, d.order_id, d.transport,
         d.content_cleared_at, CASE WHEN ${NO_PRESENT_ADDRESS} IS NULL THEN present.email END AS to,
         present.address IS DISTINCT FROM d.address AS readdressed,
         CASE WHEN a.invalid THEN 'invalid' WHEN a.complained_at IS NOT NULL THEN 'complained' END AS warning
    FROM mpmd_delivery d ${PRESENT_ADDRESS}
    LEFT JOIN mpmd_address a ON a.email = present.address AND a.deleted_at IS NULL
   WHERE d.id = $1 AND d.deleted_at IS NULL`

async function originalOf(db: Database, id: string): Promise<Original> {
  const [original] = await db.query<Original>(ORIGINAL, [id])
  if (!original) {
    throw notFound("delivery", id)
  }
  return original
}

/** What can be sent again, and where it goes. @throws MedusaError `not_allowed` */
function resendable({ kind, state, ...original }: Original): ResendPreviewDTO {
  if (!KINDS.has(kind)) {
    throw notAllowed(
      "not_resendable",
      `This mail cannot be sent again by itself: its kind is ${kind}. Only mail about orders and single mail can.`
    )
  }
  if (!isOver(state)) {
    throw notAllowed("wrong_state", `This mail cannot be sent again: its state is ${state}.`, { state })
  }
  assertContentKept([original])
  const { to, email: former, readdressed, warning } = original
  if (to === null) {
    throw notAllowed(
      "no_present_address",
      "This mail cannot be sent again: whom it was to does not exist any more, or has no e-mail address."
    )
  }
  return { to, former, readdressed, warning }
}

interface Repeat {
  state: DeliveryState
  /** Seconds since it was asked for. */
  age: number
}

/** @throws MedusaError `not_allowed` while the time before is on its way or has just arrived. */
function assertMayFollow({ state, age }: Repeat): void {
  if (ON_ITS_WAY.has(state)) {
    throw notAllowed(
      "resend_under_way",
      "This mail is being sent again already: wait until that has arrived or failed."
    )
  }
  if (age < COOL_DOWN && !DID_NOT_ARRIVE.has(state)) {
    throw notAllowed(
      "resent_just_now",
      `This mail was sent again ${age} seconds ago: it can be sent once more in ${COOL_DOWN - age} seconds.`,
      { seconds: COOL_DOWN - age }
    )
  }
}

/** Which time this would be, counted from 1. @throws MedusaError `not_allowed` while it is too early for it. */
async function nextTime(db: Database, id: string): Promise<number> {
  let last: Repeat | undefined
  for (let time = 1; ; time += 1) {
    const [row] = await db.query<Repeat>(
      "SELECT state, greatest(0, floor(extract(epoch FROM clock_timestamp() - created_at)))::int AS age " +
        "FROM mpmd_delivery WHERE dedupe_key = $1 AND mailing_id IS NULL AND deleted_at IS NULL",
      [keyOf(id, time)]
    )
    if (!row) {
      if (last) {
        assertMayFollow(last)
      }
      return time
    }
    last = row
  }
}

/** Until the new delivery is there, nobody clears what it is made of. @throws MedusaError `not_allowed` */
async function holdContent(tx: Database, id: string): Promise<void> {
  assertContentKept(
    await tx.query<Pick<Original, "content_cleared_at">>(
      "SELECT content_cleared_at FROM mpmd_delivery WHERE id = $1 FOR NO KEY UPDATE",
      [id]
    )
  )
}

/** Where the mail of a delivery would go if it were sent again now. @throws MedusaError as {@link resendDelivery} would. */
export async function previewResend(db: Database, id: string): Promise<ResendPreviewDTO> {
  const preview = resendable(await originalOf(db, id))
  await nextTime(db, id)
  return preview
}

/**
 * Sends the mail of a delivery again. Two who ask at the same moment get one mail, and so does a second click.
 *
 * @param actorId - The user who asks; the new delivery remembers them.
 * @throws MedusaError `not_found`; `not_allowed` naming the kind or the state, for a mail whose content was cleared, and
 *   where there is no address any more.
 */
export async function resendDelivery(
  db: Database,
  id: string,
  actorId: string | null,
  transports: readonly Transport[] = []
): Promise<ResendDTO> {
  const original = await originalOf(db, id)
  const preview = resendable(original)
  const time = await nextTime(db, id)
  const resent = await db.transaction(async (tx) => {
    await holdContent(tx, id)
    const delivery = await insertSeparateDelivery(tx, {
      kind: "single",
      contentId: original.content_id,
      dedupeKey: keyOf(id, time),
      to: preview.to,
      recipientName: original.recipient_name,
      variables: original.variables,
      customerId: original.customer_id,
      orderId: original.order_id,
      // Its content names the sender of that one.
      transport: stillThere(transports, original.transport),
    })
    if (delivery.created) {
      await tx.query(
        "INSERT INTO mpmd_delivery_event (id, delivery_id, attempt, from_state, to_state, reason, email, actor_id) " +
          "VALUES ($1, $2, 0, 'pending', 'pending', 'resent', $3, $4)",
        [entityId("mdev"), delivery.id, preview.readdressed ? preview.former : null, actorId]
      )
    }
    return delivery
  })
  return { id: resent.id, ...preview }
}
