/** The check of the sender's domain, over DNS as it really is asked: right, each fault alone, away, and hostile. */
import { generateKeyPairSync } from "node:crypto"
import { promises as dnsPromises } from "node:dns"

import { spf } from "mailauth/lib/spf"

import { parseOptions } from "../../src/modules/mail/options"
import { checkSender } from "../../src/modules/mail/sender/check"
import { dkimRecordOf } from "../../src/modules/mail/sender/dkim-key"
import type { SenderLine } from "../../src/modules/mail/sender/line"
import { DEADLINE, Lookups } from "../../src/modules/mail/sender/lookups"
import { spfTree } from "../../src/modules/mail/sender/spf/tree"
import { verdictOn } from "../../src/modules/mail/sender/spf/verdict"
import type { MailSettingsDTO } from "../../src/modules/mail/settings/settings"
import type { SenderFinding, SenderSubject } from "../../src/modules/mail/words/sender-findings"
import { type DnsServer, startDnsServer } from "../support/dns-server"

const settings = {
  sender_name: "Shop",
  sender_address: "shop@tea.example",
  reply_to: null,
} as MailSettingsDTO

function key(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  return privateKey.export({ type: "pkcs8", format: "pem" }) as string
}
const ours = key()
const dkim = { domain: "tea.example", selector: "mail2026", privateKey: ours }
const KEY = "mail2026._domainkey.tea.example"

/** Addresses of documentation (RFC 5737, RFC 3849). */
const HOST = "192.0.2.25"

let dns: DnsServer
beforeAll(async () => {
  dns = await startDnsServer()
})
afterEach(() => dns.reset())
afterAll(() => dns.stop())

/** A domain with which everything is right, sending over a server of its own. */
function allRight(): void {
  dns.names.set("tea.example", {
    mx: [[10, "mx.tea.example"]],
    txt: ["some-verification=1", "v=spf1 a:mail.tea.example include:spf.other.example ~all"],
  })
  dns.names.set("spf.other.example", { txt: ["v=spf1 ip4:198.51.100.0/24 -all"] })
  dns.names.set("mail.tea.example", { a: [HOST] })
  dns.names.set(KEY, { txt: [dkimRecordOf(ours)] })
  dns.names.set("_dmarc.tea.example", { txt: ["v=DMARC1; p=quarantine"] })
}

const own = { smtpUrl: "smtp://mail.tea.example:25", dkim }
const google = { smtp: { service: "google", user: "shop@tea.example", password: "x" }, dkim }

const check = (options: object = own, changes: Partial<MailSettingsDTO> = {}) =>
  checkSender(parseOptions({ dns: { servers: [dns.address] }, ...options }), { ...settings, ...changes })

async function lineAbout(about: SenderSubject, options: object = own): Promise<SenderLine> {
  const { lines } = await check(options)
  return lines.find((line) => line.about === about)!
}

it("everything is right: each line says so, with what was found, and nothing is to be pasted", async () => {
  allRight()
  const { status, lines, ...rest } = await check()
  expect(rest).toEqual({
    address: "shop@tea.example",
    domain: "tea.example",
    envelope_domain: "tea.example",
    checked_at: expect.any(Date) as Date,
  })
  expect(lines.map(({ about, status: each, finding }) => [about, each, finding])).toEqual([
    ["mx", "right", "mx_right"],
    ["spf", "right", "spf_right"],
    ["spf_sender", "right", "spf_host_right"],
    ["dkim", "right", "dkim_right"],
    ["dmarc", "right", "dmarc_right"],
    ["alignment", "right", "aligned"],
  ])
  expect(status).toBe("right")
  expect(lines.map(({ record }) => record)).toEqual(Array.from({ length: 6 }, () => null))
  expect(lines[1]).toMatchObject({
    found: ["v=spf1 a:mail.tea.example include:spf.other.example ~all"],
    values: { count: 2, most: 10 },
  })
  expect(lines[4]!.values).toMatchObject({ policy: "quarantine" })
  expect(lines[5]!.values).toMatchObject({ by: "SPF, DKIM" })
})

type Names = Parameters<DnsServer["names"]["set"]>[1]

const FAULTS: [what: string, name: string, names: Names | null, about: SenderSubject, SenderFinding][] = [
  ["no MX", "tea.example", { txt: ["v=spf1 a:mail.tea.example ~all"] }, "mx", "mx_missing"],
  ["an MX that takes none", "tea.example", { mx: [[0, "."]] }, "mx", "mx_refuses"],
  ["no SPF record", "tea.example", { mx: [[10, "mx.tea.example"]] }, "spf", "spf_missing"],
  [
    "two SPF records",
    "tea.example",
    { txt: ["v=spf1 ip4:198.51.100.7 -all", "v=spf1 mx ~all"] },
    "spf",
    "spf_several",
  ],
  [
    "a word that is none of SPF's",
    "tea.example",
    { txt: ["v=spf1 ipv4:192.0.2.25 ~all"] },
    "spf",
    "spf_syntax",
  ],
  ["everybody allowed", "tea.example", { txt: ["v=spf1 a:mail.tea.example +all"] }, "spf", "spf_everybody"],
  ["an include without a record", "spf.other.example", null, "spf", "spf_include_missing"],
  [
    "an include with two records",
    "spf.other.example",
    { txt: ["v=spf1 -all", "v=spf1 ~all"] },
    "spf",
    "spf_include_several",
  ],
  ["a faulty include", "spf.other.example", { txt: ["v=spf1 ip4:1.2.3 -all"] }, "spf", "spf_syntax"],
  [
    "a circle of includes",
    "spf.other.example",
    { txt: ["v=spf1 include:tea.example -all"] },
    "spf",
    "spf_loop",
  ],
  ["no public key", KEY, null, "dkim", "dkim_missing"],
  ["two public keys", KEY, { txt: ["v=DKIM1; p=AA==", "v=DKIM1; p=AAAA"] }, "dkim", "dkim_several"],
  ["the public key of another", KEY, { txt: [dkimRecordOf(key())] }, "dkim", "dkim_other_key"],
  ["a key that was withdrawn", KEY, { txt: ["v=DKIM1; k=rsa; p="] }, "dkim", "dkim_revoked"],
  ["a key on trial", KEY, { txt: [`${dkimRecordOf(ours)}; t=y`] }, "dkim", "dkim_testing"],
  ["what is no key", KEY, { txt: ["hello"] }, "dkim", "dkim_malformed"],
  ["no DMARC record", "_dmarc.tea.example", null, "dmarc", "dmarc_missing"],
  [
    "two DMARC records",
    "_dmarc.tea.example",
    { txt: ["v=DMARC1; p=none", "v=DMARC1; p=reject"] },
    "dmarc",
    "dmarc_several",
  ],
  ["a policy that is none", "_dmarc.tea.example", { txt: ["v=DMARC1; p=deny"] }, "dmarc", "dmarc_malformed"],
]

it.each(FAULTS)("%s", async (_, name, names, about, finding) => {
  allRight()
  if (names) {
    dns.names.set(name, names)
  } else {
    dns.names.delete(name)
  }
  const line = await lineAbout(about)
  expect(line).toMatchObject({ finding, status: "mend" })
})

describe("what is to be pasted", () => {
  beforeEach(allRight)
  const pasted = async (about: SenderSubject, options: object = own) =>
    (await lineAbout(about, options)).record

  it("a first record, by what is set up to send", async () => {
    dns.names.set("tea.example", { mx: [[10, "mx.tea.example"]] })
    const name = "tea.example"
    expect(await pasted("spf")).toEqual({ type: "TXT", name, value: "v=spf1 a:mail.tea.example ~all" })
    const include = "v=spf1 include:_spf.google.com ~all"
    expect(await pasted("spf", google)).toEqual({ type: "TXT", name, value: include })
    dns.names.delete("_dmarc.tea.example")
    const policy = { type: "TXT", name: "_dmarc.tea.example", value: "v=DMARC1; p=none" }
    expect(await pasted("dmarc")).toEqual(policy)
    dns.names.delete(KEY)
    expect(await pasted("dkim")).toEqual({ type: "TXT", name: KEY, value: dkimRecordOf(ours) })
  })

  it("the record that stands there with what is missing, before its end", async () => {
    expect(await lineAbout("spf_sender", google)).toMatchObject({
      status: "mend",
      finding: "spf_service_missing",
      values: { service: "Google Workspace, Gmail", include: "_spf.google.com" },
      record: {
        value: "v=spf1 a:mail.tea.example include:spf.other.example include:_spf.google.com ~all",
      },
    })
    dns.names.set("tea.example", { txt: ["v=spf1 ip4:203.0.113.1 redirect=spf.other.example"] })
    expect(await lineAbout("spf_sender")).toMatchObject({
      status: "mend",
      finding: "spf_host_missing",
      values: { host: "mail.tea.example", others: HOST },
      record: { value: "v=spf1 ip4:203.0.113.1 a:mail.tea.example redirect=spf.other.example" },
    })
  })

  it("one record in the place of two, and one that lets nobody else in", async () => {
    dns.names.set("tea.example", { txt: ["v=spf1 mx ip4:192.0.2.25 -all", "v=spf1 mx ~all"] })
    expect((await pasted("spf"))?.value).toBe("v=spf1 mx ip4:192.0.2.25 ~all")
    expect((await pasted("spf", google))?.value).toBe("v=spf1 mx ip4:192.0.2.25 include:_spf.google.com ~all")
    dns.names.set("tea.example", { txt: ["v=spf1 mx +all"] })
    expect((await pasted("spf"))?.value).toBe("v=spf1 mx ~all")
  })
})

describe("SPF", () => {
  beforeEach(allRight)

  it("counts every question of the whole tree, and says how far beyond the limit it is", async () => {
    const includes = Array.from({ length: 6 }, (_, index) => `include:spf${index}.other.example`).join(" ")
    dns.names.set("tea.example", { txt: [`v=spf1 a:mail.tea.example ${includes} ~all`] })
    for (let index = 0; index < 6; index += 1) {
      dns.names.set(`spf${index}.other.example`, { txt: ["v=spf1 include:deep.other.example -all"] })
    }
    dns.names.set("deep.other.example", { txt: ["v=spf1 ip4:198.51.100.1 -all"] })
    expect(await lineAbout("spf")).toMatchObject({
      status: "mend",
      finding: "spf_lookups",
      values: { count: 13, most: 10 },
    })
  })

  it("knows the service by the host, also where it is included further down or by a macro", async () => {
    dns.names.set("spf.other.example", { txt: ["v=spf1 include:_spf.google.com ~all"] })
    dns.names.set("_spf.google.com", { txt: ["v=spf1 ip4:198.51.100.0/24 ~all"] })
    const url = { smtpUrl: "smtps://shop:x@smtp.gmail.com" }
    expect(await lineAbout("spf_sender", url)).toMatchObject({ finding: "spf_service_right" })
    dns.names.set("spf.other.example", { txt: ["v=spf1 include:%{i}._ip.flat.example -all"] })
    expect(await lineAbout("spf_sender", url)).toMatchObject({ finding: "spf_unclear", status: "unknown" })
  })

  it("says where the service puts a domain of its own into the envelope, and asks for no record there", async () => {
    dns.names.set("tea.example", { mx: [[10, "mx.tea.example"]] })
    const { lines, envelope_domain } = await check({ api: { service: "resend", key: "re_1" }, dkim })
    expect(envelope_domain).toBeNull()
    expect(lines.map(({ finding }) => finding)).toEqual([
      "mx_right",
      "spf_at_service",
      "dkim_at_service",
      "dmarc_right",
      "alignment_open",
    ])
    expect(lines[1]!.source).toMatch(/^https:\/\/resend\.com\//)
    dns.names.set("resend._domainkey.tea.example", { txt: ["p=MIGf"] })
    expect(await lineAbout("dkim", { api: { service: "resend", key: "re_1" } })).toMatchObject({
      finding: "dkim_service_right",
      name: "resend._domainkey.tea.example",
    })
  })

  it("of a mail server in the shop's own network nothing can be told, and it is not looked up", async () => {
    for (const host of ["127.0.0.1", "10.1.2.3", "postfix", "mail.internal", "[fd00::25]"]) {
      expect(await lineAbout("spf_sender", { smtpUrl: `smtp://${host}:25` })).toMatchObject({
        finding: "spf_host_private",
        status: "unknown",
      })
    }
    expect(dns.asked.filter((question) => /postfix|internal/.test(question))).toEqual([])
  })

  it("a server with one address that may and one that may not is told as that", async () => {
    dns.names.set("mail.tea.example", { a: [HOST], aaaa: ["2001:db8::25"] })
    dns.names.set("tea.example", { txt: ["v=spf1 ip4:192.0.2.0/24 ~all"] })
    expect(await lineAbout("spf_sender")).toMatchObject({
      finding: "spf_host_partly",
      values: { others: "2001:db8::25" },
    })
  })

  it.each([
    ["v=spf1 ip4:192.0.2.0/24 -all", "192.0.2.25"],
    ["v=spf1 ip6:2001:db8::/32 -all", "2001:db8::25"],
    ["v=spf1 -ip4:192.0.2.25 ip4:192.0.2.0/24 ~all", "192.0.2.25"],
    ["v=spf1 a:mail.tea.example/28 -all", "192.0.2.17"],
    ["v=spf1 mx -all", "192.0.2.26"],
    ["v=spf1 a:mail.tea.example ?all", "192.0.2.99"],
    ["v=spf1 include:spf.other.example ~all", "198.51.100.9"],
    ["v=spf1 include:spf.other.example ~all", "192.0.2.1"],
    ["v=spf1 ip4:192.0.2.1 redirect=spf.other.example", "198.51.100.9"],
    ["v=spf1 redirect=spf.other.example", "203.0.113.1"],
    ["v=spf1 ip4:192.0.2.1", "203.0.113.1"],
    ["V=SPF1 IP4:192.0.2.25 -ALL", "192.0.2.25"],
  ])("judges %s for %s as another implementation does", async (record, address) => {
    dns.names.set("tea.example", { mx: [[10, "mx.tea.example"]], txt: [record] })
    dns.names.set("mx.tea.example", { a: ["192.0.2.26"] })
    const lookups = new Lookups({ servers: [dns.address] })
    const { root } = await spfTree(lookups, "tea.example")
    const asked = await spf({
      sender: "shop@tea.example",
      ip: address,
      helo: "mail.tea.example",
      resolver: resolverOf(dns),
    })
    lookups.end()
    expect(verdictOn(root, address)).toBe(asked.status.result)
  })
})

/** The same server for the other implementation. */
function resolverOf({ address }: DnsServer) {
  const resolver = new dnsPromises.Resolver()
  resolver.setServers([address])
  return (name: string, type: string) => resolver.resolve(name, type) as Promise<string[] | string[][]>
}

describe("DMARC", () => {
  beforeEach(allRight)

  it("of a subdomain is that of the organisation, with the policy for those below it", async () => {
    dns.names.set("news.tea.example", {
      mx: [[10, "mx.tea.example"]],
      txt: ["v=spf1 a:mail.tea.example ~all"],
    })
    dns.names.set("_dmarc.tea.example", { txt: ["v=DMARC1; p=none; sp=reject"] })
    const { lines } = await check(own, { sender_address: "shop@news.tea.example" })
    expect(lines.find(({ about }) => about === "dmarc")).toMatchObject({
      finding: "dmarc_inherited",
      name: "_dmarc.tea.example",
      values: { policy: "reject", domain: "tea.example" },
    })
    expect(lines.find(({ about }) => about === "alignment")).toMatchObject({ values: { by: "SPF, DKIM" } })
  })

  const strictly = (record: string, sender = "shop@tea.example") => {
    dns.names.set("_dmarc.tea.example", { txt: [record] })
    const away = { ...own, dkim: { ...dkim, domain: "keys.tea.example" } }
    dns.names.set("bounce.tea.example", { txt: ["v=spf1 a:mail.tea.example ~all"] })
    const bounces = { address: "b@bounce.tea.example" }
    return check({ ...away, bounces, secret: "only-for-these-stories" }, { sender_address: sender })
  }
  const alignment = async (asked: ReturnType<typeof check>) =>
    (await asked).lines.find(({ about }) => about === "alignment")

  it("a strict record wants the very same domain, and the one to paste is not strict", async () => {
    expect(
      await alignment(strictly("v=DMARC1; p=none; aspf=s; adkim=s; rua=mailto:d@tea.example"))
    ).toMatchObject({
      status: "mend",
      finding: "aligned_if_relaxed",
      record: { name: "_dmarc.tea.example", value: "v=DMARC1; p=none; rua=mailto:d@tea.example" },
    })
    expect(await alignment(strictly("v=DMARC1; p=none; aspf=s"))).toMatchObject({
      finding: "aligned",
      values: { by: "DKIM", spf: "bounce.tea.example", dkim: "keys.tea.example" },
    })
  })

  it("a domain of somebody else's never goes with the sender", async () => {
    dns.names.set("_dmarc.other.example", { txt: ["v=DMARC1; p=none"] })
    const away = { ...own, dkim: { ...dkim, domain: "other.example" } }
    const bounces = { address: "b@other.example" }
    expect(await alignment(check({ ...away, bounces, secret: "only-for-these-stories" }))).toMatchObject({
      status: "mend",
      finding: "not_aligned",
    })
  })

  it("before there is a record it cannot be told how far an organisation reaches", async () => {
    dns.names.delete("_dmarc.tea.example")
    const bounces = { address: "b@Bounce.tea.example" }
    const away = { ...own, dkim: { ...dkim, domain: "keys.tea.example" } }
    expect(
      await alignment(
        check(
          { ...away, bounces, secret: "only-for-these-stories" },
          { sender_address: "s@news.tea.example" }
        )
      )
    ).toMatchObject({ status: "unknown", finding: "alignment_open", values: { spf: "bounce.tea.example" } })
  })

  it("the end of an organisation is where a record says so", async () => {
    dns.names.set("_dmarc.news.tea.example", { txt: ["v=DMARC1; p=none; psd=n"] })
    expect(await alignment(strictly("v=DMARC1; p=none", "shop@news.tea.example"))).toMatchObject({
      finding: "not_aligned",
    })
  })
})

describe("a server that says nothing", () => {
  beforeEach(allRight)
  it.each([
    ["away", () => void (dns.silent = true)],
    ["broken", () => dns.names.forEach((names) => (names.fault = "servfail"))],
    ["closed to us", () => dns.names.forEach((names) => (names.fault = "refused"))],
  ])("%s: every line could not be looked up, soon, and nothing is called wrong", async (_, fail) => {
    fail()
    const begun = Date.now()
    const { status, lines } = await check()
    expect(Date.now() - begun).toBeLessThan(DEADLINE + 1_500)
    expect(status).toBe("unknown")
    expect(lines.filter(({ about }) => about !== "alignment").map(({ finding }) => finding)).toEqual(
      Array.from({ length: 5 }, () => "unanswered")
    )
    expect(lines.filter((line) => line.status === "mend" || line.record)).toEqual([])
    expect(lines.find(({ about }) => about === "mx")!.values.code).toMatch(/^E[A-Z]+$/)
  })

  it("one name that does not answer leaves the others as they are", async () => {
    dns.names.set("spf.other.example", { fault: "servfail" })
    const { lines } = await check()
    expect(lines.map(({ about, finding }) => [about, finding])).toEqual([
      ["mx", "mx_right"],
      ["spf", "unanswered"],
      ["spf_sender", "spf_host_right"],
      ["dkim", "dkim_right"],
      ["dmarc", "dmarc_right"],
      ["alignment", "aligned"],
    ])
    expect(lines[1]).toMatchObject({ name: "spf.other.example", status: "unknown" })
  })
})

describe("hostile answers", () => {
  const shown = async () => JSON.stringify(await check())

  it("are bounded and shown without what would change the page", async () => {
    allRight()
    const long = "x".repeat(30_000)
    dns.names.set("tea.example", {
      mx: [[10, "mx.tea.example"]],
      txt: [`v=spf1 \u0000\u001b[2J\u202e\u2028<script>${long}`],
    })
    dns.names.set(KEY, { txt: Array.from({ length: 400 }, (_, index) => `v=DKIM1; p=${index}`) })
    dns.names.set("_dmarc.tea.example", { txt: [Buffer.from([118, 61, 0, 0xff, 0xfe])] })
    const text = await shown()
    expect(text.length).toBeLessThan(10_000)
    // Such answers have no room in UDP.
    expect(dns.askedByTcp).toEqual(expect.arrayContaining(["TXT tea.example", `TXT ${KEY}`]))
    expect(text).not.toMatch(/\\u0000|\\u001b|\u202e|\u2028|\0/)
    expect(text).toContain("spf_syntax")
    expect(text).toContain("dkim_several")
  })

  it("500 strings of one record are one text", async () => {
    allRight()
    const words = Array.from({ length: 500 }, () => " ")
    dns.names.set("tea.example", { txt: [["v=spf1 a:mail.tea.example", ...words, " ~all"]] })
    expect(await lineAbout("spf")).toMatchObject({ finding: "spf_right", values: { count: 1 } })
  })

  it("a tree of includes without an end is followed to a limit", async () => {
    allRight()
    const names = Array.from({ length: 12 }, (_, index) => `n${index}.evil.example`)
    const all = names.map((name) => `include:${name}`).join(" ")
    dns.names.set("tea.example", { txt: [`v=spf1 ${all} -all`] })
    names.forEach((name) => dns.names.set(name, { txt: [`v=spf1 ${all} -all`] }))
    expect(await lineAbout("spf")).toMatchObject({ finding: "spf_lookups" })
    expect(dns.asked.length).toBeLessThan(100)
  })

  it("names that only the shop's network knows are not asked", async () => {
    allRight()
    dns.names.set("tea.example", {
      mx: [[10, "mx.tea.example"]],
      txt: ["v=spf1 include:db.internal a:router.lan mx:localhost exists:printer redirect=nas.local"],
    })
    dns.asked.length = 0
    await check()
    expect(dns.asked.filter((question) => /internal|lan$|localhost|printer|local$/.test(question))).toEqual(
      []
    )
  })
})

it("a sender that the internet cannot know is told as that, and nothing is asked", async () => {
  const { lines } = await check(own, { sender_address: "shop@localhost" })
  expect(lines).toMatchObject([{ finding: "not_public", status: "unknown" }])
  expect(dns.asked).toEqual([])
})

it("a return address that the internet cannot know is told as that", async () => {
  allRight()
  const bounces = { address: "bounce@shop.test" }
  const { lines } = await check({ ...own, bounces, secret: "only-for-these-stories" })
  expect(lines.map(({ about, finding, name }) => [about, finding, name]).slice(0, 3)).toEqual([
    ["mx", "mx_right", "tea.example"],
    ["mx", "not_public", "shop.test"],
    ["spf", "not_public", "shop.test"],
  ])
  expect(dns.asked.filter((question) => question.endsWith("shop.test"))).toEqual([])
})

it("without a sender it is refused", async () => {
  await expect(check(own, { sender_address: null })).rejects.toMatchObject({
    issues: [{ code: "no_sender" }],
  })
})
