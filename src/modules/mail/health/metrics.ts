/**
 * Sending in figures, over OpenTelemetry, which Medusa brings along. They go wherever the store's `instrumentation.ts`
 * sends its metrics; without one they cost nothing and go nowhere. No address and no customer is among them.
 */
import { type Histogram, type Meter, metrics } from "@medusajs/framework/opentelemetry/api"

import type { Reception, ReturnTally } from "../bounces/receive"
import type { Tally } from "../dispatch/tally"
import { whichOf } from "../transports/which"
import { DEFAULT_TRANSPORT } from "../words"
import type { OfTransport } from "../words/events"
import type { MailFlowDTO } from "./flow"

const NAME = "medusa-plugin-mail-delivery"

/** Seconds. */
const WAITS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600]

export class MailMetrics {
  private readonly meter: Meter = metrics.getMeter(NAME)
  private readonly outcomes = this.meter.createCounter("mail_delivery.outcomes", {
    unit: "{mail}",
    description: "What became of mails: sent, deferred, failed, uncertain, skipped, and why",
  })
  private readonly waits: Histogram = this.meter.createHistogram("mail_delivery.wait", {
    unit: "s",
    description: "Of mail outside mailings: from the moment it was due until the server had taken it",
    advice: { explicitBucketBoundaries: WAITS },
  })

  private readonly returns = this.meter.createCounter("mail_delivery.returns", {
    unit: "{event}",
    description:
      "What came back about mails, by who told it and what became of it; refused: nobody proved to be it",
  })

  /**
   * @param flow - Asked whenever somebody collects.
   * @param names - Of the transports besides the store's own.
   */
  constructor(flow: () => Promise<MailFlowDTO>, names: readonly string[] = []) {
    const gauge = (name: string, unit: string, description: string) =>
      this.meter.createObservableGauge(`mail_delivery.${name}`, { unit, description })
    const due = gauge("queue.due", "{mail}", "Mails whose time has come and that nobody has taken yet")
    const held = gauge("queue.held", "{mail}", "Mails in the hands of a process")
    const deferred = gauge("queue.deferred", "{mail}", "Mails that are tried again later")
    const oldest = gauge("queue.oldest", "s", "How long the first of the due mails has waited")
    const up = gauge("transport.up", "1", "0 while a mail server takes nothing from anybody")
    const mailbox = gauge("mailbox.up", "1", "0 while the mailbox of returned mail cannot be read")
    const transports = [null, ...names].map((name) => whichOf(name, names.length > 0))
    this.meter.addBatchObservableCallback(
      async (result) => {
        const now = await flow()
        result.observe(due, now.due)
        result.observe(held, now.held)
        result.observe(deferred, now.deferred)
        result.observe(oldest, now.oldest_due_at ? (Date.now() - now.oldest_due_at.getTime()) / 1_000 : 0)
        for (const which of transports) {
          result.observe(up, isOut(now, which) ? 0 : 1, { ...which })
        }
        if (now.mailbox) {
          result.observe(mailbox, now.mailbox.fault ? 0 : 1)
        }
      },
      [due, held, deferred, oldest, up, mailbox]
    )
  }

  /** What a while of sending came to. */
  add({ outcomes, waits, transport }: Tally): void {
    const which = transport ? { transport } : {}
    outcomes.forEach(({ outcome, reason, count }) =>
      this.outcomes.add(count, { outcome, ...(reason && { reason }), ...which })
    )
    waits.forEach((seconds) => this.waits.record(seconds, which))
  }

  /** What came of a message in the mailbox. */
  read(tally: ReturnTally): void {
    this.told("mailbox", { state: "taken", tally })
  }

  /** What came of one request. Of a service that the shop has not entered anybody could make up names. */
  told(service: string, reception: Reception): void {
    if (reception.state === "taken") {
      Object.entries(reception.tally).forEach(([outcome, count]) =>
        this.returns.add(count, { service, outcome })
      )
    } else if (reception.state !== "off") {
      this.returns.add(1, { service, outcome: reception.state })
    }
  }
}

function isOut({ outages }: MailFlowDTO, { transport = DEFAULT_TRANSPORT }: OfTransport): boolean {
  return outages.some((outage) => outage.transport === transport)
}
