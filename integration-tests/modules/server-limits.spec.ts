/** A server that takes only so much at once, or in a second: sending finds its measure by itself, and no mail pays for it. */
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { createSmtpTransport, parseSmtpUrl } from "../../src/modules/mail/smtp"
import { until } from "../support/engine"
import { seedMailing } from "../support/mailings"
import { withSending } from "../support/sending-place"

jest.setTimeout(120_000)

const BUSY = "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"
const TOO_FAST = "454 4.7.0 Throttling failure: Maximum sending rate exceeded"

const place = withSending()
afterEach(async () => {
  await place.scratch.db.query("UPDATE mpmd_rate SET slowed_to = NULL, slowed_at = NULL")
  await place.scratch.db.query("DELETE FROM mpmd_outage")
})

async function sent(mailing: string): Promise<void> {
  await until(
    "the mailing is completed",
    async () => (await getMailing(place.scratch.db, mailing)).state === "completed",
    90_000
  )
}

async function deferralsOf(mailing: string): Promise<number> {
  const [row] = await place.scratch.db.query<{ n: number }>(
    "SELECT sum(deferrals)::int AS n FROM mpmd_delivery WHERE mailing_id = $1",
    [mailing]
  )
  return row!.n
}

const refusals = (reply: string) => place.server.answered(reply)

describe("a server that takes three mails at once", () => {
  it.each([
    ["at MAIL", "mail" as const],
    ["after the dot", "final" as const],
  ])("and says so %s gets three at once, and every mail at its first attempt", async (_, at) => {
    place.server.script({ at, atOnceOver: 3, reply: BUSY }, { at: "final", delayMs: 5 })
    const mailing = await seedMailing(place.scratch.db, { recipients: 400, contentId: place.contentId })
    const { events, errors } = place.start({ connections: 10 })

    await sent(mailing)

    expect(place.server.received).toHaveLength(400)
    expect(new Set(place.server.received.map((mail) => mail.deliveryId)).size).toBe(400)
    expect(await deferralsOf(mailing)).toBe(0)
    // Seven connections too many, each found out once.
    expect(refusals(BUSY)).toBeLessThanOrEqual(10)
    expect(errors).toEqual([])
    await until("staff are told", () => events.some(({ name }) => name === "mail-delivery.server_limits"))
    expect(events.find(({ name }) => name === "mail-delivery.server_limits")!.data).toEqual({
      limit: "connections",
      value: 3,
      message: BUSY,
    })
  })

  it("is shared by two workers, neither of which knows of the other", async () => {
    place.server.script({ at: "mail", atOnceOver: 3, reply: BUSY }, { at: "final", delayMs: 5 })
    const mailing = await seedMailing(place.scratch.db, { recipients: 400, contentId: place.contentId })
    place.start({ connections: 10 })
    place.start({ connections: 10 })

    await sent(mailing)

    expect(new Set(place.server.received.map((mail) => mail.deliveryId)).size).toBe(400)
    expect(await deferralsOf(mailing)).toBe(0)
  })

  it("and has none left for us is asked again after growing pauses, on one connection", async () => {
    place.server.script({ at: "mail", times: 3, reply: BUSY })
    const transport = createSmtpTransport(parseSmtpUrl(place.server.url, { connections: 1 }), {
      saysTooMany: ({ code }) => code === 432,
    })
    const bytes = Buffer.from("Subject: Hello\r\n\r\nHello\r\n")
    const began = performance.now()
    const outcome = await transport.send({ id: "mdlv_1", from: "shop@x.test", to: "a@x.test", bytes })
    await transport.close()

    expect(outcome.kind).toBe("accepted")
    expect(refusals(BUSY)).toBe(3)
    expect(place.server.connections().total).toBe(1)
    expect(performance.now() - began).toBeGreaterThan(1_000 + 2_000 + 4_000 - 50)
  })

  it("and what rests for it when the process ends is let go of, with no connection left to wait for", async () => {
    const words = "421 4.3.2 Too many concurrent connections"
    place.server.script({ at: "mail", reply: words })
    const transport = createSmtpTransport(parseSmtpUrl(place.server.url, { connections: 1 }), {
      saysTooMany: ({ code }) => code === 421,
    })
    const bytes = Buffer.from("Subject: Hello\r\n\r\nHello\r\n")
    const sending = transport.send({ id: "mdlv_1", from: "shop@x.test", to: "a@x.test", bytes })
    await place.server.waitFor(() => refusals(words) === 1 && place.server.connections().open === 0)

    await transport.close(50)
    expect(await sending).toMatchObject({ kind: "not_sent", withdrawn: true })
  })
})

describe("a server that wants it slower", () => {
  it("gets it slower, from two workers together, and no mail waits as one that was refused", async () => {
    place.server.script({ at: "mail", perSecondOver: 40, reply: TOO_FAST })
    const mailing = await seedMailing(place.scratch.db, { recipients: 120, contentId: place.contentId })
    const workers = [place.start(), place.start()]

    await sent(mailing)

    expect(new Set(place.server.received.map((mail) => mail.deliveryId)).size).toBe(120)
    // Once a burst of what was on the connections; not the whole mailing again and again.
    expect(refusals(TOO_FAST)).toBeLessThan(60)
    const told = () =>
      workers.flatMap(({ events }) => events.filter(({ name }) => name === "mail-delivery.server_limits"))
    await until("staff are told", () => told().length > 0)
    expect(told()).toEqual([
      expect.objectContaining({ data: { limit: "rate", value: expect.any(Number), message: TOO_FAST } }),
    ])
  })
})
