/** How people say no and yes by themselves: the link in a mail, and their account in the storefront. */
import { createHash } from "node:crypto"

import { mailModule } from "../../src/container/mail-module"
import type { DeliveryDetailDTO, DeliveryDTO } from "../../src/modules/mail/deliveries/ledger"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { PreviewDTO } from "../../src/modules/mail/mailings/preview"
import { until } from "../support/engine"
import { createCustomers, createMembers, storefront, withStore } from "../support/store"

const content = {
  subject: "News",
  body: "No more of this: {{ unsubscribe_url }}",
  format: "text",
  include_signature: false,
}
const env = { MAIL_PUBLIC_URL: "https://shop.test/", MAIL_SECRET: "only-for-these-stories" }
const FORM = { "content-type": "application/x-www-form-urlencoded" }

withStore(env, (store) => {
  let hanako: string
  beforeAll(async () => {
    ;[hanako] = (await createMembers(store, [{ email: "Hanako@shop.test" }])) as [string]
    await store.admin.post("/settings", {
      sender_name: "Tea & <Co>",
      sender_address: "shop@shop.test",
      postal_address: "1-2-3 Ginza\nTokyo",
      contact: "help@shop.test",
    })
  })

  const consent = () => mailModule(store.container).getConsent(hanako)
  const withdrawals = () =>
    mailModule(store.container).listMailDeliveryConsentEvents({ customer_id: hanako, action: "withdrawn" })
  /** The link of a public address, on the server under test. */
  const here = (link: string) => link.replace("https://shop.test", store.url)

  /** Sends to every member and reads the mail as its recipient does. */
  async function receive() {
    const created = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "member",
      content,
      audience: { filter: {} },
    })
    const { id } = created.body.mailing
    expect((await store.admin.post(`/mailings/${id}/send`)).status).toBe(202)
    await until("the mail is here", () => store.smtp.received.length === 1)
    const text = store.smtp.received[0]!.bytes.toString()
    const inBody = /No more of this:\s+(\S+)/.exec(text.replaceAll("=\r\n", ""))![1]!
    const inHeader = /^List-Unsubscribe:\s+<([^>]+)>/m.exec(text)![1]!
    return { id, text, inBody, inHeader }
  }

  it("a mail carries the link in body and header; opening it changes nothing, the button unsubscribes", async () => {
    const { id, text, inBody, inHeader } = await receive()
    expect(inHeader).toMatch(/^https:\/\/shop\.test\/mail\/unsubscribe\/\S+$/)
    expect(inBody).toBe(inHeader)
    expect(text).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)

    const page = await fetch(here(inHeader))
    expect(page.status).toBe(200)
    expect(page.headers.get("content-type")).toContain("text/html")
    expect(await page.text()).toContain('<form method="post" action="?"><button')
    expect(await consent()).toBe("opted_in")

    const done = await fetch(here(inHeader), {
      method: "POST",
      headers: FORM,
      body: "List-Unsubscribe=One-Click",
    })
    expect(done.status).toBe(200)
    expect(done.redirected).toBe(false)
    expect(done.headers.get("set-cookie")).toBeNull()
    expect(await consent()).toBe("opted_out")
    expect(await withdrawals()).toMatchObject([{ email: "hanako@shop.test", source: "unsubscribe link" }])

    const [delivery] = (await store.admin.get<{ deliveries: DeliveryDTO[] }>(`/mailings/${id}/deliveries`))
      .body.deliveries
    const ledger = await store.admin.get<{ delivery: DeliveryDetailDTO }>(`/deliveries/${delivery!.id}`)
    expect(ledger.body.delivery.mail!.text).toContain(inBody)
  })

  it("takes a multipart click too, and a second click leaves no second record", async () => {
    const { inHeader } = await receive()
    const body = new FormData()
    body.set("List-Unsubscribe", "One-Click")

    expect((await fetch(here(inHeader), { method: "POST", body })).status).toBe(200)
    expect((await fetch(here(inHeader), { method: "POST" })).status).toBe(200)

    expect(await consent()).toBe("opted_out")
    expect(await withdrawals()).toHaveLength(1)
  })

  it("a link that was cut off, or that nobody made, is told as one and unsubscribes nobody", async () => {
    const { inHeader } = await receive()
    const genuine = here(inHeader)
    const changed = genuine.slice(0, -1) + (genuine.endsWith("A") ? "Q" : "A")
    const answer = async (url: string, method: string) => {
      const response = await fetch(url, { method })
      return { status: response.status, body: await response.text() }
    }

    for (const method of ["GET", "POST"]) {
      const answers = await Promise.all(
        [changed, genuine.slice(0, -9), `${store.url}/mail/unsubscribe/x`, `${changed}?undo`].map((url) =>
          answer(url, method)
        )
      )
      for (const one of answers) {
        // The same for all: it tells of nobody.
        expect(one).toEqual(answers[0])
        expect(one).toMatchObject({ status: 404, body: expect.stringContaining("This link does not work") })
        expect(one.body).not.toContain("<form")
      }
    }
    expect(await consent()).toBe("opted_in")
  })

  it("the link of a preview opens and says that it is a sample", async () => {
    const url = `${store.url}/mail/unsubscribe/1.ja.example`

    expect(await (await fetch(url)).text()).toContain("配信を停止する")
    const pressed = await fetch(url, { method: "POST" })
    expect(pressed.status).toBe(200)
    expect(await pressed.text()).toContain("サンプルのリンクです")
    expect(await withdrawals()).toEqual([])
  })

  /** Presses the button of a page, as a browser does without scripts. */
  async function press(page: Response, headers: Record<string, string> = {}): Promise<Response> {
    const [, action] = /<form method="post" action="([^"]*)">/.exec(await page.text())!
    return fetch(new URL(action!, page.url), { method: "POST", headers })
  }

  it("whoever pressed by mistake takes it back on the page, in words that are kept, and changes their mind again", async () => {
    const { inHeader } = await receive()
    const inJapanese = { "accept-language": "ja" }

    const done = await press(await fetch(here(inHeader)), inJapanese)
    expect(await consent()).toBe("opted_out")
    const restored = await press(done, inJapanese)
    expect(restored.status).toBe(200)
    expect(await consent()).toBe("opted_in")
    const granted = {
      customer_id: hanako,
      action: "granted",
      source: "unsubscribe page, taken back",
    } as const
    expect(await mailModule(store.container).listMailDeliveryConsentEvents(granted)).toMatchObject([
      { email: "hanako@shop.test", wording: "お知らせメールの受け取りを再開する" },
    ])

    await press(restored, inJapanese)
    expect(await consent()).toBe("opted_out")
    // Looking at the address that a button led to does nothing.
    expect(await (await fetch(`${here(inHeader)}?undo`)).text()).toContain('action="?"')
    expect(await consent()).toBe("opted_out")
  })

  it("says whose page it is, as text", async () => {
    const page = await (await fetch(`${store.url}/mail/unsubscribe/1.en.example`)).text()

    expect(page).toContain("<p>Tea &amp; &lt;Co&gt;</p><p>1-2-3 Ginza\nTokyo</p><p>help@shop.test</p>")
    expect(page).not.toContain("<Co>")
  })

  it.each([
    ["ja,en;q=0.5", "1.en.example", "ja"],
    ["en-GB,en", "1.ja.example", "en"],
    ["fr", "1.ja.example", "ja"],
    ["*", "1.ja.example", "ja"],
    ["fr", "x", "en"],
  ])("to a browser that asks for %s the page of %s speaks %s", async (asked, token, language) => {
    const page = await fetch(`${store.url}/mail/unsubscribe/${token}`, {
      headers: { "accept-language": asked },
    })

    expect(await page.text()).toContain(`<html lang="${language}">`)
    expect(page.headers.get("content-language")).toBe(language)
  })

  it("loads, remembers, frames and passes on nothing, whatever is answered, and takes no large bodies", async () => {
    const url = `${store.url}/mail/unsubscribe/1.en.example`
    const large = await fetch(url, { method: "POST", headers: FORM, body: "a".repeat(20_000) })
    expect(large.status).toBe(413)

    const [page, done, broken] = [
      await fetch(url),
      await fetch(url, { method: "POST" }),
      await fetch(`${url}x`),
    ]
    for (const { headers } of [page, done, broken, large]) {
      const csp = headers.get("content-security-policy")!
      expect(csp).toMatch(/^default-src 'none'; style-src 'sha256-\S+'; form-action 'self'; base-uri 'none';/)
      expect(csp).toContain("frame-ancestors 'none'")
      expect(headers.get("x-content-type-options")).toBe("nosniff")
      expect(headers.get("referrer-policy")).toBe("no-referrer")
      expect(headers.get("cache-control")).toBe("no-store")
      expect(headers.get("set-cookie")).toBeNull()
    }
    // The one style that the policy lets through is the page's own.
    const text = await page.text()
    const [, style] = /<style>([^]*)<\/style>/.exec(text)!
    const digest = createHash("sha256").update(style!).digest("base64")
    expect(page.headers.get("content-security-policy")).toContain(`'sha256-${digest}'`)
    expect(text).not.toMatch(/<script|<img|<link|style="/)
  })

  it("the preview shows a link that withdraws nothing, and warns a mail without one", async () => {
    const preview = async (body: string) =>
      (await store.admin.post<PreviewDTO>("/preview", { kind: "member", content: { ...content, body } })).body
    const linked = await preview(content.body)
    expect(linked.text).toContain("https://shop.test/mail/unsubscribe/1.en.example")
    expect(linked.warnings).toEqual([])
    expect((await preview("News")).warnings).toMatchObject([{ code: "no_unsubscribe_link" }])
  })

  it("a customer says yes and no in the storefront, in the words that they saw", async () => {
    const [taro] = (await createCustomers(store, [{ email: "taro@shop.test" }])) as [string]
    const mine = await storefront(store, taro)
    expect((await mine.get("/consent")).body).toEqual({ consent: "not_asked" })

    expect(await mine.post("/consent", { consent: "opted_in" })).toMatchObject({
      status: 400,
      body: { type: "invalid_data", message: expect.stringContaining("wording") as string },
    })
    const yes = await mine.post("/consent", { consent: "opted_in", wording: "Yes, send me news" })
    expect(yes).toEqual({ status: 200, body: { consent: "opted_in" } })
    expect(
      await mailModule(store.container).listMailDeliveryConsentEvents({ customer_id: taro })
    ).toMatchObject([{ action: "granted", source: "storefront", wording: "Yes, send me news" }])

    expect((await mine.post("/consent", { consent: "opted_out" })).body).toEqual({ consent: "opted_out" })
    expect((await (await storefront(store, null)).get("/consent")).status).toBe(401)
  })

  /** Last: afterwards this reader has looked enough for a minute. */
  it("scanners that look, under whatever name, use up nothing that a click needs", async () => {
    const { inHeader } = await receive()
    const look = (index: number) =>
      fetch(here(inHeader), { headers: { "x-forwarded-for": `10.${index % 250}.0.1` } })

    const statuses: number[] = []
    for (let index = 0; index < 301; index += 1) {
      statuses.push((await look(index)).status)
    }
    expect(statuses.at(-1)).toBe(429)

    expect((await fetch(here(inHeader), { method: "POST" })).status).toBe(200)
    expect(await consent()).toBe("opted_out")
  })
})
