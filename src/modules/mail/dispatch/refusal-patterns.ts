/**
 * What the latest answers say about the mails to come: of each mailing, and of everything that leaves here. In memory
 * and of this process alone, so that it costs nothing by the mail; each worker finds out for itself.
 */
import type { ClaimedDelivery } from "../deliveries/claim"
import type { Database } from "../sql/database"
import type { OwnPauseCause } from "../words"
import { CONSEQUENCES } from "../words/failure-classes"
import { OwnFaults } from "./own-faults"
import { PolicyBurst } from "./policy-burst"
import { AlikeRefusals } from "./same-refusals"
import type { Verdict } from "./verdict"

/** Mailings remembered; few are on their way at once. */
const MAILINGS = 50

export interface Finding {
  /** `all`: whatever leaves here. */
  stop: "mailing" | "all"
  cause: OwnPauseCause
  /** In the server's own words. */
  reason: string
}

interface Pattern {
  own: OwnFaults
  burst: PolicyBurst
  alike: AlikeRefusals
  /** It writes to more than one domain. Unknown until it matters. */
  mixed: boolean
}

export class RefusalPatterns {
  private readonly patterns = new Map<string, Pattern>()
  private readonly all: Pattern

  /** @param alike - So many refusals in the same words are no chance. */
  constructor(
    private readonly db: Database,
    private readonly alike: number
  ) {
    this.all = this.begin()
  }

  /** @returns why what is to come should wait; null if it may go on. A mailing that is resumed gets a new count. */
  async note(delivery: ClaimedDelivery, verdict: Verdict): Promise<Finding | null> {
    if (verdict.answered) {
      const finding =
        (delivery.mailing_id && (await this.noteMailing(delivery.mailing_id, delivery, verdict))) ||
        (await this.noteAll(delivery, verdict))
      return finding || null
    }
    return null
  }

  private async noteMailing(
    id: string,
    delivery: ClaimedDelivery,
    verdict: Verdict
  ): Promise<Finding | null> {
    const pattern = this.courseOf(id)
    const cause = ownCause(pattern, delivery, verdict) ?? policyCause(pattern, verdict)
    const alike = await this.areAlike(pattern, id, delivery, verdict)
    if (!cause && !alike) {
      return null
    }
    this.patterns.delete(id)
    return { stop: "mailing", cause: cause ?? "alike", reason: verdict.change.response ?? "" }
  }

  /** What one mailing alone brings about is that mailing's. */
  private async noteAll(delivery: ClaimedDelivery, verdict: Verdict): Promise<Finding | null> {
    if (!(await this.areAlike(this.all, null, delivery, verdict)) || this.all.alike.onlyMailing) {
      return null
    }
    this.all.alike.forget()
    return { stop: "all", cause: "alike", reason: verdict.change.response ?? "" }
  }

  private async areAlike(
    pattern: Pattern,
    mailing: string | null,
    { email, mailing_id }: ClaimedDelivery,
    { refusal }: Verdict
  ): Promise<boolean> {
    const domain = email
      .slice(email.lastIndexOf("@") + 1)
      .trim()
      .toLowerCase()
    const words = refusal?.forGood ? refusal.words : null
    if (!pattern.alike.note({ words, domain, mailing: mailing_id })) {
      return false
    }
    const { onlyDomain } = pattern.alike
    // One receiver may have something against us that the others have not.
    if (onlyDomain !== null && !pattern.mixed) {
      pattern.mixed = await writesToOthers(this.db, mailing, onlyDomain)
    }
    return onlyDomain === null || !pattern.mixed
  }

  private courseOf(id: string): Pattern {
    const pattern = this.patterns.get(id) ?? this.begin()
    this.patterns.set(id, pattern)
    const [oldest] = this.patterns.keys()
    if (this.patterns.size > MAILINGS && oldest) {
      this.patterns.delete(oldest)
    }
    return pattern
  }

  private begin(): Pattern {
    return {
      own: new OwnFaults(),
      burst: new PolicyBurst(),
      alike: new AlikeRefusals(this.alike),
      mixed: false,
    }
  }
}

function ownCause({ own }: Pattern, { email }: ClaimedDelivery, { refusal }: Verdict): OwnPauseCause | null {
  if (!refusal) {
    own.accepted()
    return null
  }
  const { forGood, fault, certain } = refusal
  return forGood && fault && (certain || own.refusedTo(email.trim().toLowerCase())) ? fault : null
}

function policyCause({ burst }: Pattern, { refusal }: Verdict): OwnPauseCause | null {
  const refused = refusal !== null && CONSEQUENCES[refusal.class].pauses === "burst"
  return burst.note(refused) ? "policy" : null
}

/**
 * Asked once, when the latest refusals all came from one domain. The first row of another domain is the answer; only
 * where there is none is everything read, and then the sending stops.
 */
async function writesToOthers(db: Database, mailing: string | null, domain: string): Promise<boolean> {
  const whose = mailing === null ? "$1::text IS NULL" : "mailing_id = $1"
  const [other] = await db.query(
    `SELECT 1 FROM mpmd_delivery WHERE ${whose} AND deleted_at IS NULL AND address NOT LIKE '%@' || $2 LIMIT 1`,
    [mailing, domain]
  )
  return other !== undefined
}
