/** The transport of docs/deploy.md, as somebody would copy it, before a service that speaks HTTP. */
import { readFileSync } from "node:fs"
import path from "node:path"

import { parseOptions } from "../../src/modules/mail/options"
import { createTransport } from "../../src/modules/mail/sending/transport"
import type { Transport } from "../../src/modules/mail/smtp/transport"
import { type HttpInbox, startHttpInbox } from "../support/http-inbox"

const DOCS = path.join(__dirname, "../../docs")
const EXAMPLE = path.join(DOCS, "examples/my-transport.ts")

let inbox: HttpInbox
let transport: Transport

beforeAll(async () => {
  inbox = await startHttpInbox()
  const options = parseOptions({
    transport: { resolve: EXAMPLE, options: { url: inbox.url, key: "s3cret-key" } },
  })
  transport = createTransport(options, { connections: 2, silence: 2_000 })
})
afterAll(async () => {
  await transport.close(100)
  inbox.stop()
})

const send = () =>
  transport.send({
    id: "mdlv_1",
    from: "shop@shop.test",
    to: "hanako@x.test",
    bytes: Buffer.from("Subject: x\r\n\r\nHello\r\n"),
  })

it("stands in the documentation as it is", () => {
  expect(readFileSync(path.join(DOCS, "deploy.md"), "utf8")).toContain(
    readFileSync(EXAMPLE, "utf8").trimEnd()
  )
})

it.each([
  [200, "queued as 7", { kind: "accepted", reply: { text: "Accepted: 200 queued as 7" } }],
  [422, "no such mailbox", { kind: "rejected", reply: { code: 554, text: "422 no such mailbox" } }],
  [429, "", { kind: "rejected", reply: { code: 451, text: expect.stringContaining("Too many requests") } }],
  [403, "not for s3cret-key", { kind: "transport_fault", phase: "auth", message: "403 not for …" }],
  [502, "<html>", { kind: "uncertain" }],
])("%i %s", async (status, words, outcome) => {
  inbox.answer = { status, words }
  expect(await send()).toMatchObject(outcome)
  expect(inbox.received.at(-1)!.bytes.toString()).toBe("Subject: x\r\n\r\nHello\r\n")
  expect(inbox.headers).toMatchObject({ "x-recipient": "hanako@x.test", "idempotency-key": "mdlv_1" })
})

it("a service that is away is found so", async () => {
  inbox.answer = { status: 200, words: "" }
  expect(await transport.verify()).toBeNull()
  inbox.stop()
  expect(await transport.verify()).toMatchObject({
    kind: "transport_fault",
    message: expect.stringMatching(/^fetch failed: ./),
  })
})
