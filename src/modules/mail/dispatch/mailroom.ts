/**
 * From a claimed delivery to the bytes that leave: each mail is a pure function of its content (open-contents.ts) and
 * its variables.
 */
import { setImmediate } from "node:timers/promises"
import { isMainThread } from "node:worker_threads"

import { type ReturnOptions, returnPathOf, returnTokenOf } from "../bounces/return-path"
import { serviceHeadersOf, type ServiceSettings } from "../bounces/services"
import type { FilePlace } from "../content/compose"
import { readFile } from "../content/file-store"
import { OutOfTime, within } from "../content/liquid/deadline"
import { createDkimSigner, type DkimOptions, type DkimSigner } from "../content/mime/dkim"
import { RenderError, tooMuchData } from "../content/render"
import type { ClaimedDelivery } from "../deliveries/claim"
import { messageIdOf } from "../deliveries/message-id"
import { deliveryLink } from "../deliveries/unsubscribe-link"
import { signingKeys } from "../mail-apis/as-it-is"
import type { ApiServer } from "../mail-apis/options"
import type { LinkOptions } from "../members/unsubscribe-link"
import { renderAll, RenderThreadsBusy } from "../render-threads"
import { piecesOf } from "../smtp/message-pieces"
import type { MessageFile, OutgoingMessage } from "../smtp/transport"
import type { Database } from "../sql/database"
import type { RenderedMail, Variables } from "../words"
import { type HeaderOptions, headersOf, STREAM_OF } from "./headers"
import { OpenContents } from "./open-contents"

/** Milliseconds. A group takes 5 to 500; a mail whose loops take all that they may, a second on a busy machine. */
const GROUP_TIME = 2_000
const MAIL_TIME = 3_000

/** Plain JSON: a mailroom may stand in a thread of its own. */
export interface MailroomOptions extends LinkOptions, HeaderOptions, ReturnOptions {
  /** Left out, mail leaves unsigned. */
  dkim?: readonly DkimOptions[]
  /** The HTTP API by which it leaves, if any: most put the mail together themselves, and sign it. */
  api?: ApiServer
  /** What the mail service writes anew is left out of signatures. */
  rewrittenHeaders?: readonly string[]
  /** Mail services that name a mail by a header of theirs. */
  events?: ServiceSettings
}

/** What became of a group of deliveries. */
export interface Composed {
  messages: Map<string, OutgoingMessage>
  /** Why there is no message: a `RenderError` is this mail's own fault, anything else one of ours. */
  faults: Map<string, Error>
}

export class Mailroom {
  private readonly contents: OpenContents
  private readonly signer: DkimSigner | null

  constructor(
    private readonly db: Database,
    private readonly options: MailroomOptions
  ) {
    this.contents = new OpenContents(db, options)
    const keys = signingKeys(options)
    this.signer = keys.length ? createDkimSigner(keys, options.rewrittenHeaders) : null
  }

  /**
   * Makes the finished messages of a group. What is wrong with one content, or one delivery, is the fault of its own mails
   * and nobody else's.
   */
  async make(group: readonly ClaimedDelivery[]): Promise<Composed> {
    const faults = await this.contents.open(new Set(group.map(({ content_id }) => content_id)))
    const usable = group.filter(({ content_id }) => !faults.has(content_id))
    const composed = isMainThread ? await this.composeInRenderThreads(usable) : this.composeAll(usable)
    for (const { id, content_id } of group) {
      const fault = faults.get(content_id)
      if (fault) {
        composed.faults.set(id, fault)
      }
    }
    await this.signWithFiles(composed)
    return composed
  }

  /** Only now, when there is time to wait: every byte of their files goes into a signature. */
  private async signWithFiles({ messages, faults }: Composed): Promise<void> {
    for (const [id, message] of this.signer ? messages : []) {
      if (message.files) {
        try {
          messages.set(id, await signed(this.signer!, message))
        } catch (error) {
          messages.delete(id)
          faults.set(id, error instanceof Error ? error : new Error(String(error)))
        }
      }
    }
  }

  /**
   * Makes the finished messages. No delivery holds up the others for long: those that are in neither of the results
   * have their turn with the next group.
   */
  private composeAll(group: readonly ClaimedDelivery[]): Composed {
    const composed: Composed = { messages: new Map(), faults: new Map() }
    const addAll = () => group.forEach((delivery) => this.add(composed, delivery))
    if (group.every((delivery) => this.contents.of(delivery).compiled.isPlain)) {
      addAll()
    } else if (!isDoneWithin(GROUP_TIME, addAll)) {
      this.addOneByOne(composed, group)
    }
    return composed
  }

  /**
   * The same where there is no thread of sending's own: what may take long is drawn in the render threads, and the store has its
   * turn between two mails.
   */
  private async composeInRenderThreads(group: readonly ClaimedDelivery[]): Promise<Composed> {
    const composed: Composed = { messages: new Map(), faults: new Map() }
    for (const contentId of new Set(group.map(({ content_id }) => content_id))) {
      const deliveries = group.filter(({ content_id }) => content_id === contentId)
      if (this.contents.of({ content_id: contentId }).compiled.isPlain) {
        deliveries.forEach((delivery) => this.add(composed, delivery))
      } else {
        await this.composeDrawn(composed, deliveries)
      }
    }
    return composed
  }

  /** Of one content. What was not drawn in time has its turn with the next group. */
  private async composeDrawn(composed: Composed, deliveries: readonly ClaimedDelivery[]): Promise<void> {
    const { content } = this.contents.of(deliveries[0]!)
    const drawn = await renderAll(
      "deliveries",
      content,
      deliveries.map((delivery) => this.variablesOf(delivery, this.linkOf(delivery)))
    ).catch((error: unknown) => {
      if (error instanceof RenderThreadsBusy) {
        return []
      }
      throw error
    })
    for (const [n, mail] of drawn.entries()) {
      this.add(composed, deliveries[n]!, mail)
      await setImmediate()
    }
  }

  /** For a group that was not done in time: each alone, until that time has passed once more or one is found guilty. */
  private addOneByOne(composed: Composed, group: readonly ClaimedDelivery[]): void {
    const end = performance.now() + GROUP_TIME
    const left = group.filter(({ id }) => !composed.messages.has(id) && !composed.faults.has(id))
    for (const delivery of left) {
      if (!isDoneWithin(MAIL_TIME, () => this.add(composed, delivery))) {
        composed.faults.set(delivery.id, new RenderError("text", "The mail took too long to be made", "time"))
        return
      }
      if (performance.now() > end) {
        return
      }
    }
  }

  /** @param drawn - If it was drawn elsewhere. */
  private add(
    { messages, faults }: Composed,
    delivery: ClaimedDelivery,
    drawn?: RenderedMail | RenderError
  ): void {
    try {
      messages.set(delivery.id, this.compose(delivery, drawn))
    } catch (error) {
      if (error instanceof OutOfTime) {
        throw error
      }
      faults.set(delivery.id, error instanceof Error ? error : new Error(String(error)))
    }
  }

  private linkOf(delivery: ClaimedDelivery): string {
    const { content } = this.contents.of(delivery)
    return deliveryLink(this.options, delivery, content.language)
  }

  /** All that a template is filled with. @param link - For unsubscribing; sealing it takes a while, so it is made once. */
  private variablesOf(delivery: ClaimedDelivery, link: string): Variables {
    const { content } = this.contents.of(delivery)
    return { ...delivery.variables, ...content.constants, unsubscribe_url: link }
  }

  private compose(delivery: ClaimedDelivery, drawn?: RenderedMail | RenderError): OutgoingMessage {
    const { content, compiled, compose, domain } = this.contents.of(delivery)
    if (!delivery.variables) {
      throw tooMuchData()
    }
    if (drawn instanceof RenderError) {
      throw drawn
    }
    const link = this.linkOf(delivery)
    const mail = drawn ?? compiled.renderForWire(this.variablesOf(delivery, link))
    const token = returnTokenOf(this.options, delivery.id)
    const { bytes, places } = compose[STREAM_OF[delivery.kind]]({
      ...mail,
      files: content.attachments,
      to: { name: delivery.recipient_name, address: delivery.email },
      messageId: messageIdOf(delivery.id, domain),
      date: new Date(),
      headers: [
        ...headersOf(delivery, domain, link, token),
        ...serviceHeadersOf(this.options.events, delivery.id),
      ],
    })
    // Stored as the customer wrote it, blanks around it included; the envelope takes the address alone.
    return {
      id: delivery.id,
      from: returnPathOf(this.options, token) ?? content.from.address,
      to: delivery.email.trim(),
      ...(places.length
        ? { bytes, files: places.map((place) => this.fileAt(place)) }
        : { bytes: this.signer?.sign(bytes) ?? bytes }),
    }
  }

  private fileAt({ file: { digest, size }, at }: FilePlace): MessageFile {
    return { at, size, read: (start, length) => readFile(this.db, digest, start, length) }
  }
}

function isDoneWithin(milliseconds: number, work: () => void): boolean {
  try {
    within(milliseconds, work)
    return true
  } catch (error) {
    if (!(error instanceof OutOfTime)) {
      throw error
    }
    return false
  }
}

async function signed(
  signer: DkimSigner,
  { bytes, files = [], ...message }: OutgoingMessage
): Promise<OutgoingMessage> {
  const end = bytes.indexOf("\r\n\r\n")
  const body = piecesOf(bytes, files, { start: end + 4, size: Infinity })
  const signature = await signer.signPieces(bytes.toString("latin1", 0, end), body)
  return {
    ...message,
    bytes: Buffer.concat([signature, bytes]),
    files: files.map((file) => ({ ...file, at: file.at + signature.length })),
  }
}
