/** Keys that sign mail: in whatever form a store has them, and what stops it at boot. */
import { parseOptions } from ".."
import { warningsOf } from "../warnings"
import { pem, rsaPem } from "./given"
import { refusalOf } from "./refusal"

describe("the option dkim", () => {
  const withKey = (privateKey: string) => ({ dkim: { domain: "shop.test", selector: "autumn", privateKey } })

  it("takes a PEM, also with its line breaks written out, and keeps plain JSON", () => {
    const { dkim } = parseOptions(withKey(pem.replaceAll("\n", "\\n")))
    expect(dkim).toEqual([{ domain: "shop.test", selector: "autumn", privateKey: pem }])
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

  it("takes several keys, each at a place of its own, and names the key with a fault", () => {
    const keys = [
      { domain: "shop.test", selector: "autumn", privateKey: rsaPem },
      { domain: "shop.test", selector: "winter", privateKey: pem },
    ]
    expect(parseOptions({ dkim: keys }).dkim).toEqual(keys)
    expect(refusalOf({ dkim: [keys[0], { ...keys[1], selector: "Autumn" }] })).toBe(
      "dkim: two keys have the same selector and domain"
    )
    expect(refusalOf({ dkim: [keys[0], { ...keys[1], selector: "" }] })).toBe("dkim.1.selector: is missing")
  })

  it("warns of an Ed25519 key alone, which most receivers do not know", () => {
    const key = (privateKey: string, selector: string) => ({ domain: "shop.test", selector, privateKey })
    const withPage = { publicUrl: "https://shop.test", secret: "only-for-these-stories" }
    const warned = (...dkim: object[]) => warningsOf(parseOptions({ ...withPage, dkim })).join()
    expect(warned(key(pem, "autumn"))).toMatch(/^dkim: .*Ed25519 alone.*RSA/)
    expect(warned(key(rsaPem, "autumn"))).toBe("")
    expect(warned(key(pem, "autumn"), key(rsaPem, "winter"))).toBe("")
  })
})
