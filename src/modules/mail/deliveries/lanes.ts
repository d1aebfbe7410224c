/**
 * Whose turn it is. What a person waits for in front of a screen goes first, then what a customer waits for, then order
 * mailings as they come, member mailings one after the other, and the administrator's copies when nothing else is due:
 * a mailing to 50,000 makes as many copies, and no order confirmation must wait for them.
 */
import type { Database } from "../sql/database"
import { conditionOf, isIn, type Share } from "../transports/share"
import type { DeliveryKind, MailingKind, MailingState } from "../words"
import { claimDue, type ClaimedDelivery, claimRange, type Holder } from "./claim"

/** When a mailing that is `scheduled` begins by itself, in SQL: after its grace, or at its hour. */
export const BEGINS_AT = "coalesce(grace_until, scheduled_at)"

/** A mailing that has something left to do. */
export interface OpenMailing {
  id: string
  kind: MailingKind
  state: MailingState
  /** How many positions nobody has taken yet. */
  fresh: number
  /** By which they leave; what leaves another way has a time of its own. */
  transport: string | null
}

/** Lanes of mail outside mailings, as they stand in `mpmd_delivery.lane`. */
export const LANE = { awaited: 0, transactional: 1, copies: 2 } as const

/** What there may be to do. */
export interface OpenWork {
  /** All mailings that are not done, order mail first. There are a handful, whatever their size. */
  mailings: OpenMailing[]
  /** Lanes of mail outside mailings in which something is due. */
  due: number[]
  /** Somebody holds something, or did and died. */
  hasClaims: boolean
}

/** The latest column names its table: where a migration is missing, the error is known by that. */
const OPEN_MAILINGS =
  "SELECT id, kind, state, mpmd_mailing.transport, greatest(total + 1 - next_position, 0) AS fresh FROM mpmd_mailing " +
  "WHERE completed_at IS NULL AND deleted_at IS NULL AND (state IN ('preparing', 'sending', 'cancelled') " +
  `OR (state = 'scheduled' AND ${BEGINS_AT} <= now()))`

/** One look into the index for each lane. */
const dueLanes = (ours: string) =>
  `SELECT lane FROM unnest(ARRAY[${Object.values(LANE).join(", ")}]) AS lane WHERE EXISTS (SELECT FROM mpmd_delivery d ` +
  "WHERE d.mailing_id IS NULL AND d.lane = lane.lane AND d.next_attempt_at <= now() " +
  `AND d.state IN ('pending', 'deferred') AND d.deleted_at IS NULL${ours})`

const openWorkIn = (ours: string) =>
  "SELECT coalesce((SELECT json_agg(m ORDER BY m.kind = 'member', m.id) FROM " +
  `(${OPEN_MAILINGS}) m), '[]') AS mailings, ARRAY(${dueLanes(ours)}) AS due, ` +
  'EXISTS (SELECT FROM mpmd_claim) AS "hasClaims"'

/** Looks for work, all of it by one statement: most looks of a small store find none. @param share - Of the lanes. */
export async function openWork(db: Database, share: Share = null): Promise<OpenWork> {
  const { sql, values } = conditionOf(share, "d.transport", 1)
  const [work] = await db.query<OpenWork>(openWorkIn(sql), values)
  return work!
}

/** @param awaited - A person waits for it: a new password, a code. */
export function laneOf(kind: DeliveryKind, awaited = false): number {
  if (kind === "copy") {
    return LANE.copies
  }
  return awaited || kind === "test" ? LANE.awaited : LANE.transactional
}

/**
 * Mail that somebody waits for holds links and codes that open an account, in SQL: staff who may read the ledger may not read
 * these, or could let a colleague's new password be made and set it.
 */
export const SECRET = `(d.kind = 'single' AND d.lane IS NOT DISTINCT FROM ${LANE.awaited})`

/** In which order the lanes are looked at. */
const LANES: readonly (keyof typeof LANE | MailingKind)[] = [
  "awaited",
  "transactional",
  "order",
  "member",
  "copies",
]

/**
 * Of what is left of a mailing: with several workers on it nobody is left with much when the others have nothing any more. A claim of
 * fewer than so many would be sent before the next one is there.
 */
const PART_OF_THE_REST = 1 / 4
const LEAST_PART = 250

function partOf(fresh: number, size: number): number {
  return Math.min(size, Math.max(LEAST_PART, Math.ceil(fresh * PART_OF_THE_REST)))
}

export class Lanes {
  private lastServed = ""

  constructor(
    private readonly db: Database,
    private readonly holder: Holder,
    private readonly share: Share = null
  ) {}

  /** Claims up to `size` deliveries from the lane whose turn it is; empty if nothing is due. */
  async claim(work: Pick<OpenWork, "mailings" | "due">, size: number): Promise<ClaimedDelivery[]> {
    for (const lane of LANES) {
      const claimed =
        lane === "order" || lane === "member"
          ? await this.claimFromMailings(this.inTurn(work.mailings, lane), size)
          : await this.claimFromLane(LANE[lane], work.due, size)
      if (claimed.length) {
        return claimed
      }
    }
    return []
  }

  private async claimFromLane(
    lane: number,
    due: readonly number[],
    size: number
  ): Promise<ClaimedDelivery[]> {
    return due.includes(lane) ? claimDue(this.db, this.holder, { lane }, size, this.share) : []
  }

  private async claimFromMailings(
    mailings: readonly OpenMailing[],
    size: number
  ): Promise<ClaimedDelivery[]> {
    for (const mailing of mailings) {
      const claimed = await this.claimFrom(mailing, size)
      if (claimed.length) {
        this.lastServed = mailing.kind === "member" ? mailing.id : this.lastServed
        return claimed
      }
    }
    return []
  }

  private async claimFrom(mailing: OpenMailing, size: number): Promise<ClaimedDelivery[]> {
    const { db, holder, share } = this
    const due = await claimDue(db, holder, { mailing: mailing.id }, size, share)
    if (due.length || !mailing.fresh || !isIn(share, mailing.transport)) {
      return due
    }
    return claimRange(db, holder, mailing.id, partOf(mailing.fresh, size), share)
  }

  /** Order mailings as they come; member mailings from the one after the last served. */
  private inTurn(mailings: readonly OpenMailing[], kind: MailingKind): OpenMailing[] {
    const sending = mailings.filter((mailing) => mailing.kind === kind && mailing.state === "sending")
    const after = sending.findIndex((mailing) => mailing.id > this.lastServed)
    const start = kind === "order" || after === -1 ? 0 : after
    return [...sending.slice(start), ...sending.slice(0, start)]
  }
}
