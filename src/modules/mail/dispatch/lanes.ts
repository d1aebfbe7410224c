/** Whose turn it is: order and single mail first, then member mailings one after the other. */
import type { Database } from "../database"
import type { MailingKind, MailingState } from "../types"
import { claimDue, type ClaimedDelivery, claimRange, type Holder } from "./claim"

/** A mailing that has something left to do. */
export interface OpenMailing {
  id: string
  kind: MailingKind
  state: MailingState
  /** Positions that nobody has taken yet. */
  fresh: boolean
}

/** All mailings that are not done, order mail first. There are a handful, whatever their size. */
export async function openMailings(db: Database): Promise<OpenMailing[]> {
  return db.query<OpenMailing>(
    "SELECT id, kind, state, next_position <= total AS fresh FROM mpmd_mailing WHERE completed_at IS NULL " +
      "AND deleted_at IS NULL AND (state IN ('preparing', 'sending', 'cancelled') " +
      "OR (state = 'scheduled' AND scheduled_at <= now())) ORDER BY kind = 'member', id"
  )
}

export class Lanes {
  private lastServed = ""

  constructor(
    private readonly db: Database,
    private readonly holder: Holder
  ) {}

  /** Claims up to `size` deliveries from the lane whose turn it is; empty if nothing is due. */
  async claim(mailings: readonly OpenMailing[], size: number): Promise<ClaimedDelivery[]> {
    const single = await claimDue(this.db, this.holder, null, size)
    if (single.length) {
      return single
    }
    for (const mailing of this.inTurn(mailings.filter((candidate) => candidate.state === "sending"))) {
      const claimed = await this.claimFrom(mailing, size)
      if (claimed.length) {
        this.lastServed = mailing.kind === "member" ? mailing.id : this.lastServed
        return claimed
      }
    }
    return []
  }

  private async claimFrom(mailing: OpenMailing, size: number): Promise<ClaimedDelivery[]> {
    const due = await claimDue(this.db, this.holder, mailing.id, size)
    if (due.length || !mailing.fresh) {
      return due
    }
    return claimRange(this.db, this.holder, mailing.id, size)
  }

  /** Order mailings as they come; member mailings from the one after the last served. */
  private inTurn(mailings: OpenMailing[]): OpenMailing[] {
    const members = mailings.filter((mailing) => mailing.kind === "member")
    const after = members.findIndex((mailing) => mailing.id > this.lastServed)
    const start = after === -1 ? 0 : after
    return [
      ...mailings.filter((mailing) => mailing.kind !== "member"),
      ...members.slice(start),
      ...members.slice(0, start),
    ]
  }
}
