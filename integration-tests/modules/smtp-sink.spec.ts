/** The test server as a process of its own: what it took is in the file, whoever dies afterwards. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { createSmtpTransport, parseSmtpUrl } from "../../src/modules/mail/smtp"
import { startSmtpSink } from "../support/smtp-sink"

it("notes a mail before it says so, even if it is killed or never says so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "smtp-sink-"))
  const sink = await startSmtpSink(join(folder, "mails"), [
    { at: "final", to: "lost@example.jp", recorded: true, drop: true },
  ])
  const transport = createSmtpTransport(parseSmtpUrl(sink.url))
  const send = (id: string, to: string) =>
    transport.send({
      id,
      from: "shop@shop.example",
      to,
      bytes: Buffer.from(`Message-ID: <${id}@shop.example>\r\nX-Mail-Delivery-Id: ${id}\r\n\r\nHello\r\n`),
    })

  const started = Date.now()
  expect((await send("mdlv_1", "taro@example.jp")).kind).toBe("accepted")
  expect((await send("mdlv_2", "lost@example.jp")).kind).toBe("uncertain")
  await sink.stop()
  const mails = sink.mails()
  expect(mails).toEqual([
    {
      messageId: "<mdlv_1@shop.example>",
      deliveryId: "mdlv_1",
      to: "taro@example.jp",
      at: expect.any(Number) as number,
    },
    {
      messageId: "<mdlv_2@shop.example>",
      deliveryId: "mdlv_2",
      to: "lost@example.jp",
      at: expect.any(Number) as number,
    },
  ])
  const times = [started, ...mails.map((mail) => mail.at), Date.now()]
  expect(times).toEqual([...times].sort((a, b) => a - b))
  await transport.close()
  rmSync(folder, { recursive: true })
}, 20_000)
