/** What stops a store at boot, and in which words. */
import { generateKeyPairSync } from "node:crypto"

import { parseOptions } from "../options"

const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString()

describe("the option dkim", () => {
  const withKey = (privateKey: string) => ({ dkim: { domain: "shop.test", selector: "autumn", privateKey } })

  it("takes a PEM, also with its line breaks written out, and keeps plain JSON", () => {
    const { dkim } = parseOptions(withKey(pem.replaceAll("\n", "\\n")))
    expect(dkim).toEqual({ domain: "shop.test", selector: "autumn", privateKey: pem })
    expect(parseOptions(JSON.parse(JSON.stringify({ dkim }))).dkim).toEqual(dkim)
  })

  it("stops the boot with one sentence that names the broken key", () => {
    const broken = pem.replace(/\n.{8}/, "\nAAAAAAAA")
    expect(() => parseOptions(withKey(broken))).toThrow(
      "medusa-plugin-mail-delivery: wrong option in medusa-config.ts: dkim.privateKey: cannot be read: it must " +
        "be a private key without passphrase, in PEM"
    )
    expect(() => parseOptions(withKey("/no/such/key.pem"))).toThrow(
      "dkim.privateKey: is neither a PEM nor a file that can be read"
    )
  })

  it("names what is missing", () => {
    expect(() => parseOptions({ dkim: { domain: "shop.test", privateKey: pem } })).toThrow("dkim.selector")
  })
})
