/** Orders, shipments and quotes: who gets mail about them, and the mail that follows from an event. */
import { momentsOf } from "../audience/shop-days"
import {
  assertAutomatic,
  missedOccurrences,
  refundsToTell,
  sendAutomatic,
  switchedOn,
} from "../automatic/automatic"
import type { MissedOptions, Occurrence } from "../automatic/occurrences"
import type { SingleMailDTO } from "../deliveries/single"
import {
  addDocuments,
  type DocumentChunk,
  nextDocuments,
  stalledPreparations,
} from "../mailings/order-mailing"
import type { OrderDocument, RecipientDTO } from "../orders/document"
import { type DocumentListOptions, listDocuments, type ListedDocument } from "../orders/list"
import { recipientsOf } from "../orders/recipients"
import { getSettings } from "../settings/settings"
import * as shapes from "../shapes"
import { check } from "../shapes/check"
import type { AutomaticEvent } from "../words/automatic-rules"
import { eventOf, idOf } from "./arguments"
import { TemplatesService } from "./templates"

export abstract class DocumentsService extends TemplatesService {
  /** Orders, shipments or quotes to write to, newest first or by their numbers; counted up to 10,000. */
  async findDocuments(options: DocumentListOptions): Promise<{ documents: ListedDocument[]; count: number }> {
    const asked = check(shapes.documentList, options)
    const created_at = asked.created_at && momentsOf(asked.created_at, this.options.timezone)
    return listDocuments(this.db, { ...asked, created_at })
  }

  /** Who gets mail about these documents, and what is known of the addresses. */
  async listRecipients(documents: readonly OrderDocument[]): Promise<RecipientDTO[]> {
    return recipientsOf(this.db, documents, {
      settings: await getSettings(this.db),
      timezone: this.options.timezone,
    })
  }

  /** The next documents that an order mailing waits for; null if there are none. */
  async nextDocuments(id: string): Promise<DocumentChunk | null> {
    return nextDocuments(this.db, idOf(id))
  }

  /** Makes deliveries of the documents of a chunk. @returns why the mailing was refused; null if it was not. */
  async addDocuments(chunk: DocumentChunk, documents: readonly OrderDocument[]): Promise<string | null> {
    const refusal = await addDocuments(this.db, this.options, chunk, documents)
    if (refusal) {
      await this.emit("mail-delivery.mailing_refused", { id: chunk.mailing_id, message: refusal })
    }
    this.engine.wake()
    return refusal
  }

  /** Order mailings whose preparation was interrupted. */
  async stalledPreparations(): Promise<string[]> {
    return stalledPreparations(this.db)
  }

  /** Events whose automatic mail is switched on. */
  async automaticEvents(): Promise<AutomaticEvent[]> {
    return switchedOn((await this.getSettings()).automatic)
  }

  /** Lost events without their automatic mail, a page at a time; only a thorough look sees old documents. */
  async missedOccurrences(event: AutomaticEvent, options: MissedOptions = {}): Promise<Occurrence[]> {
    return missedOccurrences(this.db, eventOf(event), options)
  }

  /** The refunds of a payment that its event is to be answered for. */
  async refundsToTell(paymentId: string): Promise<Occurrence[]> {
    return refundsToTell(this.db, idOf(paymentId, "payment_id"))
  }

  /** @throws MedusaError if no automatic mail of this event can be made, whatever it is about. */
  async assertAutomatic(event: AutomaticEvent): Promise<void> {
    await assertAutomatic(this.db, this.options.timezone, eventOf(event))
  }

  /**
   * Sends the automatic mail about one occurrence, once.
   *
   * @param id - Of the order, the fulfillment or the refund.
   */
  async sendAutomatic(
    event: AutomaticEvent,
    id: string,
    document: OrderDocument,
    options: { silent?: boolean } = {}
  ): Promise<SingleMailDTO | null> {
    const sent = await sendAutomatic(this.db, this.options, eventOf(event), idOf(id), document, options)
    if (sent?.created) {
      await this.deliveriesDue()
    }
    return sent
  }
}
