/** What is no address of this machine gets no secret in clear, however much it looks like one. */
import { mailboxServer } from "../../intake/server"
import { apiServer } from "../../mail-apis/options"
import { oauthClient } from "../../oauth/client"
import { smtpServer } from "../../smtp/options"
import { isThisMachine, safeUrl } from "../safe-url"

const HERE = [
  "localhost",
  "LocalHost",
  "127.0.0.1",
  "127.255.0.9",
  "::1",
  "[::1]",
  "0:0:0:0:0:0:0:1",
  "::ffff:127.0.0.1",
  "[::FFFF:7F00:1]",
]

const ELSEWHERE = [
  "127.evil.example",
  "127.0.0.1.evil.example",
  "localhost.evil.example",
  "evil.example",
  "mylocalhost",
  "localhost.",
  "127.0.0.1.",
  "127.0.0",
  "127.0.0.256",
  "127.0.0.01",
  "127.0.0.1.1",
  "0x7f.1",
  "0x7f000001",
  "2130706433",
  "0127.0.0.1",
  "128.0.0.1",
  "1127.0.0.1",
  "0.0.0.0",
  "::",
  "::2",
  "::ffff:128.0.0.1",
  "::127.0.0.1",
  "::1%lo",
  "[::1].evil.example",
  "[::1]@evil.example",
  "127.0.0.1@evil.example",
  "127.0.0.1:80",
  "127.0.0.1\n",
  " 127.0.0.1",
  "127.0.0.1/evil",
  "",
]

it.each(HERE)("%j is this machine", (host) => expect(isThisMachine(host)).toBe(true))

it.each(ELSEWHERE)("%j is not", (host) => expect(isThisMachine(host)).toBe(false))

it.each([
  ["https://mail.example/token", "https://mail.example/token"],
  ["HTTPS://Mail.Example:8443/a?b=c", "https://mail.example:8443/a?b=c"],
  ["http://localhost:9000/", "http://localhost:9000/"],
  ["http://LOCALHOST/", "http://localhost/"],
  ["http://[::1]:9000/", "http://[::1]:9000/"],
  ["http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"],
  // Read as this machine by whoever connects, and written as what it is.
  ["http://0x7f.1/", "http://127.0.0.1/"],
  ["http://127.0.0.1./", "http://127.0.0.1/"],
])("a secret may go to %s", (text, href) => expect(safeUrl(text)?.href).toBe(href))

it.each([
  "http://mail.example/",
  "http://127.evil.example/",
  "http://127.0.0.1.evil.example/",
  "http://localhost.evil.example/",
  "http://localhost./",
  "http://127.0.0.1@evil.example/",
  "http://localhost:80@evil.example/",
  "https://user:password@mail.example/",
  "https://user@mail.example/",
  "https://:password@mail.example/",
  "https://mail.example/#part",
  "https://mail.example/#",
  "ftp://localhost/",
  "file:///etc/passwd",
  "//mail.example/",
  "mail.example",
  "javascript:alert(1)",
  "",
])("none to %s", (text) => expect(safeUrl(text)).toBeNull())

describe("servers and services as the options name them", () => {
  const host = "127.evil.example"
  const account = { host, user: "shop", password: "secret" }

  it("a login at 127.evil.example needs TLS over SMTP", () =>
    expect(smtpServer(account)).toMatchObject({ tls: "required" }))

  it("and over IMAP", () =>
    expect(
      mailboxServer({
        ...account,
        folder: "INBOX",
        after: "keep",
        processedFolder: "Done",
        pollSeconds: 60,
      })
    ).toMatchObject({ port: 993, secure: true, tls: "required" }))

  it.each([
    `http://${host}`,
    "http://127.0.0.1.evil.example",
    "https://user:word@mail.example",
    "https://:word@a.example",
  ])("as %s, neither from a token endpoint nor over a mail service's API", (url) => {
    const client = { clientId: "shop", clientSecret: "secret" }
    expect(() => oauthClient({ ...client, tokenUrl: url })).toThrow("oauth2.tokenUrl must be")
    expect(() => apiServer({ service: "resend", key: "secret", url })).toThrow("url must be")
  })

  it.each([
    ["https://mail.example/", "https://mail.example"],
    ["https://mail.example/v1/", "https://mail.example/v1"],
    ["https://mail.example/?", "https://mail.example"],
  ])("%s: paths are put behind %s", (url, base) =>
    expect(apiServer({ service: "resend", key: "secret", url }).url).toBe(base)
  )

  it.each(["https://mail.example/?a=b", "https://mail.example/#", "https://mail.example/#a"])(
    "%s: no path can be put behind it",
    (url) => expect(() => apiServer({ service: "resend", key: "secret", url })).toThrow("url must be")
  )
})
