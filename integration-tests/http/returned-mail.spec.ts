/** What mail services and mail servers tell over HTTP of mails that were sent: believed by their signature alone. */
import { createHmac, createSign, generateKeyPairSync } from "node:crypto"

import { mailModule } from "../../src/container/mail-module"
import { signatureOf } from "../../src/modules/mail/bounces/services/signed"
import type { DeliveryDetailDTO, DeliveryDTO } from "../../src/modules/mail/deliveries/ledger"
import type { IntakeDTO } from "../../src/modules/mail/facade/returns"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import { until } from "../support/engine"
import type { Received } from "../support/smtp-received"
import { createMembers, withStore } from "../support/store"

const secret = "shared-with-the-mail-server"
const sendgrid = generateKeyPairSync("ec", { namedCurve: "prime256v1" })
const env = {
  MAIL_PUBLIC_URL: "https://shop.test",
  MAIL_SECRET: "only-for-these-stories",
  MAIL_BOUNCE_ADDRESS: "bounce@shop.test",
  MAIL_BOUNCE_FLAG: "automatic",
  // Nobody listens there.
  MAIL_BOUNCE_MAILBOX_HOST: "127.0.0.1",
  MAIL_BOUNCE_MAILBOX_PORT: "9",
  MAIL_BOUNCE_MAILBOX_USER: "bounce",
  MAIL_BOUNCE_MAILBOX_PASSWORD: "hunter2-of-the-mailbox",
  MAIL_EVENTS_SECRET: secret,
  MAIL_EVENTS_SES_TOPICS: "arn:aws:sns:eu-west-1:123456789012:mail",
  MAIL_EVENTS_SENDGRID_KEY: sendgrid.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
  MAIL_EVENTS_POSTMARK_PASSWORD: secret,
  MAIL_EVENTS_BREVO_TOKEN: secret,
  MAIL_EVENTS_RESEND_SECRET: `whsec_${Buffer.from(secret).toString("base64")}`,
}

withStore(env, (store) => {
  let hanako: string
  beforeAll(async () => {
    ;[hanako] = (await createMembers(store, [{ email: "hanako@shop.test" }])) as [string]
    await store.admin.post("/settings", { sender_name: "Tea", sender_address: "shop@shop.test" })
  })

  /** Sends to every member. @returns the mail as it came out of the wire, and its mailing. */
  async function sent(): Promise<{ mail: Received; mailing: string; id: string }> {
    const content = {
      subject: "News",
      body: "Hello {{ unsubscribe_url }}",
      format: "text",
      include_signature: false,
    }
    const created = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "member",
      content,
      audience: { filter: {} },
    })
    const mailing = created.body.mailing.id
    expect((await store.admin.post(`/mailings/${mailing}/send`, { grace: 0 })).status).toBe(202)
    await until("the mail is here", () => store.smtp.received.length === 1)
    const [{ id }] = (await store.admin.get<{ deliveries: DeliveryDTO[] }>(`/mailings/${mailing}/deliveries`))
      .body.deliveries as [DeliveryDTO]
    await until("it is on record", async () => (await delivery(id)).state === "sent")
    return { mail: store.smtp.received[0]!, mailing, id }
  }

  const delivery = async (id: string) =>
    (await store.admin.get<{ delivery: DeliveryDetailDTO }>(`/deliveries/${id}`)).body.delivery
  const counts = async (id: string) =>
    (await store.admin.get<{ mailing: MailingDTO }>(`/mailings/${id}`)).body.mailing.counts

  async function tell(service: string, body: Buffer, headers: Record<string, string> = {}) {
    const answer = await fetch(`${store.url}/mail/events/${service}`, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      body: text.startsWith("{") ? JSON.parse(text) : text,
    }
  }

  function signed(body: Buffer, seconds = Math.floor(Date.now() / 1_000)): Record<string, string> {
    const timestamp = String(seconds)
    return { "x-mail-timestamp": timestamp, "x-mail-signature": signatureOf(secret, timestamp, body) }
  }

  const events = (...list: object[]) => Buffer.from(JSON.stringify({ events: list }))
  const RECORDED = { recorded: 1, noted: 0, known: 0, unmatched: 0 }

  /** A report to a mail's return path, as its server writes it. */
  const report = ({ from, messageId, deliveryId }: Received) =>
    Buffer.from(
      [
        "From: MAILER-DAEMON@mx.shop.test (Mail Delivery System)",
        `To: ${from}`,
        "Subject: Undelivered Mail Returned to Sender",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.shop.test",
        "",
        "Final-Recipient: rfc822; hanako@shop.test",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        "",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        `Message-ID: ${messageId}`,
        `X-Mail-Delivery-Id: ${deliveryId}`,
        "--b--",
        "",
      ].join("\r\n")
    )

  it("a returned message that a mail server hands on bounces the mail, flags the address, and counts once", async () => {
    const { mail, mailing, id } = await sent()
    expect(mail.from).toMatch(/^bounce\+m[0-9a-z]+@shop\.test$/)
    const bytes = report(mail)

    expect(await tell("message", bytes, signed(bytes))).toMatchObject({ status: 200, body: RECORDED })
    expect(await tell("message", bytes, signed(bytes))).toMatchObject({ status: 200, body: { known: 1 } })

    expect(await delivery(id)).toMatchObject({
      state: "bounced",
      reason: "address_invalid",
      invalid: true,
      returns: [{ matched_by: "sealed", source: "message", diagnostic: "550 5.1.1 User unknown" }],
    })
    expect(await counts(mailing)).toMatchObject({ sent: 1, bounced: 1, complained: 0 })
  })

  it("the settings say what each door said last, and try the mailbox", async () => {
    const body = events({ type: "bounce", delivery_id: "mdlv_of_nobody" })
    expect((await tell("signed", body, signed(body))).status).toBe(200)
    expect((await tell("brevo", body)).status).toBe(401)
    const { intake } = (await store.admin.get<{ intake: IntakeDTO }>("/settings/intake")).body
    const heard = (name: string) => intake.services.find(({ service }) => service === name)
    expect(intake).toMatchObject({
      address: "bounce@shop.test",
      mailbox: { host: "127.0.0.1", port: 9, user: "bounce", looked_at: null, heard_at: null },
    })
    expect(heard("signed")).toMatchObject({ taken_at: expect.any(String) as string, tally: { unmatched: 1 } })
    expect(heard("brevo")).toMatchObject({ taken_at: null, refused_at: expect.any(String) as string })
    expect(heard("ses")).toMatchObject({ taken_at: null, refused_at: null })

    const { status, body: answer } = await store.admin.post<object>("/settings/intake-check")
    expect({ status, answer }).toMatchObject({
      status: 200,
      answer: { check: { ok: false, stage: "connect", host: "127.0.0.1", port: 9, messages: null } },
    })
    expect(JSON.stringify([intake, answer])).not.toContain("hunter2")
  })

  it("a complaint that is told withdraws consent at once", async () => {
    const { mailing, id } = await sent()
    const body = events({ type: "complaint", delivery_id: id, recipient: "hanako@shop.test" })

    expect(await tell("signed", body, signed(body))).toMatchObject({ status: 200, body: RECORDED })

    expect(await mailModule(store.container).getConsent(hanako)).toBe("opted_out")
    expect(await counts(mailing)).toMatchObject({ sent: 1, complained: 1 })
  })

  it.each<[service: string, tell: (mail: Received) => [body: Buffer, headers: Record<string, string>]]>([
    [
      "sendgrid",
      ({ messageId }) => {
        const body = Buffer.from(
          JSON.stringify([
            {
              event: "bounce",
              "smtp-id": messageId,
              email: "hanako@shop.test",
              reason: "550 5.1.1 User unknown",
            },
          ])
        )
        const timestamp = String(Math.floor(Date.now() / 1_000))
        const signature = createSign("sha256")
          .update(timestamp)
          .update(body)
          .sign(sendgrid.privateKey, "base64")
        return [
          body,
          {
            "content-type": "application/json",
            "x-twilio-email-event-webhook-timestamp": timestamp,
            "x-twilio-email-event-webhook-signature": signature,
          },
        ]
      },
    ],
    [
      "postmark",
      ({ bytes }) => {
        const Metadata = { delivery: /^X-PM-Metadata-delivery: (\S+)\r$/m.exec(bytes.toString())![1] }
        const body = {
          RecordType: "Bounce",
          ID: 1,
          Type: "HardBounce",
          Details: "550 5.1.1 User unknown",
          Metadata,
        }
        const authorization = `Basic ${Buffer.from(`postmark:${secret}`).toString("base64")}`
        return [Buffer.from(JSON.stringify(body)), { "content-type": "application/json", authorization }]
      },
    ],
    [
      "brevo",
      ({ bytes }) => {
        const custom = /^X-Mailin-custom: (\S+)\r$/m.exec(bytes.toString())![1]
        const body = { event: "hard_bounce", "X-Mailin-custom": custom, reason: "550 5.1.1 User unknown" }
        return [Buffer.from(JSON.stringify(body)), { authorization: `Bearer ${secret}` }]
      },
    ],
    [
      "resend",
      ({ messageId }) => {
        const bounce = { message: "550 5.1.1 User unknown", type: "Permanent", subType: "General" }
        const data = { email_id: "56761188", message_id: messageId, to: ["hanako@shop.test"], bounce }
        const body = JSON.stringify({ type: "email.bounced", data })
        const time = String(Math.floor(Date.now() / 1_000))
        const signature = createHmac("sha256", secret).update(`msg_1.${time}.${body}`).digest("base64")
        const headers = { "svix-id": "msg_1", "svix-timestamp": time, "svix-signature": `v1,${signature}` }
        return [Buffer.from(body), headers]
      },
    ],
  ])("what %s tells is recorded", async (service, make) => {
    const { mail, id } = await sent()
    const [body, headers] = make(mail)

    expect(await tell(service, body, headers)).toMatchObject({ status: 200, body: RECORDED })

    expect(await delivery(id)).toMatchObject({
      state: "bounced",
      reason: "address_invalid",
      returns: [{ source: service, matched_by: "vouched" }],
    })
  })

  it("nothing is kept of what nobody signed, was changed on its way, or is old", async () => {
    const { mail, id } = await sent()
    const body = events({ type: "complaint", delivery_id: id })
    const bytes = report(mail)
    const old = Math.floor(Date.now() / 1_000) - 360
    for (const [service, given, headers] of [
      ["signed", body, {}],
      ["signed", events({ type: "bounce", delivery_id: id }), signed(body)],
      ["signed", body, signed(body, old)],
      ["message", bytes, {}],
      ["message", Buffer.concat([bytes, Buffer.from("x")]), signed(bytes)],
      ["ses", Buffer.from("{}"), {}],
      ["sendgrid", Buffer.from("[]"), {}],
      ["postmark", Buffer.from("{}"), { authorization: "Basic cG9zdG1hcms6eA==" }],
      ["brevo", Buffer.from("{}"), {}],
      ["resend", Buffer.from("{}"), { "svix-id": "msg_1" }],
    ] as [string, Buffer, Record<string, string>][]) {
      expect(await tell(service, given, headers)).toMatchObject({
        status: 401,
        body: { type: "unauthorized" },
      })
    }
    expect(await delivery(id)).toMatchObject({ state: "sent", events: [], returns: [] })
    expect(await mailModule(store.container).getConsent(hanako)).toBe("opted_in")
  })

  it("a service that was not entered is not there, and what cannot be read changes nothing", async () => {
    for (const service of ["mailgun", "mandrill", "constructor", "__proto__"]) {
      expect(await tell(service, Buffer.from("{}"))).toMatchObject({ status: 404 })
    }
    const body = Buffer.from("no json")
    expect(await tell("signed", body, signed(body))).toMatchObject({
      status: 400,
      body: { type: "invalid_data" },
    })
    const large = Buffer.alloc(2 * 1024 * 1024 + 1)
    expect((await tell("message", large, signed(large))).status).toBe(413)
  })

  it("takes as much as a service has to tell, one by one, and refuses at once what is too much for one request", async () => {
    const body = events()
    for (let round = 0; round < 8; round += 1) {
      const told = await Promise.all(Array.from({ length: 50 }, () => tell("signed", body, signed(body))))
      expect(new Set(told.map(({ status }) => status))).toEqual(new Set([200]))
    }
    const { id } = await sent()
    const many = events(...Array.from({ length: 5_001 }, () => ({ type: "bounce", delivery_id: id })))
    expect(await tell("signed", many, signed(many))).toMatchObject({
      status: 413,
      body: { type: "invalid_data" },
    })
    expect(await delivery(id)).toMatchObject({ state: "sent", returns: [] })
  })

  /** Last: afterwards this sender has told enough for a minute. */
  it("takes no more than some hundred a minute of what it refuses from one sender, and says nothing but that", async () => {
    const told = await Promise.all(Array.from({ length: 350 }, () => tell("mailgun", Buffer.from("{}"))))
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set([404, 429]))
    const { headers } = await tell("mailgun", Buffer.from("{}"))
    expect(headers.get("cache-control")).toBe("no-store")
    expect(headers.get("x-content-type-options")).toBe("nosniff")
  })
})
