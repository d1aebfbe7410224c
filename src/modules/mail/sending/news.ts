/**
 * What everybody is told of one transport: once for all workers, however many meet it. Where there are several it says of
 * which.
 */
import type { Trouble } from "../dispatch/breaker"
import type { OwnFaultNotice, ServerLimit } from "../dispatch/feedback"
import { beginOutage, endOutage, isNews, seeOutage } from "../dispatch/outage"
import type { Database } from "../sql/database"
import type { MailEvent, MailEvents, OfTransport } from "../words/events"

interface Listener {
  tell<Name extends MailEvent>(name: Name, data: MailEvents[Name]): void
  report(error: unknown): void
}

/** Before Postgres is asked again whether something is news. Milliseconds. */
const ASK_AGAIN = 600_000

export class News {
  private readonly met = new Map<string, number>()

  /** @param name - Null is the one of the whole store. */
  constructor(
    private readonly db: Database,
    private readonly listener: Listener,
    private readonly name: string | null,
    private readonly which: OfTransport
  ) {}

  paused(trouble: Trouble): void {
    this.tellOnce(beginOutage(this.db, this.name), "mail-delivery.transport_paused", trouble)
  }

  stillPaused(): void {
    void seeOutage(this.db, this.name).catch((error) => this.listener.report(error))
  }

  resumed(): void {
    this.tellOnce(endOutage(this.db, this.name), "mail-delivery.transport_resumed", {})
  }

  ownFault(told: OwnFaultNotice): void {
    this.tellAtTimes(`fault:${told.fault}`, "mail-delivery.sending_refused", told)
  }

  serverLimit(told: ServerLimit): void {
    this.tellAtTimes(`limit:${told.limit}`, "mail-delivery.server_limits", told)
  }

  /** Every mail may bring the same news. */
  private tellAtTimes<Name extends MailEvent>(what: string, name: Name, data: MailEvents[Name]): void {
    const met = this.met.get(what) ?? -Infinity
    if (performance.now() - met > ASK_AGAIN) {
      this.met.set(what, performance.now())
      this.tellOnce(isNews(this.db, what, this.name), name, data)
    }
  }

  /** If Postgres cannot say whether it is news, it is told once too often rather than not at all. */
  private tellOnce<Name extends MailEvent>(news: Promise<boolean>, name: Name, data: MailEvents[Name]): void {
    const isNew = news.catch((error: unknown) => {
      this.listener.report(error)
      return true
    })
    void isNew.then((yes) => yes && this.listener.tell(name, { ...data, ...this.which }))
  }
}
