/** Mail of the whole store: what Medusa's Notification Module is asked for goes through this plugin, into one ledger. */
import { readFileSync } from "node:fs"
import path from "node:path"

import type { Event } from "@medusajs/framework/types"
import { createMedusaContainer, Modules } from "@medusajs/framework/utils"
import PostalMime from "postal-mime"

import storeMail, { config } from "../../docs/examples/store-mail"
import { mailModule } from "../../src/container/mail-module"
import { assertReachable } from "../../src/providers/mail/reach"
import { MailDeliveryNotificationService } from "../../src/providers/mail/service"
import { until } from "../support/engine"
import { withStore } from "../support/store"

const RESET = {
  name: "New password",
  kind: "single",
  key: "password-reset",
  subject: "A new password for {{ store.name }}",
  body: "Set it here: {{ url }}\n",
  locale: "en",
} as const

withStore({}, (store) => {
  beforeAll(async () => {
    const mail = mailModule(store.container)
    await mail.updateSettings({ sender_name: "Shop", sender_address: "shop@shop.test" })
    await mail.createTemplate(RESET)
    await mail.createTemplate({ ...RESET, locale: "ja", subject: "パスワードの再設定" })
    await mail.createTemplate({
      name: "Placed",
      kind: "order",
      key: "placed",
      subject: "Thanks",
      header: "",
      footer: "",
    })
  })

  const notifications = () => store.container.resolve(Modules.NOTIFICATION)
  const reset = {
    to: "hanako@shop.test",
    channel: "email",
    template: "password-reset",
    data: { url: "https://shop.test/reset?token=secret-token" },
    trigger_type: "auth.password_reset",
  }
  const aCustomerWithAccount = async () => {
    const customers = store.container.resolve(Modules.CUSTOMER)
    const customer = { email: "taro@shop.test", first_name: "Taro", has_account: true }
    return (await customers.createCustomers(customer)).id
  }
  const received = (count: number) => store.smtp.waitFor(() => store.smtp.received.length === count, 20_000)
  const recorded = async () =>
    (await mailModule(store.container).listDeliveries({ limit: 1, offset: 0 })).count
  const refusal = (changes: object) =>
    notifications()
      .createNotifications({ ...reset, ...changes })
      .then(
        () => "",
        (error: Error) => error.message
      )

  it("a notification becomes a mail of one of our templates, and knows which", async () => {
    const notification = await notifications().createNotifications({ ...reset, receiver_id: "cus_1" })
    await received(1)

    const [mail] = store.smtp.received
    expect(mail!.deliveryId).toBe(notification.external_id)
    expect(notification.status).toBe("success")
    expect(mail!.bytes.toString()).toContain("Subject: A new password for Shop\r\n")
    expect(mail!.bytes.toString()).toContain("Set it here: https://shop.test/reset?token=secret-token")
  })

  it("in the language that is asked for, which the shop may have or not", async () => {
    for (const locale of ["ja-JP", "fr"]) {
      await notifications().createNotifications({ ...reset, provider_data: { locale } })
    }
    await received(2)
    const subjects = store.smtp.received.map(({ bytes }) => /^Subject: (.*)\r$/m.exec(bytes.toString())![1])
    expect(subjects[0]).toMatch(/^=\?UTF-8\?B\?/)
    expect(subjects[1]).toBe("A new password for Shop")
  })

  it("nobody reads a link for a new password in the ledger", async () => {
    const { external_id } = await notifications().createNotifications({ ...reset, receiver_id: "cus_1" })
    await received(1)
    const path = `/deliveries/${external_id}`
    await until("it is on record", async () => {
      const { body } = await store.admin.get<{ delivery: { state: string } }>(path)
      return body.delivery.state === "sent"
    })
    const { body } = await store.admin.get<{ delivery: object }>(path)
    expect(body.delivery).toMatchObject({ mail: null, mail_fault: { code: "secret" } })
    expect(JSON.stringify(body)).not.toContain("secret-token")
  })

  it("what is finished already goes as it is, whatever it looks like", async () => {
    await notifications().createNotifications({
      to: "hanako@shop.test",
      channel: "email",
      template: "whatever",
      content: {
        subject: "100 {{ points }}",
        text: "{% if %} {{{ raw }}} {",
        html: "<p>{{ a }} &amp; <b>{%</b></p>",
      },
    })
    await received(1)
    const text = store.smtp.received[0]!.bytes.toString()
    for (const words of [
      "Subject: 100 {{ points }}\r\n",
      "{% if %} {{{ raw }}} {\r\n",
      "<p>{{ a }} &amp; <b>{%</b></p>",
    ]) {
      expect(text).toContain(words)
    }
  })

  it("the same key never sends twice, also when the first call failed", async () => {
    const once = { ...reset, idempotency_key: "reset:1" }
    expect(await refusal({ ...once, data: {} })).toContain("url")
    // Medusa has forgotten to keep a row for the second try, and says so; the mail leaves all the same, once.
    await notifications()
      .createNotifications(once)
      .catch(() => undefined)
    await notifications()
      .createNotifications(once)
      .catch(() => undefined)
    await received(1)
    expect(await recorded()).toBe(1)
  })

  it("what cannot be sent is refused with what to do, and leaves nothing behind", async () => {
    expect(await refusal({ template: "pasword-reset" })).toMatch(
      /template: no template has the key 'pasword-reset'.*Mail → Templates.*'password-reset'/
    )
    expect(await refusal({ template: "placed" })).toMatch(/template: an order template needs an order/)
    expect(await refusal({ template: undefined })).toMatch(/template: names no template/)
    expect(await refusal({ data: { token: "x" } })).toMatch(/data: the template names url/)
    expect(await refusal({ to: "nobody" })).toMatch(/to: /)
    expect(await refusal({ from: "other@shop.test" })).toMatch(
      /from: this mail leaves from shop@shop\.test alone \(Settings → Mail\)/
    )
    expect(await refusal({ provider_data: { cc: "a@shop.test" } })).toContain("cc")
    expect(await refusal({ content: { subject: "", text: "x" } })).toMatch(/content\.subject/)
    expect(await refusal({ content: { subject: "Hi" } })).toMatch(/content\.text/)
    await mailModule(store.container).updateSettings({ sender_address: null })
    expect(await refusal({})).toMatch(/No sender address is set/)
    expect(await recorded()).toBe(0)
  })

  it("files go along, are saved from the ledger and never shown in a page of the store", async () => {
    const bytes = Buffer.from("<script>alert(1)</script>")
    const { external_id: id } = await notifications().createNotifications({
      to: "hanako@shop.test",
      channel: "email",
      template: "whatever",
      content: { subject: "Invoice", text: "Here it is." },
      attachments: [
        { filename: "領収書.html", content: bytes.toString("base64"), content_type: "text/html" },
      ],
    })
    await received(1)
    const mail = await PostalMime.parse(store.smtp.received[0]!.bytes)
    expect(mail.attachments[0]!.filename).toBe("領収書.html")
    expect(Buffer.from(mail.attachments[0]!.content as ArrayBuffer).equals(bytes)).toBe(true)

    const { body } = await store.admin.get<{ delivery: { attachments: object[] } }>(`/deliveries/${id}`)
    expect(body.delivery.attachments).toEqual([
      { filename: "領収書.html", content_type: "text/html", size: bytes.length },
    ])
    const saved = await fetch(`${store.url}/admin/mail/deliveries/${id}/attachments/0`, {
      headers: store.adminHeaders,
    })
    expect(Buffer.from(await saved.arrayBuffer()).equals(bytes)).toBe(true)
    expect(Object.fromEntries(saved.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": expect.stringContaining(
        `attachment; filename="???.html"; filename*=UTF-8''${encodeURIComponent("領収書.html")}`
      ),
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    })
    expect((await store.admin.get(`/deliveries/${id}/attachments/1`)).status).toBe(404)
    expect((await store.visitor.get(`/deliveries/${id}/attachments/0`)).status).toBe(401)
    expect(await refusal({ attachments: [{ filename: "a.pdf", content: "%PDF-1.4 bytes" }] })).toMatch(
      /attachments\.0\.content: must be a file's bytes as base64/
    )
  })

  it("another system sends megabytes over HTTP, and is told when it is too much", async () => {
    const mail = {
      to: "hanako@shop.test",
      content: { subject: "Plan", body: "Here it is.", format: "text" },
    }
    const file = (megabytes: number) => [
      { filename: "plan.pdf", content: Buffer.alloc(megabytes * 1024 * 1024, "plan").toString("base64") },
    ]
    const sent = await store.admin.post("/single", { ...mail, idempotency_key: "a", attachments: file(6) })
    expect(sent.status).toBe(202)
    await received(1)
    expect(store.smtp.received[0]!.bytes.length).toBeGreaterThan(8 * 1024 * 1024)
    const refused = await store.admin.post("/single", {
      ...mail,
      idempotency_key: "b",
      attachments: file(26),
    })
    expect(refused).toMatchObject({ status: 400, body: { issues: [{ code: "attachments_too_large" }] } })
    expect(await recorded()).toBe(1)
  })

  it("a store sends its password resets, invitations and welcomes by the ready-made mails", async () => {
    const mail = mailModule(store.container)
    const { body } = await store.admin.post<{ count: number }>("/ready-made")
    // Of six in two languages, two have a template with this key already.
    expect(body.count).toBe(10)
    expect((await store.admin.post<{ count: number }>("/ready-made")).body.count).toBe(0)
    expect((await mail.listTemplates({ kind: "order", q: "order-", limit: 20, offset: 0 })).count).toBe(6)

    const events = store.container.resolve(Modules.EVENT_BUS)
    const container = store.container
    const subscriber = (event: Event<never>) => storeMail({ event, container, pluginOptions: {} })
    const names = [config.event].flat()
    names.forEach((name) => events.subscribe(name, subscriber as never, { subscriberId: `story-${name}` }))

    await store.container.resolve(Modules.AUTH).createAuthIdentities({
      provider_identities: [{ provider: "emailpass", entity_id: "hanako@shop.test" }],
    } as never)
    const asked = await fetch(`${store.url}/auth/customer/emailpass/reset-password`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ identifier: "hanako@shop.test" }),
    })
    expect(asked.status).toBe(201)
    await received(1)
    expect((await store.medusa.post("/invites", { email: "boss@shop.test" })).status).toBe(200)
    await received(2)
    await events.emit({ name: "customer.created", data: { id: await aCustomerWithAccount() } })
    await received(3)

    const mails = await Promise.all(store.smtp.received.map(({ bytes }) => PostalMime.parse(bytes)))
    expect(mails.map(({ subject }) => subject)).toEqual([
      "A new password for Shop",
      "You are invited to Shop",
      "Welcome to Shop",
    ])
    expect(mails[0]!.text).toMatch(/reset-password\?token=[\w.-]+&email=hanako%40shop\.test/)
    expect(mails[1]!.text).toMatch(/invite\?token=[\w.-]+/)
    expect(mails[2]!.text).toContain("Dear Taro,")
    names.forEach((name) => events.unsubscribe(name, subscriber as never, { subscriberId: `story-${name}` }))
  })

  it("the subscriber of the docs is the one of the story", () => {
    const root = path.join(__dirname, "../../docs")
    const code = readFileSync(path.join(root, "examples/store-mail.ts"), "utf8").trimEnd()
    expect(readFileSync(path.join(root, "store-mail.md"), "utf8")).toContain(`\`\`\`ts\n${code}\n\`\`\``)
  })

  it("a template that is switched off is on record as not sent", async () => {
    const mail = mailModule(store.container)
    const { templates } = await mail.listTemplates({ q: "password-reset", limit: 10, offset: 0 })
    const english = templates.find(({ locale }) => locale === "en")!
    await mail.updateTemplate(english.id, { enabled: false })
    const { external_id } = await notifications().createNotifications(reset)
    expect(await mail.getDelivery(external_id!)).toMatchObject({ state: "skipped", reason: "switched_off" })
  })

  it("a key stands once in each language, and whoever gives it twice is told", async () => {
    const again = await store.admin.post("/templates", { ...RESET, name: "Other" })
    expect(again).toMatchObject({ status: 409, body: { issues: [{ field: "key", code: "key_taken" }] } })
  })

  it("a store whose Notification Module does not know of ours is told the line that is missing", async () => {
    const provider = new MailDeliveryNotificationService({})
    await expect(provider.send(reset)).rejects.toThrow('dependencies: ["mailDelivery"]')
    // At boot already.
    await expect(assertReachable({ container: createMedusaContainer() })).rejects.toThrow(
      'dependencies: ["mailDelivery"]'
    )
  })
})
