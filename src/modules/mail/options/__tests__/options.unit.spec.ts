/** What stops a store at boot, and in which words. */
import { unsubscribeLink } from "../../members/unsubscribe-link"
import { parseOptions } from ".."
import { warningsOf } from "../warnings"
import { database, pem } from "./given"
import { refusalOf } from "./refusal"

describe("an option that does not exist", () => {
  it.each([
    [{ monthlyQuotas: 50_000 }, "there is no option monthlyQuotas; did you mean monthlyQuota?"],
    [{ smtp_url: "smtp://localhost" }, "there is no option smtp_url; did you mean smtpUrl?"],
    [
      { smtp: { host: "localhost", pasword: "x" } },
      "there is no option smtp.pasword; did you mean smtp.password?",
    ],
    [
      { smtp: { host: "localhost", auth: { user: "a", pass: "b" } } },
      "there is no option smtp.auth; there are service, region, host, port, user, password, oauth2, tls, verify, name",
    ],
    [
      { dkim: { domain: "shop.test", selectr: "autumn", privateKey: pem } },
      "dkim.selector: is missing; there is no option dkim.selectr; did you mean dkim.selector?",
    ],
  ])("%j stops the boot and names the nearest", (options, words) => {
    expect(refusalOf({ ...options, database })).toBe(words)
  })

  it("is told from the database that Medusa adds", () => {
    expect(parseOptions({ monthlyQuota: 5, database })).toMatchObject({ monthlyQuota: 5 })
    expect(parseOptions({ database })).toEqual(parseOptions(undefined))
    expect(parseOptions(undefined)).not.toHaveProperty("database")
  })
})

describe("a mail service by its name", () => {
  it.each([
    [
      { service: "microsoft365", user: "shop@example.com", password: "p" },
      {
        host: "smtp.office365.com",
        port: 587,
        tls: "required",
        auth: { user: "shop@example.com", pass: "p" },
      },
      3,
    ],
    [
      { service: "ses", region: "ap-northeast-1", user: "AKIA", password: "p" },
      { host: "email-smtp.ap-northeast-1.amazonaws.com", tls: "required" },
      10,
    ],
    [{ service: "postmark", password: "token" }, { auth: { user: "token", pass: "token" } }, 10],
    [{ service: "sendgrid", password: "key" }, { auth: { user: "apikey", pass: "key" } }, 10],
    [
      { service: "resend", password: "key", host: "127.0.0.1", port: 2525, tls: "never" },
      { host: "127.0.0.1", port: 2525, tls: "never", auth: { user: "resend", pass: "key" } },
      10,
    ],
  ])(
    "%j is host, port, TLS, login and connections, and what is said goes first",
    (smtp, server, connections) => {
      expect(parseOptions({ smtp })).toMatchObject({ smtp: server, connections })
      expect(parseOptions({ smtp, connections: 2 })).toMatchObject({ connections: 2 })
    }
  )

  it.each([
    [{ service: "microsoft" }, /^smtp.service: must be one of ses, microsoft365, /],
    [{ user: "shop" }, /^smtp: host is missing; or name a service$/],
    [{ service: "google", user: "shop" }, /^smtp: password is missing: Google/],
    [{ service: "google", password: "hidden" }, /^smtp: user is missing: the login at Google/],
    [{ service: "ses", user: "u", password: "hidden" }, /^smtp: region must be the one of your account/],
    [
      { service: "ses", region: "evil.example/", user: "u", password: "hidden" },
      /^smtp: region must be the one of your account/,
    ],
    [{ host: "mail.example.com", region: "eu-west-1" }, /^smtp: region belongs to service: ses alone$/],
  ])("%j is refused in a sentence without secrets", (smtp, words) => {
    expect(refusalOf({ smtp })).toMatch(words)
    expect(refusalOf({ smtp })).not.toContain("hidden")
  })
})

describe("an empty variable", () => {
  it("is an option that is not set", () => {
    const empty = {
      smtpUrl: "",
      smtp: { host: "", port: undefined, user: " ", password: "" },
      connections: "",
      rate: "",
      monthlyQuota: "",
      timezone: "",
      publicUrl: "",
      secret: "",
      previousSecrets: [undefined, ""],
      dkim: { domain: "", selector: "", privateKey: "" },
      retrySeconds: "".split(","),
      retentionMonths: null,
      leaseSeconds: "",
    }
    expect(parseOptions(empty)).toEqual(parseOptions({}))
  })

  it("is missing where its neighbours are set", () => {
    expect(refusalOf({ smtp: { host: "", user: "shop" } })).toBe("smtp: host is missing; or name a service")
    expect(refusalOf({ dkim: { domain: "", selector: "autumn", privateKey: pem } })).toBe(
      "dkim.domain: is missing"
    )
  })

  it("does not make a number of a text; a number in a text is one", () => {
    expect(parseOptions({ monthlyQuota: "50000", rate: "0.5", retrySeconds: ["60", "300"] })).toMatchObject({
      monthlyQuota: 50_000,
      rate: 0.5,
      retrySeconds: [60, 300],
    })
    expect(refusalOf({ monthlyQuota: "many" })).toBe("monthlyQuota: must be a number")
    expect(refusalOf({ connections: Number("many") })).toBe("connections: must be a number")
    expect(refusalOf({ connections: 0, rate: 0 })).toBe(
      "connections: must be at least 1; rate: must be more than 0"
    )
  })
})

describe("where mail leaves", () => {
  it("is one thing, whether said by a URL or in parts, and the parts take a password as it is", () => {
    const parts = {
      host: "mail.example.com",
      port: 2525,
      user: "AKIA",
      password: "a/b#c?d%e@f:g",
      name: "shop.test",
    }
    const url = `smtp://AKIA:${encodeURIComponent(parts.password)}@mail.example.com:2525?name=shop.test`
    expect(parseOptions({ smtp: parts }).smtp).toEqual(parseOptions({ smtpUrl: url }).smtp)
    expect(parseOptions({ smtp: parts }).smtp).toMatchObject({
      auth: { pass: parts.password },
      tls: "required",
    })
  })

  it.each([
    [
      { host: "localhost" },
      { port: 587, secure: false, tls: "offered", auth: null, verifyCertificate: true },
    ],
    [
      { host: "mail.example.com", tls: "implicit" },
      { port: 465, secure: true },
    ],
    [
      { host: "mail.example.com", port: "465" },
      { port: 465, secure: true },
    ],
    [
      { host: "[::1]", verify: "no" },
      { host: "::1", verifyCertificate: false },
    ],
    [
      { host: "localhost", tls: "never", verify: false },
      { tls: "never", verifyCertificate: false },
    ],
  ])("%j", (smtp, meaning) => {
    expect(parseOptions({ smtp }).smtp).toMatchObject(meaning)
  })

  it.each([
    [
      { host: "mail.example.com:587" },
      "smtp: host must be the name or the address of a host and nothing else",
    ],
    [{ host: "smtp://mail.example.com" }, "smtp: host must be"],
    [{ host: "localhost", port: 70_000 }, "smtp.port: must be at most 65535"],
    [{ host: "localhost", user: "shop" }, "smtp: password is missing"],
    [{ host: "localhost", password: "secret" }, "smtp: user is missing"],
    [{ host: "localhost", tls: "yes" }, "smtp.tls: must be one of implicit, required, offered, never"],
    [{ host: "localhost", verify: "maybe" }, "smtp.verify: must be true or false"],
    [{ host: "localhost", name: "my shop" }, "smtp: name must be"],
    ["mail.example.com", "smtp: must be an object with names and values"],
  ])("%j is refused", (smtp, words) => {
    expect(refusalOf({ smtp })).toContain(words)
    expect(refusalOf({ smtp })).not.toContain("secret")
  })

  it("is not said twice", () => {
    expect(refusalOf({ smtp: { host: "localhost" }, smtpUrl: "smtp://localhost" })).toBe(
      "smtp: give either smtp or smtpUrl, not both"
    )
  })

  it("gets the name of the public address, unless it has one or the world could not know it", () => {
    const nameWith = (publicUrl: string, url = "smtp://mail.example.com") =>
      parseOptions({ smtpUrl: url, publicUrl }).smtp?.name
    expect(nameWith("https://api.shop.example")).toBe("api.shop.example")
    expect(nameWith("https://api.shop.example", "smtp://mail.example.com?name=out.shop.example")).toBe(
      "out.shop.example"
    )
    expect(nameWith("http://localhost:9000")).toBeNull()
    expect(nameWith("http://192.168.0.4:9000")).toBeNull()
  })
})

describe("publicUrl", () => {
  it.each([
    ["https://shop.example.com", "https://shop.example.com"],
    [" https://Shop.Example.com/\n", "https://shop.example.com"],
    ["https://shop.example.com:443/backend//", "https://shop.example.com/backend"],
    ["https://shop.example.com:8443", "https://shop.example.com:8443"],
    ["https://ショップ.example", "https://xn--xckya1d0c.example"],
    ["https://shop.example/裏", "https://shop.example/%E8%A3%8F"],
    ["http://localhost:9000/", "http://localhost:9000"],
    ["http://192.168.0.4:9000", "http://192.168.0.4:9000"],
    ["http://[::1]:9000", "http://[::1]:9000"],
    ["http://shop.test", "http://shop.test"],
  ])("%j is %j, in the link of every mail", (given, meant) => {
    const { publicUrl } = parseOptions({ publicUrl: given })
    expect(publicUrl).toBe(meant)
    expect(unsubscribeLink({ publicUrl, secret: "only-for-this-story" }, null, "en")).toMatch(
      /^[!-~]+\/mail\/unsubscribe\/[!-~]+$/
    )
  })

  it.each([
    ["https://", "must be one address"],
    ["https:// shop.example.com", "must be one address"],
    ["https://shop.example.com/a b", "must be one address"],
    ["https://shop.example.com\nX-Evil: 1", "must be one address"],
    ["https://shop..example.com", "names no host"],
    ["https://shop,example.com", "names no host"],
    ["https://shop.example.com?x=1", "nothing but host, port and path"],
    ["https://shop.example.com/#x", "nothing but host, port and path"],
    ["https://shop:secret@shop.example.com", "nothing but host, port and path"],
    ["shop.example.com", "must begin with https://"],
    ["ftp://shop.example.com", "must begin with https://"],
    ["http://shop.example.com", "must begin with https://: mail programs unsubscribe"],
    ["http://8.8.8.8", "must begin with https://: mail programs unsubscribe"],
    ["http://localhost.example.com", "must begin with https://: mail programs unsubscribe"],
  ])("%j is refused", (publicUrl, words) => {
    expect(refusalOf({ publicUrl })).toMatch(/^publicUrl: /)
    expect(refusalOf({ publicUrl })).toContain(words)
    expect(refusalOf({ publicUrl })).not.toContain("secret")
  })

  it("without TLS is for development, and the log says so", () => {
    const secret = "only-for-these-stories"
    expect(warningsOf(parseOptions({ publicUrl: "http://localhost:9000", secret }))).toEqual([
      expect.stringMatching(/^publicUrl: http:\/\/localhost:9000 is for development/),
    ])
    expect(warningsOf(parseOptions({ publicUrl: "https://shop.example.com", secret }))).toEqual([])
  })

  it.each([
    [{}, /^publicUrl: .*nobody can unsubscribe/],
    [{ secret: "only-for-these-stories" }, /^publicUrl: .*nobody can unsubscribe/],
    [{ publicUrl: "https://shop.example.com" }, /^secret: .*nobody can unsubscribe/],
  ])("%j is no page for unsubscribing, and the log says so", (options, words) => {
    expect(warningsOf(parseOptions(options))).toEqual([expect.stringMatching(words)])
  })
})

describe("what the mail service writes anew is known of Amazon SES, and of no other", () => {
  const account = { user: "u", password: "only-for-these-stories" }
  const keys = { accessKeyId: "AKID", secretAccessKey: "s" }

  it.each([
    { smtp: { service: "ses", region: "eu-west-1", ...account } },
    { smtp: { service: "ses", region: "eu-west-1", host: "relay.example.com", ...account } },
    { smtp: { host: "email-smtp.eu-west-1.amazonaws.com", ...account } },
    { smtp: { host: "email-smtp-fips.us-east-1.amazonaws.com", ...account } },
    { smtpUrl: "smtp://u:p@Email-SMTP.eu-west-1.amazonaws.com:587" },
    { smtpUrl: "smtp://u:p@vpce-0a-1b.email-smtp.eu-west-1.vpce.amazonaws.com:587" },
    { api: { service: "ses", region: "eu-west-1", ...keys } },
  ])("%j", (options) =>
    expect(parseOptions(options).rewrittenHeaders).toEqual(expect.arrayContaining(["Date", "Message-ID"]))
  )

  it.each([
    {},
    { smtp: { service: "resend", password: "key" } },
    { smtpUrl: "smtp://u:p@mail.example.com" },
    { smtpUrl: "smtp://u:p@email-smtp.eu-west-1.amazonaws.com.example.com" },
    { api: { service: "resend", key: "key" } },
  ])("not of %j", (options) => expect(parseOptions(options).rewrittenHeaders).toEqual([]))

  it("a key for a service that writes all headers itself is warned of", () => {
    const more = {
      publicUrl: "https://shop.example.com",
      secret: "only-for-these-stories",
      dkim: { domain: "shop.test", selector: "autumn", privateKey: pem },
    }
    const warned = (options: object) =>
      warningsOf(parseOptions({ ...more, ...options })).filter((words) => words.includes("no mail is signed"))
    for (const service of ["resend", "postmark", "sendgrid"]) {
      expect(warned({ api: { service, key: "key" } })).toEqual([
        expect.stringMatching(/^dkim: no mail is signed with it/),
      ])
    }
    expect(warned({ api: { service: "ses", region: "eu-west-1", ...keys } })).toEqual([])
    expect(warned({ smtpUrl: "smtp://u:p@mail.example.com" })).toEqual([])
  })
})

describe.each(["headers", "bulkHeaders"])("%s", (option) => {
  const refused = (given: Record<string, unknown>) => refusalOf({ [option]: given })

  it("are what a mail service asks for; empty ones are not set", () => {
    const given = { "X-SES-CONFIGURATION-SET": "news", "X-PM-Tag": "新着", "X-Empty": "" }
    expect(parseOptions({ [option]: given })).toMatchObject({
      [option]: { "X-SES-CONFIGURATION-SET": "news", "X-PM-Tag": "新着" },
    })
    expect(parseOptions({})).toMatchObject({ [option]: {} })
  })

  it.each([
    "From",
    "bcc",
    "SUBJECT",
    "Content-Type",
    "List-Unsubscribe",
    "List-Id",
    "DKIM-Signature",
    "Auto-Submitted",
  ])("%s is the mail's own", (name) =>
    expect(refused({ [name]: "x" })).toBe(
      `${option}.${name}: is written by the mail itself and cannot be set here`
    )
  )

  it.each(["X Tag", "X-Tag:", "X-Tag\r\nBcc", "X-札", "X_TAG"])("%j is no name", (name) => {
    expect(refused({ [name]: "x" })).toContain("cannot be the name of a header")
  })

  it("are one line each, of bearable length, and no number or list", () => {
    expect(refused({ "X-Tag": "a\r\nBcc: b@x.test" })).toBe(
      `${option}.X-Tag: must be one line without control characters`
    )
    expect(refused({ "X-Tag": "a".repeat(901) })).toBe(`${option}.X-Tag: must have at most 900 characters`)
    expect(refused({ "X-Tag": "a", "x-tag": "b" })).toBe(`${option}.x-tag: is there twice`)
    expect(refused({ "X-Tag": 1 })).toBe(`${option}.X-Tag: must be a text`)
  })
})
