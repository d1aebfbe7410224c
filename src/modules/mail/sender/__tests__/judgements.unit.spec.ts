/** Names, keys, policies and ways of mail, judged without DNS. */
import { generateKeyPairSync } from "node:crypto"

import { parseOptions } from "../../options"
import { serviceOfHost, SERVICES } from "../../smtp/services"
import { isInNetwork, isPublicAddress } from "../addresses"
import { dkimFault, dkimRecordOf } from "../dkim-key"
import { isDmarc, readDmarc } from "../dmarc"
import { lineOf } from "../line"
import { isPublicName, upwards } from "../names"
import { wayOut } from "../way-out"

it.each(["example.com", "_dmarc.com", "a_b.xn--r8jz45g.jp", "EXAMPLE.COM.", `${"a".repeat(63)}.example`])(
  "%s may be asked of DNS",
  (name) => expect(isPublicName(name)).toBe(true)
)

it.each([
  "localhost",
  "printer",
  "db.internal",
  "nas.local",
  "shop.test",
  "1.0.0.127.in-addr.arpa",
  "127.0.0.1",
  "a..example",
  "-a.example",
  "a b.example",
  "a\u0000.example",
  `${"a".repeat(64)}.example`,
  `${"a.".repeat(127)}example`,
  "",
])("%p may not", (name) => expect(isPublicName(name)).toBe(false))

it("above a name stand all those of its end", () => {
  expect(upwards("A.b.example.com.")).toEqual(["a.b.example.com", "b.example.com", "example.com", "com"])
})

it.each([
  "10.0.0.1",
  "127.0.0.1",
  "192.168.1.1",
  "100.64.0.1",
  "::1",
  "fd00::1",
  "fe80::1",
  "::ffff:8.8.8.8",
  "x",
])("%s is no address that others see", (address) => expect(isPublicAddress(address)).toBe(false))

it("an address lies in a network of its own family", () => {
  expect(isPublicAddress("192.0.2.25") && isPublicAddress("2001:db8::1")).toBe(true)
  expect(isInNetwork("192.0.2.25", "192.0.2.0", 24)).toBe(true)
  expect(isInNetwork("192.0.3.25", "192.0.2.0", 24)).toBe(false)
  expect(isInNetwork("2001:db8::1", "2001:db8::", 32)).toBe(true)
  expect(isInNetwork("192.0.2.25", "::", 0)).toBe(false)
})

function privateKey(type: "rsa" | "ed25519"): string {
  const { privateKey: key } =
    type === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 1024 }) : generateKeyPairSync("ed25519")
  return key.export({ type: "pkcs8", format: "pem" }) as string
}

it.each(["rsa", "ed25519"] as const)("the record of an %s key is that of this key alone", (type) => {
  const key = privateKey(type)
  const record = dkimRecordOf(key)
  expect(dkimFault(record, key)).toBeNull()
  expect(dkimFault(record.replace("v=DKIM1; ", "").replaceAll("; ", " ;\t"), key)).toBeNull()
  expect(dkimFault(record.replace(/(p=.{20})/, "$1 \t "), key)).toBeNull()
  expect(dkimFault(record, privateKey(type))).toBe("other_key")
  expect(dkimFault(record, privateKey(type === "rsa" ? "ed25519" : "rsa"))).toBe("other_key")
  expect(dkimFault(record.replace(/p=.*/, "p="), key)).toBe("revoked")
  expect(dkimFault(`${record}; t=s:y`, key)).toBe("testing")
  expect(dkimFault(`${record}; t=s; h=sha1:sha256; s=email; n=note`, key)).toBeNull()
  for (const wrong of ["h=sha1", "s=tlsrpt", "p=again", "=x"]) {
    expect(dkimFault(`${record}; ${wrong}`, key)).toBe("malformed")
  }
  expect(dkimFault("p=\u0000\u001b", key)).toBe("malformed")
})

it("DMARC: what is a record, and what of it counts", () => {
  expect(["v=DMARC1; p=none", "v = DMARC1 ;p=none", "v=DMARC1"].every(isDmarc)).toBe(true)
  expect(["v=dmarc1; p=none", "v=DMARC12", "p=none; v=DMARC1"].some(isDmarc)).toBe(false)
  expect(readDmarc("v=DMARC1; p=Reject; sp=none; aspf=S; psd=n; rua=mailto:a@example.com!10m")).toMatchObject(
    {
      policy: "reject",
      below: "none",
      strict: { spf: true, dkim: false },
      suffix: "n",
    }
  )
  expect(readDmarc("v=DMARC1; p=quarantine")).toMatchObject({ below: "quarantine", suffix: null })
  for (const text of [
    "v=DMARC1",
    "v=DMARC1; p=all",
    "v=DMARC1; p=none; adkim=x",
    "v=DMARC1; p=none; p=none",
  ]) {
    expect(readDmarc(text)).toBeNull()
  }
})

it("a line shows nothing that changes what is around it, and not too much", () => {
  const line = lineOf("spf", "spf_syntax", "tea.example", {
    found: Array.from({ length: 9 }, () => `\u0000\u202e\n<b>${"x".repeat(9_000)}`),
    values: { word: "\u001b[31m\r\nword" },
  })
  expect(line.found).toHaveLength(5)
  expect(line.found[0]).toMatch(/^<b>x{400,}…$/)
  expect(line.values.word).toBe("[31m word")
})

it("the way of mail: whose envelope, whose signature", () => {
  const key = { domain: "tea.example", selector: "m", privateKey: privateKey("rsa") }
  const way = (options: object) => wayOut(parseOptions({ dkim: key, ...options }), "tea.example")
  expect(way({ smtp: { service: "ses", region: "eu-west-1", user: "u", password: "p" } })).toMatchObject({
    service: SERVICES.ses,
    envelope: null,
    keys: [key],
  })
  expect(way({ smtpUrl: "smtp://postmaster%40mg.tea.example:p@smtp.mailgun.org" })).toMatchObject({
    service: SERVICES.mailgun,
    envelope: "mg.tea.example",
  })
  expect(
    way({
      smtpUrl: "smtp://mail.tea.example",
      bounces: { address: "b@back.tea.example" },
      secret: "x".repeat(16),
    })
  ).toMatchObject({ service: null, host: "mail.tea.example", envelope: "back.tea.example" })
  expect(way({ api: { service: "postmark", key: "k" } })).toMatchObject({
    host: null,
    envelope: null,
    keys: [],
  })
  expect(way({})).toMatchObject({ service: null, host: null, envelope: "tea.example" })
  expect(serviceOfHost("EMAIL-SMTP.ap-northeast-1.amazonaws.com.")).toBe(SERVICES.ses)
  expect(serviceOfHost("smtp.gmail.com.evil.example")).toBeNull()
})

it("the option names servers by address, with or without a port", () => {
  const servers = (list: string[]) => parseOptions({ dns: { servers: list } }).dns?.servers
  const right = ["192.0.2.53", "192.0.2.53:5353", "2001:db8::53", "[2001:db8::53]:53"]
  expect(servers(right)).toEqual(right)
  expect(parseOptions({ dns: { servers: [] } }).dns).toBeUndefined()
  for (const wrong of [
    "dns.example",
    "192.0.2.53:0",
    "192.0.2.53:70000",
    "[192.0.2.53]:53",
    "2001:db8::53:x",
  ]) {
    expect(() => servers([wrong])).toThrow(/dns\.servers\.0: must be an address/)
  }
})
