/** A mail as it leaves: signed, with a sealed link, whichever thread made it. */
import { generateKeyPairSync } from "node:crypto"

import { dkimVerify } from "mailauth/lib/dkim/verify"

import { readToken } from "../../src/modules/mail/consent/token"
import { seedContent, startEngine, until } from "../support/engine"
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
