/** Takes news of mails that were sent, one after the other, and tells what became of them. */
import { MedusaError } from "@medusajs/framework/utils"

import type { Database } from "../sql/database"
import type { ReturnEvent } from "./event"
import { eventsOfMessage, MESSAGE } from "./message-events"
import { type OnPause, type RecordOutcome, recordReturn, type ReturnPolicy } from "./record"
import { isServiceName, SERVICES, type ServiceSettings } from "./services"
import type { EventRequest, MailService } from "./services/service"

/** How many of them were what. */
export type ReturnTally = Record<RecordOutcome, number>

/** More than any service puts into one request: each is a transaction. */
const MOST_EVENTS = 5_000

async function recordReturns(
  db: Database,
  policy: ReturnPolicy,
  events: readonly ReturnEvent[],
  onPause?: OnPause
): Promise<ReturnTally> {
  const tally: ReturnTally = { recorded: 0, noted: 0, known: 0, unmatched: 0 }
  for (const event of events) {
    tally[await recordReturn(db, policy, event, onPause)] += 1
  }
  return tally
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
