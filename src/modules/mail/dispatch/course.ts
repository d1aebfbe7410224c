/**
 * What the latest answers say about the mails to come: of each mailing, and of everything that leaves here. In memory
 * and of this process alone, so that it costs nothing by the mail; each worker finds out for itself.
 */
import type { ClaimedDelivery } from "../deliveries/claim"
import type { Database } from "../sql/database"
import type { PauseCause } from "../words"
import { CONSEQUENCES } from "../words/failure-classes"
import { AlikeRefusals } from "./alike"
import { OwnFaults } from "./own-faults"
import { PolicyBurst } from "./policy-burst"
import type { Verdict } from "./verdict"

/** Mailings remembered; few are on their way at once. */
const MAILINGS = 50

export interface Finding {
  /** `all`: whatever leaves here. */
  stop: "mailing" | "all"
  cause: PauseCause
  /** In the server's own words. */
  reason: string
}

interface Course {
  own: OwnFaults
  burst: PolicyBurst
  alike: AlikeRefusals
  /** It writes to more than one domain. Unknown until it matters. */
  mixed: boolean
}

export class Courses {
  private readonly courses = new Map<string, Course>()
  private readonly all: Course

  /** @param alike - So many refusals in the same words are no chance. */
  constructor(
    private readonly db: Database,
    private readonly alike: number
  ) {
    this.all = this.begin()
  }

  /** @returns why what is to come should wait; null if it may go on. Whoever resumes gets a new count. */
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
    const course = this.courseOf(id)
    const cause = ownCause(course, delivery, verdict) ?? policyCause(course, verdict)
    const alike = await this.areAlike(course, id, delivery, verdict)
    if (!cause && !alike) {
      return null
    }
    this.courses.delete(id)
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
    course: Course,
    mailing: string | null,
    { email, mailing_id }: ClaimedDelivery,
    { refusal }: Verdict
  ): Promise<boolean> {
    const domain = email
      .slice(email.lastIndexOf("@") + 1)
      .trim()
      .toLowerCase()
    const words = refusal?.forGood ? refusal.words : null
    if (!course.alike.note({ words, domain, mailing: mailing_id })) {
      return false
    }
    const { onlyDomain } = course.alike
    // One receiver may have something against us that the others have not.
    if (onlyDomain !== null && !course.mixed) {
      course.mixed = await writesToOthers(this.db, mailing, onlyDomain)
    }
    return onlyDomain === null || !course.mixed
  }

  private courseOf(id: string): Course {
    const course = this.courses.get(id) ?? this.begin()
    this.courses.set(id, course)
    const [oldest] = this.courses.keys()
    if (this.courses.size > MAILINGS && oldest) {
      this.courses.delete(oldest)
    }
    return course
  }

  private begin(): Course {
    return {
      own: new OwnFaults(),
      burst: new PolicyBurst(),
      alike: new AlikeRefusals(this.alike),
      mixed: false,
    }
  }
}

function ownCause({ own }: Course, { email }: ClaimedDelivery, { refusal }: Verdict): PauseCause | null {
  if (!refusal) {
    own.accepted()
    return null
  }
  const { forGood, fault, certain } = refusal
  return forGood && fault && (certain || own.refusedTo(email.trim().toLowerCase())) ? fault : null
}

function policyCause({ burst }: Course, { refusal }: Verdict): PauseCause | null {
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
