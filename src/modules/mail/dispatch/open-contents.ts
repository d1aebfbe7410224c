/** Contents ready to make mails of: loaded and compiled once, the latest kept. */
import { domainOf } from "../address/address"
import type { Compose } from "../content/compose"
import { compileContent, type CompiledContent } from "../content/render"
import { loadContent, type StoredContent } from "../content/store"
import { ContentOutOfReach } from "../deliveries/render-failures"
import { MedusaError } from "../refusals/medusa-error"
import type { Database } from "../sql/database"
import { composersOf, type HeaderOptions, type Stream } from "./headers"

/** Compiled contents kept; a store rarely sends more than a few at once. */
const CACHE_SIZE = 50

/** What one content needs to make mails. */
export interface OpenContent {
  content: StoredContent
  compiled: CompiledContent
  compose: Record<Stream, Compose>
  /** The sender's, in ASCII. */
  domain: string | null
}

export class OpenContents {
  private readonly opened = new Map<string, OpenContent>()

  constructor(
    private readonly db: Database,
    private readonly options: HeaderOptions
  ) {}

  /** Of a delivery's content that `open` has found no fault with, for as long as the group is made. */
  of({ content_id }: { content_id: string }): OpenContent {
    return this.opened.get(content_id)!
  }

  /** Loads and compiles contents; then composing needs no waiting. @returns why some of them cannot be used. */
  async open(ids: ReadonlySet<string>): Promise<Map<string, Error>> {
    const faults = new Map<string, Error>()
    for (const id of ids) {
      try {
        this.keep(id, this.opened.get(id) ?? (await this.build(id)))
      } catch (error) {
        faults.set(id, error instanceof Error ? error : new Error(String(error)))
      }
    }
    this.makeRoom(ids.size)
    return faults
  }

  private async build(id: string): Promise<OpenContent> {
    const content = await loadContent(this.db, id).catch((error: unknown) => {
      throw error instanceof MedusaError ? error : new ContentOutOfReach(error)
    })
    const domain = domainOf(content.from.address)
    return {
      content,
      compiled: compileContent(content),
      compose: composersOf({ from: content.from, replyTo: content.reply_to }, domain, this.options),
      domain,
    }
  }

  /** The last used is the last to go. */
  private keep(id: string, content: OpenContent): void {
    this.opened.delete(id)
    this.opened.set(id, content)
  }

  /** Never at the cost of what the present group needs, however many contents it has. */
  private makeRoom(needed: number): void {
    for (const id of this.opened.keys()) {
      if (this.opened.size <= Math.max(CACHE_SIZE, needed)) {
        return
      }
      this.opened.delete(id)
    }
  }
}
