/**
 * From a claimed delivery to the bytes that leave: the content is loaded and compiled once, each mail is a pure
 * function of content and variables.
 */
import { type LinkOptions, unsubscribeLink } from "../consent/token"
import { createComposer } from "../content/compose"
import { createDkimSigner, type DkimOptions, type SignMessage } from "../content/mime/dkim"
import { compileContent, type CompiledContent } from "../content/render"
import { loadContent, type StoredContent } from "../content/store"
import type { Database } from "../database"
import type { Language } from "../types"
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

/** Plain JSON: a mailroom may stand in a thread of its own. */
export interface MailroomOptions extends LinkOptions {
  /** Left out, mail leaves unsigned. */
  dkim?: DkimOptions
}

/** The Message-ID of a delivery: the same on every attempt, so that duplicates and bounces are recognised. */
export function messageIdOf(deliveryId: string, senderAddress: string): string {
  return `<${deliveryId}@${senderAddress.slice(senderAddress.lastIndexOf("@") + 1)}>`
}

/** The unsubscribe link of a delivery. That of a sample or copy withdraws nothing: its reader is not the member. */
export function deliveryLink(
  options: LinkOptions,
  { id, kind }: Pick<ClaimedDelivery, "id" | "kind">,
  language: Language
): string {
  return unsubscribeLink(options, kind === "test" || kind === "copy" ? null : id, language)
}

/** One click in the mail program (RFC 8058): for mail that goes to many, not for mail that was asked for. */
function unsubscribeHeaders(
  { kind }: Pick<ClaimedDelivery, "kind">,
  link: string
): [name: string, value: string][] {
  return kind === "member" && link
    ? [
        ["List-Unsubscribe", `<${link}>`],
        ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
      ]
    : []
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
    const link = deliveryLink(this.options, delivery, content.language)
    const mail = compiled.render({ ...delivery.variables, ...content.constants, unsubscribe_url: link })
    const bytes = compose({
      ...mail,
      to: { name: delivery.recipient_name, address: delivery.email },
      messageId: messageIdOf(delivery.id, content.from.address),
      date: new Date(),
      headers: [["X-Mail-Delivery-Id", delivery.id], ...unsubscribeHeaders(delivery, link)],
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
