/** The demo's inbox is what `--once` compares with, so it must count truly and refuse as a real server does. */
import fs from "node:fs"
import os from "node:os"
import path from "node:path"

import { createTransport, type SendMailOptions } from "nodemailer"

import { type Inbox, startInbox } from "../../demo/inbox"
import { GONE_DOMAIN, GREYLISTING_DOMAIN } from "../../demo/inbox/troubled-addresses"

describe("the demo's inbox", () => {
  let inbox: Inbox
  let folder: string

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "inbox-"))
    inbox = await startInbox({ file: path.join(folder, "mails") })
  })
  afterEach(async () => {
    await inbox.close()
    fs.rmSync(folder, { recursive: true })
  })

  const send = (to: string, more: SendMailOptions = {}) =>
    createTransport(inbox.smtpUrl).sendMail({
      from: "北の台所 <shop@shop.example>",
      to,
      text: "Hello",
      ...more,
    })

  const read = async <Body>(path: string) => (await (await fetch(inbox.url + path)).json()) as Body

  it("lists the newest mail first and finds it by a word of its decoded subject", async () => {
    await send("taro@example.jp", { subject: "秋の新作" })
    await send("hanako@example.jp", { subject: "冬のセール" })
    const all = await read<{ count: number; mails: { to: string }[] }>("/api/messages")
    expect(all.mails.map(({ to }) => to)).toEqual(["hanako@example.jp", "taro@example.jp"])
    const found = await read<{ count: number; mails: object[] }>(
      `/api/messages?q=${encodeURIComponent("秋の TARO")}`
    )
    expect(found).toMatchObject({
      count: 1,
      mails: [{ subject: "秋の新作", from: "北の台所 <shop@shop.example>" }],
    })
  })

  it("counts deliveries by their id, so that a mail that came twice is seen", async () => {
    for (const id of ["mdlv_1", "mdlv_2", "mdlv_2"]) {
      await send("taro@example.jp", { headers: { "X-Mail-Delivery-Id": id } })
    }
    expect(await read("/api/delivery-ids")).toEqual({ ids: ["mdlv_1", "mdlv_2"], mails: 3 })
  })

  it("refuses a closed mailbox for good, each time", async () => {
    for (const local of ["sho", "sho"]) {
      await expect(send(`${local}@${GONE_DOMAIN}`)).rejects.toMatchObject({
        response: `550 5.1.1 <sho@${GONE_DOMAIN}>: Recipient address rejected: User unknown`,
      })
    }
    expect(await read("/api/messages")).toMatchObject({ count: 0, refused: 1 })
  })

  it("turns a greylisted address away once and takes the second attempt", async () => {
    await expect(send(`naoki@${GREYLISTING_DOMAIN}`)).rejects.toMatchObject({ responseCode: 450 })
    await send(`naoki@${GREYLISTING_DOMAIN}`)
    expect(await read("/api/messages")).toMatchObject({ count: 1, deferred: 1 })
  })

  it("gives a mail back as it came, and its HTML in a sandbox without scripts", async () => {
    await send("taro@example.jp", { html: "<p>こんにちは</p>", text: ".dot" })
    const raw = await (await fetch(`${inbox.url}/api/messages/1/raw`)).text()
    expect(raw).toContain("\r\n.dot\r\n")
    const html = await fetch(`${inbox.url}/api/messages/1/html`)
    expect(await html.text()).toContain("<p>こんにちは</p>")
    expect(html.headers.get("content-security-policy")).toMatch(/default-src 'none'.*sandbox/)
  })

  it("forgets everything on request", async () => {
    await send("taro@example.jp")
    await fetch(`${inbox.url}/api/messages`, { method: "DELETE" })
    expect(await read("/api/messages")).toMatchObject({ count: 0 })
  })
})
