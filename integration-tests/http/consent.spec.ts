/** How people say no and yes by themselves: the link in a mail, and their account in the storefront. */
import type { DeliveryDetailDTO, DeliveryDTO } from "../../src/modules/mail/ledger"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { PreviewDTO } from "../../src/modules/mail/mailings/preview"
import { mailModule } from "../../src/workflows/mail-module"
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
    await store.admin.post("/settings", { sender_name: "Shop", sender_address: "shop@shop.test" })
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
    expect(await page.text()).toContain('<form method="post">')
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

  it("answers a token that nobody made like any other, and unsubscribes nobody", async () => {
    const { inHeader } = await receive()
    const genuine = here(inHeader)
    const forged = genuine.slice(0, -1) + (genuine.endsWith("A") ? "Q" : "A")
    const answer = async (url: string, method: string) => {
      const response = await fetch(url, { method })
      return { status: response.status, body: await response.text() }
    }

    expect(await answer(forged, "GET")).toEqual(await answer(genuine, "GET"))
    const toForged = await answer(forged, "POST")
    expect(await consent()).toBe("opted_in")
    expect(toForged).toEqual(await answer(genuine, "POST"))
    expect(await consent()).toBe("opted_out")
  })

  it("speaks the mail's language, else the browser's, and takes no large bodies", async () => {
    const url = `${store.url}/mail/unsubscribe/unknown`
    const inJapanese = await fetch(url, { headers: { "accept-language": "ja,en;q=0.5" } })
    expect(await inJapanese.text()).toContain('lang="ja"')
    expect(await (await fetch(url)).text()).toContain('lang="en"')
    expect(await (await fetch(`${store.url}/mail/unsubscribe/1.ja.x.y`)).text()).toContain('lang="ja"')

    expect((await fetch(url, { method: "POST", headers: FORM, body: "a".repeat(20_000) })).status).toBe(413)
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
})
