/**
 * From a claimed delivery to the bytes that leave: the content is loaded and compiled once, each mail is a pure
 * function of content and variables.
 */
import { createComposer } from "../content/compose"
import { createDkimSigner, type DkimOptions, type SignMessage } from "../content/mime/dkim"
import { compileContent, type CompiledContent } from "../content/render"
import { loadContent, type StoredContent } from "../content/store"
import type { Database } from "../database"
import type { Variables } from "../types"
import type { ClaimedDelivery } from "./claim"
import type { OutgoingMessage } from "./transport"

/** Compiled contents kept; a store rarely sends more than a few at once. */
const CACHE_SIZE = 50

/** What one content needs to make mails. */
interface Workbench {
  content: StoredContent
  compiled: CompiledContent
  compose: ReturnType<typeof createComposer>
}

export interface MailroomOptions {
  /** Variables that depend on the delivery itself, such as its unsubscribe link. */
  deliveryVariables(delivery: Pick<ClaimedDelivery, "id">): Variables
  /** Further headers of one mail. */
  deliveryHeaders(delivery: Pick<ClaimedDelivery, "id" | "kind">): [name: string, value: string][]
  /** Left out, mail leaves unsigned. */
  dkim?: DkimOptions
}

/** The Message-ID of a delivery: the same on every attempt, so that duplicates and bounces are recognised. */
export function messageIdOf(deliveryId: string, senderAddress: string): string {
  return `<${deliveryId}@${senderAddress.slice(senderAddress.lastIndexOf("@") + 1)}>`
}

export class Mailroom {
  private readonly workbenches = new Map<string, Workbench>()
  private readonly sign: SignMessage

  constructor(
    private readonly db: Database,
    private readonly options: MailroomOptions
  ) {
    this.sign = options.dkim ? createDkimSigner(options.dkim) : (message) => message
  }

  /** Loads and compiles the contents of these deliveries; then `compose` needs no waiting. */
  async open(contentIds: Iterable<string>): Promise<void> {
    for (const id of new Set(contentIds)) {
      if (!this.workbenches.has(id)) {
        this.keep(id, await this.build(id))
      }
    }
  }

  /**
   * Makes the finished message.
   *
   * @throws RenderError if this row cannot be rendered.
   */
  compose(delivery: ClaimedDelivery): OutgoingMessage {
    const { content, compiled, compose } = this.workbenches.get(delivery.content_id)!
    const mail = compiled.render({
      ...delivery.variables,
      ...content.constants,
      ...this.options.deliveryVariables(delivery),
    })
    const bytes = compose({
      ...mail,
      to: { name: delivery.recipient_name, address: delivery.email },
      messageId: messageIdOf(delivery.id, content.from.address),
      date: new Date(),
      headers: [["X-Mail-Delivery-Id", delivery.id], ...this.options.deliveryHeaders(delivery)],
    })
    // Stored as the customer wrote it, blanks around it included; the envelope takes the address alone.
    return { id: delivery.id, from: content.from.address, to: delivery.email.trim(), bytes: this.sign(bytes) }
  }

  private async build(id: string): Promise<Workbench> {
    const content = await loadContent(this.db, id)
    return {
      content,
      compiled: compileContent(content),
      compose: createComposer({ from: content.from, replyTo: content.reply_to }),
    }
  }

  private keep(id: string, workbench: Workbench): void {
    this.workbenches.set(id, workbench)
    const [oldest] = this.workbenches.keys()
    if (this.workbenches.size > CACHE_SIZE && oldest) {
      this.workbenches.delete(oldest)
    }
  }
}
