/**
 * Reads a mailbox over one connection, as long as it holds. A report is moved or deleted after its outcome is on record, and
 * how far it was read is noted after that: a process that dies in between leaves messages that are read once more, and count once.
 */
import type { ReturnEvent } from "../bounces/event"
import type { ReturnPolicy } from "../bounces/item"
import { eventsOfMessage } from "../bounces/message-events"
import { recordEach, type ReturnTally, tallyOf } from "../bounces/receive"
import type { OnPause, RecordOutcome } from "../bounces/record"
import { type Database, refusalOf } from "../sql/database"
import { type ArrivedMessage, type MailboxConnection } from "./connection"
import { MailboxFault } from "./fault"
import { type Holder, noteLook, type Place, reachedPlace } from "./lease"
import type { MailboxServer } from "./server"

/** Messages that are asked for together. */
const BATCH = 50
/** Reports that are moved together: a server may write all of a folder's list anew each time. */
const FILED_TOGETHER = 500
/** So often one message may break the conversation before it is passed over. */
const MOST_STUMBLES = 3

export interface SessionHooks {
  /** What came of messages. */
  count(tally: ReturnTally): void
  onPause: OnPause
  /** A message that cannot be read stays where it is. */
  onPassedOver(uid: number, why: string): void
  /** Reports stay where they are, although they are on record. */
  onFault(fault: MailboxFault): Promise<void>
  /** All was read. @param again - After staff were told that it cannot be. */
  onLook(again: boolean): void
}

/** Messages over which connections broke: outlives them, so that one of them does not stop the rest. */
export class Stumbles {
  private last = { uid: 0, times: 0 }
  /** So many are asked for one by one, so that it shows which of them it is. */
  private alone = 0

  get batch(): number {
    return this.alone ? 1 : BATCH
  }

  /** @returns whether this one is to be passed over. */
  over(uids: readonly number[]): boolean {
    this.alone = Math.max(this.alone, uids.length)
    const uid = uids.length === 1 ? uids[0]! : 0
    this.last = { uid, times: uid === this.last.uid ? this.last.times + 1 : 1 }
    return uid > 0 && this.last.times >= MOST_STUMBLES
  }

  passed(count: number): void {
    this.alone = Math.max(this.alone - count, 0)
  }
}

interface Parsed {
  uid: number
  events: ReturnEvent[]
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

export class MailboxSession {
  private place: Place

  constructor(
    private readonly db: Database,
    private readonly policy: ReturnPolicy,
    private readonly server: MailboxServer,
    private readonly holder: Holder,
    place: Place,
    private readonly connection: MailboxConnection,
    private readonly stumbles: Stumbles,
    private readonly hooks: SessionHooks
  ) {
    // Numbers of another life of the folder say nothing about this one.
    const { uidValidity } = connection
    this.place = place.uidValidity === uidValidity ? place : { uidValidity, lastUid: 0 }
  }

  /** @throws MailboxFault if the conversation ends. */
  async run(signal: AbortSignal): Promise<void> {
    await this.connection.prepareFiling()
    while (!signal.aborted) {
      await this.readAll(signal)
      await this.connection.rest(this.server.pollSeconds * 1_000, signal)
    }
  }

  private async readAll(signal: AbortSignal): Promise<void> {
    let fault: MailboxFault | null = null
    let onRecord: number[] = []
    const uids = await this.connection.newer(this.place.lastUid)
    while (uids.length && !signal.aborted) {
      const some = uids.splice(0, this.stumbles.batch)
      // A message nearby breaks conversations: whatever passes is settled at once.
      const isAlone = some.length === 1
      onRecord.push(...(await this.record(await this.parse(await this.fetch(some)))))
      if (!uids.length || signal.aborted || isAlone || onRecord.length >= FILED_TOGETHER) {
        fault = (await this.settle(some.at(-1)!, onRecord)) ?? fault
        onRecord = []
      }
    }
    if (fault) {
      await this.hooks.onFault(fault)
    } else if (!signal.aborted) {
      this.hooks.onLook(await noteLook(this.db, this.holder))
    }
  }

  /** @returns why reports stay where they are, although they are on record. */
  private async settle(lastUid: number, onRecord: readonly number[]): Promise<MailboxFault | null> {
    const fault = onRecord.length ? await this.file(onRecord) : null
    await this.reached(lastUid, onRecord.length > 0)
    return fault
  }

  private async fetch(uids: readonly number[]): Promise<ArrivedMessage[]> {
    try {
      const messages = await this.connection.fetch(uids)
      this.stumbles.passed(uids.length)
      return messages
    } catch (error) {
      if (this.stumbles.over(uids)) {
        this.hooks.onPassedOver(uids[0]!, wordsOf(error))
        this.stumbles.passed(1)
        await this.reached(uids[0]!, false)
      }
      throw error
    }
  }

  private async parse(messages: readonly ArrivedMessage[]): Promise<Parsed[]> {
    const parsed: Parsed[] = []
    for (const { uid, bytes } of messages) {
      if (!bytes) {
        this.hooks.onPassedOver(uid, "the server does not give it")
        continue
      }
      await eventsOfMessage(bytes).then(
        (events) => parsed.push({ uid, events }),
        (error) => this.hooks.onPassedOver(uid, wordsOf(error))
      )
    }
    return parsed
  }

  /** @returns the numbers of reports about mails of ours, which are on record. */
  private async record(messages: readonly Parsed[]): Promise<number[]> {
    try {
      return await this.recordTogether(messages)
    } catch {
      const filed: number[] = []
      for (const message of messages) {
        filed.push(...(await this.recordAlone(message)))
      }
      return filed
    }
  }

  private async recordTogether(messages: readonly Parsed[]): Promise<number[]> {
    const outcomes = await recordEach(
      this.db,
      this.policy,
      messages.flatMap(({ events }) => events),
      this.hooks.onPause
    )
    this.hooks.count(tallyOf(outcomes))
    let at = 0
    return messages.flatMap(({ uid, events }) => {
      const own: RecordOutcome[] = outcomes.slice(at, (at += events.length))
      return own.some((outcome) => outcome !== "unmatched") ? [uid] : []
    })
  }

  private async recordAlone(message: Parsed): Promise<number[]> {
    try {
      return await this.recordTogether([message])
    } catch (error) {
      // What Postgres refuses is the message's own fault. All else may be Postgres's, and passes: it is read again.
      if (refusalOf(error) === null && !this.stumbles.over([message.uid])) {
        throw error
      }
      this.hooks.onPassedOver(message.uid, wordsOf(error))
      return []
    }
  }

  private async file(uids: readonly number[]): Promise<MailboxFault | null> {
    try {
      await this.connection.file(uids)
      return null
    } catch (error) {
      if (error instanceof MailboxFault && error.kind === "folder") {
        return error
      }
      throw error
    }
  }

  private async reached(lastUid: number, heard: boolean): Promise<void> {
    this.place = { ...this.place, lastUid }
    await reachedPlace(this.db, this.holder, this.place, heard)
  }
}
