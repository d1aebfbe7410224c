/** What mail services tell, each in its own words and by its own signature: keys are made here, nothing is asked of them. */
import { createHmac, createSign, generateKeyPairSync, X509Certificate } from "node:crypto"

import type { ReturnEvent } from "../event"
import { matchOf } from "../match"
import { SERVICES } from "../services"
import type { EventRequest } from "../services/service"
import { createSes, isOfSns } from "../services/ses"
import { signatureOf } from "../services/signed"

const NOW = Date.parse("2026-11-26T03:00:00Z")
const SECONDS = String(NOW / 1_000)
const secret = "a secret between the two"
const ID = "mdlv_01ARZ3NDEKTSV4RRFFQ69G5FAV"

function request(body: unknown, headers: EventRequest["headers"] = {}): EventRequest {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body))
  return { headers, body: bytes, now: NOW }
}

const later = (one: EventRequest, minutes: number): EventRequest => ({ ...one, now: NOW + minutes * 60_000 })

/** Each byte of a body changed in turn would take long: one in its middle, and one more at its end. */
const tampered = (one: EventRequest): EventRequest[] => {
  const changed = Buffer.from(one.body)
  changed[Math.floor(changed.length / 2)]! ^= 1
  return [
    { ...one, body: changed },
    { ...one, body: Buffer.concat([one.body, Buffer.from(" ")]) },
  ]
}

const said = (events: ReturnEvent[]) =>
  events.map(({ kind, deliveryId, messageId, recipients, class: why, diagnostic }) => ({
    kind,
    id: deliveryId ?? messageId,
    to: recipients[0],
    why,
    diagnostic,
  }))

const matchedIn = (events: ReturnEvent[]) => events.map((event) => matchOf({}, event))

describe("our own way", () => {
  const { isGenuine, eventsOf } = SERVICES.signed
  const body = {
    events: [
      { type: "bounce", id: "1", delivery_id: ID, recipient: "a@x.test", diagnostic: "550 no" },
      { type: "complaint", message_id: `<${ID}@shop.test>` },
      { type: "delivered", delivery_id: ID },
      { type: "opened", delivery_id: ID },
      "nonsense",
    ],
  }
  const sent = request(body)
  const headers = {
    "x-mail-timestamp": SECONDS,
    "x-mail-signature": signatureOf(secret, SECONDS, sent.body),
  }
  const genuine = { ...sent, headers }

  it("is believed as it was signed, and for five minutes", async () => {
    expect(isGenuine(secret, genuine)).toBe(true)
    expect(isGenuine(secret, later(genuine, 4))).toBe(true)
    for (const wrong of [...tampered(genuine), later(genuine, 6), later(genuine, -6), sent]) {
      expect(isGenuine(secret, wrong)).toBe(false)
    }
    expect(isGenuine("another secret of theirs", genuine)).toBe(false)
    const forged = { ...headers, "x-mail-timestamp": String(Number(SECONDS) + 60) }
    expect(isGenuine(secret, { ...genuine, headers: forged })).toBe(false)
  })

  it("is what openssl makes of it", () => {
    const right = createHmac("sha256", secret)
      .update(`${SECONDS}.${JSON.stringify(body)}`)
      .digest("hex")
    expect(headers["x-mail-signature"]).toBe(`v1=${right}`)
  })

  it("names its kinds", () => {
    expect(said(eventsOf(sent.body))).toMatchObject([
      { kind: "bounce", id: ID, to: "a@x.test", diagnostic: "550 no" },
      { kind: "complaint", id: `<${ID}@shop.test>` },
      { kind: "progress", id: ID },
    ])
    expect(() => eventsOf(Buffer.from("no json"))).toThrow(SyntaxError)
    expect(() => eventsOf(Buffer.from("5"))).toThrow("must be an object")
    expect(eventsOf(Buffer.from("{}"))).toEqual([])
  })
})

describe("Amazon SES", () => {
  const topic = "arn:aws:sns:eu-west-1:123456789012:mail"
  const settings = { topics: [topic] }
  const certificateUrl = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b.pem"
  /** Node makes no certificates: this one was made for this story, with its key, and is good for nothing else. */
  const { certificate, privateKey } = selfSigned()
  const fetched: string[] = []
  const { isGenuine, eventsOf, answer } = createSes(async (url) => {
    fetched.push(url)
    return certificate
  })
  const NAMES = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]

  function sns(changes: Record<string, string>, version = "2"): EventRequest {
    const message: Record<string, string> = {
      Type: "Notification",
      MessageId: "m-1",
      TopicArn: topic,
      Timestamp: new Date(NOW).toISOString(),
      Message: JSON.stringify(bounced),
      SignatureVersion: version,
      SigningCertURL: certificateUrl,
      ...changes,
    }
    const text = NAMES.filter((name) => message[name] !== undefined)
      .map((name) => `${name}\n${message[name]}\n`)
      .join("")
    const sign = createSign(version === "2" ? "RSA-SHA256" : "RSA-SHA1").update(text)
    return request({ ...message, Signature: sign.sign(privateKey, "base64") })
  }

  const bounced = {
    notificationType: "Bounce",
    bounce: {
      bounceType: "Permanent",
      bounceSubType: "General",
      feedbackId: "f-1",
      reportingMTA: "dns; mx.x.test",
      bouncedRecipients: [
        { emailAddress: "a@x.test", status: "5.1.1", diagnosticCode: "smtp; 550 5.1.1 user unknown" },
      ],
    },
    mail: {
      source: "bounce+abc@shop.test",
      messageId: "0100-ses",
      headers: [
        { name: "Subject", value: "News" },
        { name: "X-Mail-Delivery-Id", value: ID },
      ],
    },
  }

  it("is believed by SNS's own certificate, whichever way it was signed, fetched once", async () => {
    expect(await isGenuine(settings, sns({}))).toBe(true)
    expect(await isGenuine(settings, sns({ Subject: "Amazon SES" }, "1"))).toBe(true)
    expect(fetched).toEqual([certificateUrl])
  })

  it("is not believed for what stands behind a message that it has signed", async () => {
    const forged = { Type: "Notification", Message: JSON.stringify(bounced) }
    const genuine = JSON.parse(sns({}).body.toString()) as object
    for (const list of [[genuine, forged], [forged, genuine], [genuine], [[genuine], forged], []]) {
      expect(await isGenuine(settings, request(list))).toBe(false)
      expect(() => eventsOf(request(list).body)).toThrow()
    }
  })

  it.each<[what: string, changes: Record<string, string>]>([
    ["another topic", { TopicArn: "arn:aws:sns:eu-west-1:999999999999:mail" }],
    [
      "a certificate from elsewhere",
      { SigningCertURL: "https://sns.evil.test/SimpleNotificationService-1.pem" },
    ],
    ["a certificate that looks like SNS's", { SigningCertURL: `${certificateUrl}@evil.test/a.pem` }],
    ["one without TLS", { SigningCertURL: certificateUrl.replace("https", "http") }],
    [
      "one of a bucket",
      { SigningCertURL: "https://s3.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem" },
    ],
    ["one that is none", { SigningCertURL: "https://sns.eu-west-1.amazonaws.com/?x=.pem" }],
    ["an old one", { Timestamp: "2026-11-20T03:00:00Z" }],
    ["no time", { Timestamp: "soon" }],
  ])("is not believed with %s, and nothing is fetched for it", async (_, changes) => {
    fetched.splice(0)
    expect(await isGenuine(settings, sns(changes))).toBe(false)
    expect(fetched).toEqual([])
  })

  it("is not believed if a word of it was changed, or if it cannot be read", async () => {
    for (const wrong of [tampered(sns({}))[0]!, request("no json"), request("{}"), request("[]")]) {
      expect(await isGenuine(settings, wrong)).toBe(false)
    }
  })

  it("tells the mail, the words, and why", () => {
    expect(eventsOf(sns({}).body)).toMatchObject([
      {
        kind: "bounce",
        eventId: "f-1",
        deliveryId: ID,
        returnPaths: ["bounce+abc@shop.test"],
        recipients: ["a@x.test"],
        status: "5.1.1",
        diagnostic: "550 5.1.1 user unknown",
        remote: "mx.x.test",
      },
    ])
    const complaint = {
      notificationType: "Complaint",
      complaint: { feedbackId: "f-2", complainedRecipients: [{ emailAddress: "a@x.test" }] },
      mail: { source: "s@shop.test" },
    }
    expect(eventsOf(sns({ Message: JSON.stringify(complaint) }).body)).toMatchObject([
      { kind: "complaint", recipients: ["a@x.test"] },
    ])
    const full = { ...bounced, bounce: { bounceType: "Transient", bounceSubType: "MailboxFull" } }
    expect(said(eventsOf(sns({ Message: JSON.stringify(full) }).body))).toMatchObject([
      { why: "mailbox_full" },
    ])
    expect(eventsOf(sns({ Message: '{"notificationType":"Open","mail":{}}' }).body)).toEqual([])
  })

  it("is confirmed at SNS's own address alone", async () => {
    fetched.splice(0)
    const here = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t"
    const asked = sns({ Type: "SubscriptionConfirmation", SubscribeURL: here, Token: "t" })
    expect(await isGenuine(settings, asked)).toBe(true)
    expect(eventsOf(asked.body)).toEqual([])
    await answer!(settings, asked.body)
    await answer!(
      settings,
      sns({ Type: "SubscriptionConfirmation", SubscribeURL: "https://evil.test/" }).body
    )
    await answer!(settings, sns({ SubscribeURL: here }).body)
    expect(fetched).toEqual([here])
  })

  it.each([
    "",
    "x",
    "https://sns.eu-west-1.amazonaws.com.evil.test/",
    "https://a@sns.eu-west-1.amazonaws.com/",
  ])("%s is not SNS's", (url) => {
    expect(isOfSns(url, /^\//)).toBe(false)
  })
})

describe("SendGrid", () => {
  const { isGenuine, eventsOf } = SERVICES.sendgrid
  const keys = generateKeyPairSync("ec", { namedCurve: "prime256v1" })
  const shown = keys.publicKey.export({ type: "spki", format: "der" }).toString("base64")
  const sent = request([
    {
      event: "bounce",
      type: "bounce",
      email: "a@x.test",
      "smtp-id": `<${ID}@shop.test>`,
      reason: "550 no",
      status: "5.0.0",
    },
    { event: "dropped", reason: "Invalid", email: "a@x.test", "smtp-id": `<${ID}@shop.test>` },
    { event: "spamreport", email: "a@x.test", "smtp-id": `<${ID}@shop.test>` },
    { event: "open", email: "a@x.test" },
  ])
  const signature = createSign("sha256").update(SECONDS).update(sent.body).sign(keys.privateKey, "base64")
  const genuine = {
    ...sent,
    headers: {
      "x-twilio-email-event-webhook-timestamp": SECONDS,
      "x-twilio-email-event-webhook-signature": signature,
    },
  }

  it("is believed by the key that it shows, as text or as a PEM", () => {
    const pem = keys.publicKey.export({ type: "spki", format: "pem" }).toString()
    expect(isGenuine(shown, genuine)).toBe(true)
    expect(isGenuine(pem, genuine)).toBe(true)
    for (const wrong of [...tampered(genuine), later(genuine, 6), sent]) {
      expect(isGenuine(shown, wrong)).toBe(false)
    }
    expect(isGenuine("no key", genuine)).toBe(false)
  })

  it("tells the mail by our own Message-ID", () => {
    const id = `<${ID}@shop.test>`
    expect(said(eventsOf(sent.body))).toMatchObject([
      { kind: "bounce", id, to: "a@x.test", diagnostic: "550 no" },
      { kind: "bounce", id, why: "address_invalid" },
      { kind: "complaint", id },
    ])
  })

  it("or by what was said beside a mail over its API, which gets a Message-ID of its own", () => {
    const told = { event: "bounce", email: "a@x.test", "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>" }
    expect(matchedIn(eventsOf(request([{ ...told, mail_delivery_id: ID }]).body))).toEqual([
      { deliveryId: ID, by: "vouched" },
    ])
    for (const wrong of [`${ID}'; --`, 7, { id: ID }, [ID], "mail_1", ""]) {
      expect(matchedIn(eventsOf(request([{ ...told, mail_delivery_id: wrong }]).body))).toEqual([null])
    }
    const another = { mail_delivery_id: ID, "smtp-id": "<mdlv_another@shop.test>" }
    expect(matchedIn(eventsOf(request([{ ...told, ...another }]).body))).toEqual([null])
  })
})

describe("Postmark", () => {
  const { isGenuine, eventsOf, headerOf } = SERVICES.postmark
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` })

  it("is believed by the password in its address", () => {
    expect(isGenuine(secret, request({}, basic(`postmark:${secret}`)))).toBe(true)
    for (const wrong of [{}, basic(`postmark:${secret}x`), basic(secret), { authorization: "Basic" }]) {
      expect(isGenuine(secret, request({}, wrong))).toBe(false)
    }
  })

  it("tells the mail by what its header said", () => {
    expect(headerOf!(ID)).toEqual(["X-PM-Metadata-delivery", ID])
    const of = (event: object) => said(eventsOf(request({ ...event, Metadata: { delivery: ID } }).body))
    expect(
      of({ RecordType: "Bounce", ID: 42, Type: "BadEmailAddress", Email: "a@x.test", Details: "no" })
    ).toEqual([{ kind: "bounce", id: ID, to: "a@x.test", why: "address_invalid", diagnostic: "no" }])
    expect(of({ RecordType: "SpamComplaint", Email: "a@x.test" })).toMatchObject([
      { kind: "complaint", id: ID },
    ])
    expect(of({ RecordType: "Bounce", Type: "AutoResponder" })).toEqual([])
    expect(of({ RecordType: "Open" })).toEqual([])
  })
})

describe("Mailgun", () => {
  const { isGenuine, eventsOf } = SERVICES.mailgun
  let tokens = 0
  function mailgun(event: object, changes: object = {}): EventRequest {
    const token = `token ${(tokens += 1)}`
    const signature = createHmac("sha256", secret).update(`${SECONDS}${token}`).digest("hex")
    return request({ signature: { timestamp: SECONDS, token, signature, ...changes }, "event-data": event })
  }

  it("is believed once for each token, and again if it only repeats itself", () => {
    const genuine = mailgun({ event: "delivered" })
    expect(isGenuine(secret, genuine)).toBe(true)
    expect(isGenuine(secret, genuine)).toBe(true)
    // Its signature covers no word of the news.
    const behind = {
      ...genuine,
      body: Buffer.from(genuine.body.toString().replace("delivered", "complained")),
    }
    expect(isGenuine(secret, behind)).toBe(false)
    for (const wrong of [
      mailgun({}, { signature: "0" }),
      mailgun({}, { timestamp: "1" }),
      later(mailgun({}), 6),
      request("no json"),
      request({}),
    ]) {
      expect(isGenuine(secret, wrong)).toBe(false)
    }
  })

  it("is not believed for what stands behind the news that it has signed", () => {
    const genuine = JSON.parse(mailgun({ event: "delivered" }).body.toString()) as object
    const forged = { "event-data": { event: "complained" } }
    expect(isGenuine(secret, request([genuine, forged]))).toBe(false)
  })

  it("tells the mail by our own Message-ID", () => {
    const failed = {
      event: "failed",
      severity: "permanent",
      id: "e-1",
      recipient: "a@x.test",
      message: { headers: { "message-id": `${ID}@shop.test` } },
      "delivery-status": { code: 550, message: "5.1.1 user unknown", "mx-host": "mx.x.test" },
    }
    expect(said(eventsOf(mailgun(failed).body))).toMatchObject([
      { kind: "bounce", id: `${ID}@shop.test`, to: "a@x.test", diagnostic: "550 5.1.1 user unknown" },
    ])
    expect(said(eventsOf(mailgun({ ...failed, severity: "temporary" }).body))).toMatchObject([
      { kind: "progress" },
    ])
    expect(said(eventsOf(mailgun({ ...failed, event: "complained" }).body))).toMatchObject([
      { kind: "complaint" },
    ])
    expect(eventsOf(mailgun({ event: "opened" }).body)).toEqual([])
  })
})

describe("Brevo", () => {
  const { isGenuine, eventsOf, headerOf } = SERVICES.brevo

  it("is believed by the credentials that were entered for it", () => {
    const basic = `Basic ${Buffer.from(`brevo:${secret}`).toString("base64")}`
    expect(isGenuine(secret, request({}, { authorization: `Bearer ${secret}` }))).toBe(true)
    expect(isGenuine(secret, request({}, { authorization: basic }))).toBe(true)
    for (const authorization of [undefined, "Bearer x", secret]) {
      expect(isGenuine(secret, request({}, { authorization }))).toBe(false)
    }
  })

  it("tells the mail by what its header said", () => {
    const [name] = headerOf!(ID)
    const of = (event: object) => said(eventsOf(request({ ...event, [name]: ID, email: "a@x.test" }).body))
    expect(of({ event: "hard_bounce", reason: "550 no" })).toMatchObject([
      { kind: "bounce", id: ID, diagnostic: "550 no" },
    ])
    expect(of({ event: "spam" })).toMatchObject([{ kind: "complaint", id: ID }])
    expect(of({ event: "click" })).toEqual([])
    expect(of({ event: "constructor" })).toEqual([])
  })
})

describe("Resend", () => {
  const { isGenuine, eventsOf } = SERVICES.resend
  const signing = `whsec_${Buffer.from("a key that Svix has made up").toString("base64")}`
  const data = { email_id: "56761188", message_id: `<${ID}@shop.test>`, to: ["a@x.test"], subject: "News" }
  const bounce = { message: "550 5.1.1 no such user", type: "Permanent", subType: "General" }
  const sent = request({
    type: "email.bounced",
    created_at: "2026-11-26T02:59:00.000Z",
    data: { ...data, bounce },
  })
  /** As https://docs.svix.com says. */
  const sign = (key: string, id = "msg_1", time = SECONDS) =>
    `v1,${createHmac("sha256", Buffer.from(key.slice(6), "base64"))
      .update(`${id}.${time}.${sent.body.toString()}`)
      .digest("base64")}`
  const signedBy = (signature: string, id = "msg_1", time = SECONDS) => ({
    ...sent,
    headers: { "svix-id": id, "svix-timestamp": time, "svix-signature": signature },
  })

  it("is believed by the signature over id, time and body, for five minutes", () => {
    const genuine = signedBy(sign(signing))
    expect(isGenuine(signing, genuine)).toBe(true)
    for (const wrong of [
      ...tampered(genuine),
      later(genuine, 6),
      later(genuine, -6),
      sent,
      signedBy(sign(signing), "msg_2"),
      signedBy(sign(signing), "msg_1", String(Number(SECONDS) + 60)),
      signedBy(sign(signing).replace("v1,", "v1a,")),
      signedBy(""),
    ]) {
      expect(isGenuine(signing, wrong)).toBe(false)
    }
    expect(isGenuine("not a secret of theirs", genuine)).toBe(false)
  })

  it("has several signatures while its secret is changed: one of them is enough", () => {
    const other = `whsec_${Buffer.from("the key that comes after it").toString("base64")}`
    const both = signedBy(`${sign(other)} v2,abc ${sign(signing)}`)
    expect(isGenuine(signing, both)).toBe(true)
    expect(isGenuine(other, both)).toBe(true)
    expect(isGenuine(signing, signedBy(sign(other)))).toBe(false)
  })

  it("tells its mails by Message-ID or by the headers that come with them", () => {
    const of = (type: string, changes: object = {}) =>
      said(eventsOf(request({ type, data: { ...data, ...changes } }).body))
    expect(said(eventsOf(sent.body))).toEqual([
      { kind: "bounce", id: `<${ID}@shop.test>`, to: "a@x.test", why: "unknown", diagnostic: bounce.message },
    ])
    expect(of("email.bounced", { bounce: { type: "Transient", subType: "MailboxFull" } })).toMatchObject([
      { kind: "bounce", why: "mailbox_full" },
    ])
    const headers = [{ name: "X-Mail-Delivery-Id", value: ID }]
    expect(of("email.complained", { message_id: undefined, headers })).toMatchObject([
      { kind: "complaint", id: ID },
    ])
    const own = { message_id: "<0100018@email.amazonses.com>" }
    for (const tags of [[{ name: "mail_delivery_id", value: ID }], { mail_delivery_id: ID }]) {
      const { body } = request({ type: "email.bounced", data: { ...data, ...own, tags } })
      expect(matchedIn(eventsOf(body))).toEqual([{ deliveryId: ID, by: "vouched" }])
    }
    for (const tags of [
      null,
      "mail_delivery_id",
      [null, ID],
      [{ name: "mail_delivery_id" }],
      { mail_delivery_id: [ID] },
    ]) {
      const { body } = request({ type: "email.bounced", data: { ...data, ...own, tags } })
      expect(matchedIn(eventsOf(body))).toEqual([null])
    }
    expect(of("email.delivery_delayed")).toMatchObject([{ kind: "progress" }])
    expect(of("email.opened")).toEqual([])
    expect(of("constructor")).toEqual([])
  })
})

/** A certificate in DER needs little: an issuer, a time, a key, a signature over them. */
function selfSigned(): { certificate: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
    const content = Buffer.concat(parts)
    const size = content.length
    const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
    return Buffer.concat([Buffer.from([tag, ...length]), content])
  }
  const sequence = (...parts: Buffer[]) => tlv(0x30, ...parts)
  const algorithm = sequence(tlv(0x06, Buffer.from("2a864886f70d01010b", "hex")), tlv(0x05))
  const name = sequence(
    tlv(0x31, sequence(tlv(0x06, Buffer.from("550403", "hex")), tlv(0x0c, Buffer.from("sns"))))
  )
  const time = (text: string) => tlv(0x17, Buffer.from(text))
  const signedPart = sequence(
    tlv(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(time("250101000000Z"), time("491231000000Z")),
    name,
    publicKey.export({ type: "spki", format: "der" })
  )
  const signature = createSign("RSA-SHA256").update(signedPart).sign(privateKey)
  const der = sequence(signedPart, algorithm, tlv(0x03, Buffer.from([0]), signature))
  return {
    certificate: new X509Certificate(der).toString(),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  }
}
