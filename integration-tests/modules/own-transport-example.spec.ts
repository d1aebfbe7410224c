/** The example of docs/deploy.md, as somebody would copy it, before a service that speaks HTTP. */
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import path from "node:path"

import { parseOptions } from "../../src/modules/mail/options"
import { createTransport } from "../../src/modules/mail/sending/transport"
import type { Transport } from "../../src/modules/mail/smtp/transport"

const ROOT = path.join(__dirname, "../..")
const BLOCK = /<!-- example: .*own-transport-example.*-->\n+```ts\n([^]*?)```/

let folder: string
let server: Server
let transport: Transport
let answer: { status: number; words: string }
let heard: { body: string; headers: Record<string, unknown> }

beforeAll(async () => {
  // Within the checkout, where its TypeScript is read.
  mkdirSync(path.join(ROOT, ".test"), { recursive: true })
  folder = mkdtempSync(path.join(ROOT, ".test", "example-"))
  const [, source] = BLOCK.exec(readFileSync(path.join(ROOT, "docs/deploy.md"), "utf8"))!
  writeFileSync(path.join(folder, "my-transport.ts"), source!)
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on("data", (part: Buffer) => parts.push(part))
    request.on("end", () => {
      heard = { body: Buffer.concat(parts).toString(), headers: request.headers }
      response.writeHead(answer.status).end(answer.words)
    })
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const options = parseOptions({
    transport: {
      resolve: path.join(folder, "my-transport"),
      options: { url, key: "s3cret-key" },
    },
  })
  transport = createTransport(options, { connections: 2, silence: 2_000 })
})
afterAll(async () => {
  await transport.close(100)
  stopServer()
  rmSync(folder, { recursive: true })
})

function stopServer(): void {
  server.closeAllConnections()
  server.close()
}

const send = () =>
  transport.send({
    id: "mdlv_1",
    from: "shop@shop.test",
    to: "hanako@x.test",
    bytes: Buffer.from("Subject: x\r\n\r\nHello\r\n"),
  })

it.each([
  [200, "queued as 7", { kind: "accepted", reply: { text: "Accepted: 200 queued as 7" } }],
  [422, "no such mailbox", { kind: "rejected", reply: { code: 554, text: "422 no such mailbox" } }],
  [429, "", { kind: "rejected", reply: { code: 451, text: expect.stringContaining("Too many requests") } }],
  [403, "not for s3cret-key", { kind: "transport_fault", phase: "auth", message: "403 not for …" }],
  [502, "<html>", { kind: "uncertain" }],
])("%i %s", async (status, words, outcome) => {
  answer = { status, words }
  expect(await send()).toMatchObject(outcome)
  expect(heard).toMatchObject({
    body: "Subject: x\r\n\r\nHello\r\n",
    headers: { "x-recipient": "hanako@x.test", "idempotency-key": "mdlv_1" },
  })
})

it("a service that is away is found so", async () => {
  answer = { status: 200, words: "" }
  expect(await transport.verify()).toBeNull()
  stopServer()
  expect(await transport.verify()).toMatchObject({
    kind: "transport_fault",
    message: expect.stringMatching(/^fetch failed: ./),
  })
})
