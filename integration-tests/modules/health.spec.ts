/** Whoever keeps a store running sees whether mail flows, and in figures how. */
import { metrics } from "@medusajs/framework/opentelemetry/api"
import { metrics as sdk } from "@medusajs/framework/opentelemetry/sdk-node"

import { claimDue } from "../../src/modules/mail/deliveries/claim"
import { LANE } from "../../src/modules/mail/deliveries/lanes"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { beginOutage, endOutage } from "../../src/modules/mail/dispatch/outage"
import { mailFlow } from "../../src/modules/mail/health/flow"
import { MailMetrics } from "../../src/modules/mail/health/metrics"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

jest.setTimeout(60_000)

let scratch: ScratchDatabase
let server: SmtpServer
let contentId: string
let running: RunningEngine | undefined

beforeAll(async () => {
  scratch = await createMailTables()
  server = await startSmtpServer()
  contentId = await seedContent(scratch.db)
})
afterEach(async () => {
  await running?.engine.stop()
  running = undefined
  server.reset()
  await scratch.db.query("TRUNCATE mpmd_claim, mpmd_delivery, mpmd_mailing, mpmd_outage, mpmd_quota_entry")
})
afterAll(async () => {
  await server.stop()
  await scratch.drop()
})

const flow = () => mailFlow(scratch.db)
const single = (to: string) =>
  insertSeparateDelivery(scratch.db, {
    kind: "single",
    contentId,
    dedupeKey: to,
    to,
    variables: { member: { name: "Hanako" } },
  })

/** As if everything had been there for this long. */
async function pass(time: string): Promise<void> {
  await scratch.db.query("UPDATE mpmd_delivery SET next_attempt_at = next_attempt_at - $1::interval", [time])
  await scratch.db.query("UPDATE mpmd_mailing SET started_at = coalesce(started_at, now()) - $1::interval", [
    time,
  ])
}

describe("whether mail flows", () => {
  it("it does while nothing is due", async () => {
    expect(await flow()).toEqual({
      status: "flowing",
      due: 0,
      held: 0,
      deferred: 0,
      oldest_due_at: null,
      outage_since: null,
      outages: [],
      mailbox: null,
    })
  })

  it("counts what waits: fresh mails of mailings, and mail of other code", async () => {
    await seedMailing(scratch.db, { recipients: 30, contentId })
    await single("hanako@example.jp")
    await single("taro@example.jp")
    expect(await flow()).toMatchObject({ status: "flowing", due: 32, held: 0 })
  })

  it.each([
    ["a mail of other code", () => single("hanako@example.jp")],
    ["a mailing", () => seedMailing(scratch.db, { recipients: 3, contentId })],
  ])("%s that nobody takes for more than five minutes is late", async (_, make) => {
    await make()
    await pass("4 minutes")
    expect((await flow()).status).toBe("flowing")
    await pass("2 minutes")
    const late = await flow()
    expect(late.status).toBe("late")
    expect(Date.now() - late.oldest_due_at!.getTime()).toBeGreaterThan(5 * 60_000)
  })

  it.each([
    ["whose grace is over", "state = 'scheduled', grace_until = now() - $1::interval"],
    ["whose hour has come", "state = 'scheduled', scheduled_at = now() - $1::interval"],
    ["that is being prepared", "state = 'preparing', updated_at = now() - $1::interval"],
  ])("a mailing %s and that nobody goes on with is late after five minutes", async (_, since) => {
    await seedMailing(scratch.db, { recipients: 1, contentId })
    const after = (time: string) => scratch.db.query(`UPDATE mpmd_mailing SET ${since}`, [time])
    await after("4 minutes")
    expect((await flow()).status).toBe("flowing")
    await after("6 minutes")
    expect((await flow()).status).toBe("late")
    await after("-1 minute")
    expect((await flow()).status).toBe("flowing")
  })

  it("a long mailing that somebody is at is not late", async () => {
    await seedMailing(scratch.db, { recipients: 3, contentId })
    await single("hanako@example.jp")
    await pass("1 hour")
    await claimDue(scratch.db, { id: "disp_test", leaseSeconds: 60 }, { lane: LANE.transactional }, 1)
    expect(await flow()).toMatchObject({ status: "flowing", held: 1, due: 3 })
  })

  it("a process that died holds nothing", async () => {
    await seedMailing(scratch.db, { recipients: 3, contentId })
    await single("hanako@example.jp")
    await pass("1 hour")
    await claimDue(scratch.db, { id: "disp_test", leaseSeconds: -60 }, { lane: LANE.transactional }, 1)
    expect(await flow()).toMatchObject({ status: "late", held: 0 })
  })

  it("tells of an outage, and that it is over", async () => {
    await beginOutage(scratch.db)
    expect(await flow()).toMatchObject({ status: "outage", outage_since: expect.any(Date) })
    await endOutage(scratch.db)
    expect((await flow()).status).toBe("flowing")
  })
})

describe("figures over OpenTelemetry", () => {
  const exporter = new sdk.InMemoryMetricExporter(sdk.AggregationTemporality.CUMULATIVE)
  const reader = new sdk.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const provider = new sdk.MeterProvider({ readers: [reader] })

  beforeAll(() => metrics.setGlobalMeterProvider(provider))
  afterAll(async () => {
    metrics.disable()
    await provider.shutdown()
  })

  /** What a monitor would get now, by name: the values, each with what tells it from the others. */
  async function collected(): Promise<Record<string, [object, unknown][]>> {
    exporter.reset()
    await reader.forceFlush()
    // Nothing was measured yet: there is nothing to export.
    const each = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(({ metrics: some }) => some)
    return Object.fromEntries(
      each.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        dataPoints.map(({ attributes, value }) => [attributes, value] as [object, unknown]),
      ])
    )
  }

  it.each([
    ["in this thread", false],
    ["in a thread of its own", true],
  ])("what became of mails that are sent %s, and how long they had waited", async (_, apart) => {
    const before = await collected()
    const figures = new MailMetrics(flow)
    server.script({ at: "rcpt", to: "nobody@example.jp", reply: "550 5.1.1 No such user" })
    await single("hanako@example.jp")
    await single("nobody@example.jp")
    const unmade = await seedContent(scratch.db, { subject: "{{ member.name }}" })
    await insertSeparateDelivery(scratch.db, {
      kind: "single",
      contentId: unmade,
      dedupeKey: "unmade",
      to: "unmade@example.jp",
      variables: { member: { name: "Kumi ".repeat(1_000) } },
    })
    const mailing = await seedMailing(scratch.db, { recipients: 6, contentId })
    await scratch.db.query(
      "INSERT INTO mpmd_address (email, invalid) SELECT address, true FROM mpmd_delivery WHERE mailing_id = $1 AND position = 1 ON CONFLICT (email) DO UPDATE SET invalid = true",
      [mailing]
    )
    const postgres = apart ? { connection: { connectionString: scratch.url }, searchPath: "public" } : null
    running = startEngine(scratch.db, server.url, { metrics: true }, postgres, (tally) => figures.add(tally))

    const sumOf = (points: [object, unknown][] | undefined, outcome: string) =>
      (points ?? [])
        .filter(([attributes]) => (attributes as { outcome?: string }).outcome === outcome)
        .reduce((sum, [, value]) => sum + (value as number), 0)
    const since = async (outcome: string) =>
      sumOf((await collected())["mail_delivery.outcomes"], outcome) -
      sumOf(before["mail_delivery.outcomes"], outcome)
    await until("all are counted", async () => {
      const counted = [await since("sent"), await since("failed"), await since("skipped")]
      return counted.join() === "6,2,1"
    })

    const { [`mail_delivery.outcomes`]: outcomes, ...others } = await collected()
    expect(outcomes!.map(([attributes]) => attributes)).toContainEqual({
      outcome: "failed",
      reason: "address_invalid",
    })
    expect(outcomes!.map(([attributes]) => attributes)).toContainEqual({
      outcome: "failed",
      reason: "render",
    })
    expect(outcomes!.map(([attributes]) => attributes)).toContainEqual({
      outcome: "skipped",
      reason: "invalid",
    })
    expect(others["mail_delivery.queue.due"]).toEqual([[{}, 0]])
    expect(others["mail_delivery.transport.up"]).toEqual([[{}, 1]])
    const [[, waits]] = others["mail_delivery.wait"] as [[object, { count: number; sum: number }]]
    expect(waits.count).toBeGreaterThanOrEqual(1)
    expect(waits.sum).toBeGreaterThan(0)
  })

  it("which of several transports is out, and which are up", async () => {
    const whichAre = async () => (await collected())["mail_delivery.transport.up"]
    new MailMetrics(flow, ["shop-b", "shop-c"])
    // The figures of the stories before know of one transport, which has no name.
    const named = async () => (await whichAre())!.filter(([attributes]) => "transport" in attributes)
    expect(await named()).toEqual([
      [{ transport: "default" }, 1],
      [{ transport: "shop-b" }, 1],
      [{ transport: "shop-c" }, 1],
    ])

    await beginOutage(scratch.db, "shop-b")
    expect(await named()).toEqual([
      [{ transport: "default" }, 1],
      [{ transport: "shop-b" }, 0],
      [{ transport: "shop-c" }, 1],
    ])
    await endOutage(scratch.db, "shop-b")
    await beginOutage(scratch.db)
    expect(await named()).toContainEqual([{ transport: "default" }, 0])
    expect(await named()).toContainEqual([{ transport: "shop-b" }, 1])
  })
})
