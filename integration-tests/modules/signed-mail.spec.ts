/** A mail as it leaves: signed, with a sealed link, whichever thread made it. */
import { generateKeyPairSync } from "node:crypto"

import { dkimVerify } from "mailauth/lib/dkim/verify"
import PostalMime from "postal-mime"

import { claimRange } from "../../src/modules/mail/deliveries/claim"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { Mailroom } from "../../src/modules/mail/dispatch/mailroom"
import type { ApiName } from "../../src/modules/mail/mail-apis/options"
import { readToken } from "../../src/modules/mail/members/unsubscribe-link"
import { parseOptions } from "../../src/modules/mail/options"
import { closeRenderThreads } from "../../src/modules/mail/render-threads"
import type { OutgoingMessage } from "../../src/modules/mail/smtp/transport"
import type { DeliveryKind } from "../../src/modules/mail/words"
import { seedContent, startEngine, until } from "../support/engine"
import { answer, startMailApi } from "../support/mail-api-server"
import { createMailTables } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"
import { startSmtpServer } from "../support/smtp-server"

const links = { publicUrl: "https://shop.test", secret: "only-for-this-story" }

it("comes out of the wire with a signature that holds, and a link that holds after a change of secret", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const record = publicKey.export({ type: "spki", format: "der" }).toString("base64")
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString()
  const scratch = await createMailTables()
  const server = await startSmtpServer()
  const contentId = await seedContent(scratch.db)
  await seedMailing(scratch.db, { recipients: 1, contentId })
  const options = { ...links, dkim: { domain: "shop.test", selector: "s1", privateKey: pem } }
  const { engine } = startEngine(scratch.db, server.url, options)
  try {
    await until("the mail is here", () => server.received.length === 1)
    const { bytes, deliveryId } = server.received[0]!

    const { results } = await dkimVerify(bytes, { resolver: async () => [[`v=DKIM1; k=rsa; p=${record}`]] })
    expect(results.map(({ status }) => status.result)).toEqual(["pass"])

    const token = /^List-Unsubscribe:\s+<\S+\/([^/>]+)>/m.exec(bytes.toString())![1]!
    expect(readToken(links, token)).toBe(deliveryId)
    const changed = { publicUrl: links.publicUrl, secret: "another-secret-altogether" }
    expect(readToken(changed, token)).toBeNull()
    expect(readToken({ ...changed, previousSecrets: [links.secret] }, token)).toBe(deliveryId)
  } finally {
    await engine.stop()
    await server.stop()
    await scratch.drop()
  }
}, 30_000)

it("leaves for Amazon SES with a signature that holds after SES has written its own date and Message-ID", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const record = publicKey.export({ type: "spki", format: "der" }).toString("base64")
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString()
  const scratch = await createMailTables()
  const ses = await startMailApi((response) => answer(response, 200, { MessageId: "0100-1" }))
  await seedMailing(scratch.db, { recipients: 1, contentId: await seedContent(scratch.db) })
  const { engine } = startEngine(scratch.db, "", {
    ...links,
    api: { service: "ses", region: "eu-west-1", accessKeyId: "id", secretAccessKey: "key", url: ses.url },
    dkim: { domain: "shop.test", selector: "s1", privateKey: pem },
  })
  try {
    await until("the mail is here", () => ses.calls.length === 1)
    const { Raw } = ses.calls[0]!.body.Content as { Raw: { Data: string } }
    const handedOn = Buffer.from(Raw.Data, "base64")
      .toString("latin1")
      .replace(/\r\nDate: [^\r]*/, "\r\nDate: Thu, 01 Jan 2026 00:00:00 +0000")
      .replace(/\r\nMessage-ID: [^\r]*/i, "\r\nMessage-ID: <0100-1@email.amazonses.com>")

    const { results } = await dkimVerify(Buffer.from(handedOn, "latin1"), {
      resolver: async () => [[`v=DKIM1; k=rsa; p=${record}`]],
    })
    expect(results.map(({ status }) => status.result)).toEqual(["pass"])
  } finally {
    await engine.stop()
    await ses.stop()
    await scratch.drop()
  }
}, 30_000)

const APIS: Record<ApiName, Record<string, string>> = {
  ses: { region: "eu-west-1", accessKeyId: "id", secretAccessKey: "key" },
  resend: { key: "key" },
  postmark: { key: "key" },
  sendgrid: { key: "key" },
}

it("is signed where it leaves as it is, and not for a service that puts it together itself", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString()
  const scratch = await createMailTables()
  const ways: Record<string, object> = {
    smtp: { smtpUrl: "smtp://127.0.0.1:25" },
    ...Object.fromEntries(
      Object.entries(APIS).map(([service, keys]) => [service, { api: { service, ...keys } }])
    ),
  }
  try {
    const mailing = await seedMailing(scratch.db, {
      recipients: 1,
      contentId: await seedContent(scratch.db),
    })
    const group = await claimRange(scratch.db, { id: "disp_test", leaseSeconds: 60 }, mailing, 1)
    const signed: Record<string, boolean> = {}
    for (const [way, options] of Object.entries(ways)) {
      const dkim = { domain: "shop.test", selector: "s1", privateKey: pem }
      const { messages } = await new Mailroom(scratch.db, parseOptions({ ...links, ...options, dkim })).make(
        group
      )
      const [{ bytes }] = [...messages.values()] as [OutgoingMessage]
      signed[way] = /^DKIM-Signature:/m.test(bytes.toString("latin1"))
    }
    expect(signed).toEqual({ smtp: true, ses: true, resend: false, postmark: false, sendgrid: false })
  } finally {
    await closeRenderThreads()
    await scratch.drop()
  }
}, 30_000)

describe("what a mail says of itself to machines", () => {
  let scratch: Awaited<ReturnType<typeof createMailTables>>
  let server: Awaited<ReturnType<typeof startSmtpServer>>
  const bulkHeaders = { "X-PM-Message-Stream": "broadcast" }
  const headers = { "X-SES-CONFIGURATION-SET": "shop", "x-pm-message-stream": "outbound", "X-Tag": "新着" }
  const started: ReturnType<typeof startEngine>[] = []

  beforeAll(async () => {
    scratch = await createMailTables()
    server = await startSmtpServer()
  }, 60_000)
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ engine }) => engine.stop()))
  })
  afterAll(async () => {
    await server.stop()
    await scratch.drop()
  })

  /** The fields of the one mail that leaves, in small letters. */
  async function fieldsOfMail(kind: DeliveryKind, options: object = {}): Promise<Record<string, string>> {
    const { db } = scratch
    const { received, url } = server
    await db.query("TRUNCATE mpmd_delivery, mpmd_mailing, mpmd_quota_entry")
    const from = { name: "山田商店", address: "shop@例え.jp" }
    const contentId = await seedContent(db, { from })
    if (kind === "member" || kind === "order") {
      await seedMailing(db, { recipients: 1, contentId, kind, id: "mling_1" })
    } else {
      const variables = { member: { name: "Hanako" } }
      await insertSeparateDelivery(db, { kind, contentId, dedupeKey: "1", to: "hanako@x.test", variables })
    }
    const before = received.length
    started.push(startEngine(db, url, { ...links, headers, ...options }))
    await until("the mail is here", () => received.length === before + 1)
    const parsed = await PostalMime.parse(received[before]!.bytes)
    return Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value]))
  }

  it("to many: whose list it is, how to leave it, whom complaints are about, and that nobody waits for an answer", async () => {
    const fields = await fieldsOfMail("member", { bulkHeaders })

    expect(fields).toMatchObject({
      "list-id": expect.stringMatching(/^\S+ <members\.xn--r8jz45g\.jp>$/),
      precedence: "bulk",
      "feedback-id": "mling_1:member:xnr8jz45gjp",
      "list-unsubscribe": expect.stringMatching(/^<https:\/\/shop\.test\/mail\/unsubscribe\/\S+>$/),
      "list-unsubscribe-post": "List-Unsubscribe=One-Click",
      "x-pm-message-stream": "broadcast",
      "x-ses-configuration-set": "shop",
    })
    expect(fields).not.toHaveProperty("auto-submitted")
  })

  it("to many, from a store in development: no one-click over http", async () => {
    const fields = await fieldsOfMail("member", { publicUrl: "http://localhost:9000" })

    expect(fields["list-unsubscribe"]).toMatch(/^<http:\/\/localhost:9000\/mail\/unsubscribe\/\S+>$/)
    expect(fields).not.toHaveProperty("list-unsubscribe-post")
  })

  it.each(["single", "copy"] as const)(
    "made by a program (%s): that it is, and nothing of a list",
    async (kind) => {
      const fields = await fieldsOfMail(kind, { bulkHeaders })

      expect(fields).toMatchObject({
        "auto-submitted": "auto-generated",
        "x-pm-message-stream": "outbound",
        "x-ses-configuration-set": "shop",
      })
      expect(Object.keys(fields).filter((name) => /^list-|^precedence|^feedback-id/.test(name))).toEqual([])
    }
  )

  it.each(["order", "test"] as const)("sent by a person to whom they chose (%s): neither", async (kind) => {
    const fields = await fieldsOfMail(kind, { bulkHeaders })

    expect(fields["x-tag"]).toBe("=?UTF-8?B?5paw552A?=")
    expect(fields["x-pm-message-stream"]).toBe("outbound")
    const other = /^list-|^precedence|^feedback-id|^auto-submitted/
    expect(Object.keys(fields).filter((name) => other.test(name))).toEqual([])
  })
})
