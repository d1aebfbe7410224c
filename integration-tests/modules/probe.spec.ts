/** The test mail of the settings, against a mail server that misbehaves on demand. */
import type { AddressInfo } from "node:net"
import { createServer } from "node:net"

import { parseOptions } from "../../src/modules/mail/options"
import { sendProbe } from "../../src/modules/mail/sending/probe"
import type { MailSettingsDTO } from "../../src/modules/mail/settings/settings"
import { SHOP_SETTINGS } from "../support/shop-settings"
import { type Rule, type SmtpServer, startSmtpServer } from "../support/smtp-server"

let server: SmtpServer

beforeAll(async () => {
  server = await startSmtpServer({ auth: { user: "shop", pass: "right" } })
})
afterEach(() => server.reset())
afterAll(() => server.stop())

const urlWith = (password: string) => server.url.replace("//", `//shop:${password}@`)
const probe = (smtpUrl: string = urlWith("right"), changes: Partial<MailSettingsDTO> = {}) =>
  sendProbe(
    parseOptions({ smtpUrl, smtpTimeoutSeconds: 0.5 }),
    { ...SHOP_SETTINGS, ...changes },
    "me@shop.test"
  )

it("arrives, in the shop's language and from its sender", async () => {
  expect(await probe(undefined, { language: "ja", reply_to: "care@shop.test" })).toEqual({
    ok: true,
    stage: "accepted",
    class: null,
    reply: "250 2.0.0 Ok: queued",
    host: "127.0.0.1",
    port: server.port,
  })
  const [mail] = server.received
  expect(mail).toMatchObject({ from: "shop@shop.test", to: ["me@shop.test"] })
  const text = mail!.bytes.toString()
  expect(text).toMatch(/^From: Shop <shop@shop.test>\r\nReply-To: <care@shop.test>\r\n/)
  expect(text).toContain(`Subject: =?UTF-8?B?${Buffer.from("テストメール").toString("base64")}?=`)
  await server.waitFor(() => server.connections().open === 0)
})

it("a wrong password is told in the server's words, and no secret with it", async () => {
  const outcome = await probe(urlWith("wrong"))
  expect(outcome).toMatchObject({ ok: false, stage: "login", class: "our_fault" })
  expect(outcome.reply).toBe("535 5.7.8 Wrong name or password")
  expect(JSON.stringify(outcome)).not.toContain("wrong")
})

it("a server that wants a login and is given none says so at the sender", async () => {
  expect(await probe(server.url)).toMatchObject({
    ok: false,
    stage: "login",
    class: "our_fault",
    reply: "530 5.7.0 Authentication required",
  })
})

const refusals: [Rule["at"], string, string, string][] = [
  ["greeting", "554 5.7.1 Not from your address", "connect", "policy"],
  ["greeting", "421 4.3.2 Come back later", "connect", "transient"],
  ["mail", "553 5.7.1 Sender address rejected: not owned by user shop", "sender", "our_fault"],
  ["rcpt", "550 5.1.1 No such user", "recipient", "address_invalid"],
  ["rcpt", "554 5.7.1 Relay access denied", "recipient", "our_fault"],
  ["rcpt", "450 4.7.1 Greylisted", "recipient", "transient"],
  ["data", "554 5.5.1 No valid recipients", "content", "our_fault"],
  ["final", "550 5.7.1 Looks like spam", "content", "policy"],
]
it.each(refusals)("refused at %s with %s", async (at, reply, stage, reason) => {
  server.script({ at, reply })
  expect(await probe()).toMatchObject({ ok: false, stage, class: reason, reply })
  expect(server.received).toEqual([])
})

it.each<[string, Rule, string, string]>([
  ["silent at the greeting", { at: "greeting", silent: true }, "connect", "transport"],
  ["cut at the login", { at: "auth", drop: true }, "login", "transport"],
  ["cut at the recipient", { at: "rcpt", drop: true }, "recipient", "transient"],
  ["silent after the last byte", { at: "final", silent: true }, "content", "no_reply"],
])("%s", async (_what, rule, stage, reason) => {
  server.script(rule)
  const outcome = await probe()
  expect(outcome).toMatchObject({ ok: false, stage, class: reason })
  expect(outcome.reply).not.toBe("")
  await server.waitFor(() => server.connections().open === 0)
})

it("nobody listens, or the name is not known", async () => {
  expect(await probe(`smtp://127.0.0.1:${await closedPort()}`)).toMatchObject({
    ok: false,
    stage: "connect",
    class: "transport",
    reply: expect.stringContaining("ECONNREFUSED"),
  })
  expect(await probe("smtp://nowhere.invalid:25")).toMatchObject({
    ok: false,
    stage: "connect",
    host: "nowhere.invalid",
  })
})

it("TLS that is required and not offered", async () => {
  expect(await probe(`${urlWith("right")}?tls=required`)).toMatchObject({ ok: false, stage: "tls" })
})

it("is refused without a sender, without a mail server, and to more than one address", async () => {
  const none = sendProbe(parseOptions({}), SHOP_SETTINGS, "me@shop.test")
  await expect(none).rejects.toMatchObject({
    type: "not_allowed",
    message: expect.stringContaining("smtpUrl"),
  })
  await expect(probe(undefined, { sender_address: null })).rejects.toMatchObject({
    type: "not_allowed",
    message: expect.stringContaining("sender_address"),
  })
  const two = sendProbe(parseOptions({ smtpUrl: server.url }), SHOP_SETTINGS, "a@shop.test, b@shop.test")
  await expect(two).rejects.toMatchObject({ type: "invalid_data", message: expect.stringMatching(/^to: /) })
  expect(server.connections().total).toBe(0)
})

/** Free a moment ago, and nobody has taken it since. */
function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const listening = createServer().listen(0, "127.0.0.1", () => {
      const { port } = listening.address() as AddressInfo
      listening.close(() => resolve(port))
    })
  })
}
