/** Takes news of mails that were sent, in their order, and tells what became of them. */
import { MedusaError } from "../refusals/medusa-error"
import type { Database } from "../sql/database"
import type { ReturnEvent } from "./event"
import type { ReturnPolicy } from "./item"
import { matchOf } from "./match"
import { eventsOfMessage, MESSAGE } from "./message-events"
import { type OnPause, type RecordOutcome, recordTogether } from "./record"
import { isServiceName, SERVICES, type ServiceSettings } from "./services"
import type { EventRequest, MailService } from "./services/service"

/** How many of them were what. */
export type ReturnTally = Record<RecordOutcome, number>

/** More than any service puts into one request. */
const MOST_EVENTS = 5_000

/** In one transaction. */
const TOGETHER = 100

/** In their order. @returns what became of each. */
export async function recordEach(
  db: Database,
  policy: ReturnPolicy,
  events: readonly ReturnEvent[],
  onPause?: OnPause
): Promise<RecordOutcome[]> {
  const outcomes: RecordOutcome[] = []
  for (const part of apart(policy, events)) {
    outcomes.push(...(await recordPart(db, policy, part, onPause)))
  }
  return outcomes
}

/** One that Postgres refuses holds up none before it. */
async function recordPart(
  db: Database,
  policy: ReturnPolicy,
  part: readonly ReturnEvent[],
  onPause: OnPause | undefined
): Promise<RecordOutcome[]> {
  try {
    return await recordTogether(db, policy, part, onPause)
  } catch (error) {
    if (part.length === 1) {
      throw error
    }
    const outcomes: RecordOutcome[] = []
    for (const event of part) {
      outcomes.push(...(await recordTogether(db, policy, [event], onPause)))
    }
    return outcomes
  }
}

/** Parts in which each mail is named once. */
function apart(policy: ReturnPolicy, events: readonly ReturnEvent[]): ReturnEvent[][] {
  const parts: ReturnEvent[][] = []
  let named = new Set<string | undefined>()
  for (const event of events) {
    const id = matchOf(policy, event)?.deliveryId
    const part = parts.at(-1)
    if (part && part.length < TOGETHER && !(id && named.has(id))) {
      part.push(event)
    } else {
      parts.push([event])
      named = new Set()
    }
    named.add(id)
  }
  return parts
}

export function tallyOf(outcomes: readonly RecordOutcome[]): ReturnTally {
  const tally: ReturnTally = { recorded: 0, noted: 0, known: 0, unmatched: 0 }
  outcomes.forEach((outcome) => (tally[outcome] += 1))
  return tally
}

async function recordReturns(
  db: Database,
  policy: ReturnPolicy,
  events: readonly ReturnEvent[],
  onPause?: OnPause
): Promise<ReturnTally> {
  return tallyOf(await recordEach(db, policy, events, onPause))
}

export async function recordReturnedMail(
  db: Database,
  policy: ReturnPolicy,
  message: Buffer,
  onPause?: OnPause
): Promise<ReturnTally> {
  return recordReturns(db, policy, await eventsOfMessage(message), onPause)
}

/**
 * `off`: no such service, or the shop has not entered it. `refused`: nobody has proven that it is theirs. `unreadable`: it
 * is theirs, and says nothing that can be read. `too_many`: more than is taken at once. None of these leaves anything.
 */
export type Reception =
  { state: "off" | "refused" | "unreadable" | "too_many" } | { state: "taken"; tally: ReturnTally }

export interface ReceptionPolicy extends ReturnPolicy {
  events?: ServiceSettings
}

/**
 * What a mail service, or a mail server of the shop's, sends to the address that was made for it.
 *
 * @param name - `ses`, `sendgrid` …; `message` for the bytes of a returned message, signed as `signed` is.
 */
export async function receiveEvents(
  db: Database,
  policy: ReceptionPolicy,
  name: string,
  request: EventRequest,
  onPause?: OnPause
): Promise<Reception> {
  const service = name === MESSAGE ? "signed" : name
  const settings = isServiceName(service) ? policy.events?.[service] : undefined
  if (!isServiceName(service) || settings === undefined) {
    return { state: "off" }
  }
  const { isGenuine, eventsOf, answer } = SERVICES[service] as MailService<unknown>
  if (!(await isGenuine(settings, request))) {
    return { state: "refused" }
  }
  if (name === MESSAGE) {
    return { state: "taken", tally: await recordReturnedMail(db, policy, request.body, onPause) }
  }
  const events = eventsIn(eventsOf, request.body)
  if (!events) {
    return { state: "unreadable" }
  }
  if (events.length > MOST_EVENTS) {
    return { state: "too_many" }
  }
  await answer?.(settings, request.body)
  return { state: "taken", tally: await recordReturns(db, policy, events, onPause) }
}

function eventsIn(read: MailService<unknown>["eventsOf"], body: Buffer): ReturnEvent[] | null {
  try {
    return read(body)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MedusaError) {
      return null
    }
    throw error
  }
}
