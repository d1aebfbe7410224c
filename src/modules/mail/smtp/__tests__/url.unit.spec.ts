/** What an SMTP URL means, and that a password never crosses the network in the clear by default. */
import { parseSmtpUrl } from "../url"

describe("an SMTP URL", () => {
  it("names host, port, login and encryption", () => {
    expect(parseSmtpUrl("smtps://shop%40shop.example:p%2Fa%40ss@mail.example.com")).toMatchObject({
      host: "mail.example.com",
      port: 465,
      secure: true,
      auth: { user: "shop@shop.example", pass: "p/a@ss" },
      verifyCertificate: true,
      connections: 10,
      socketTimeout: 600_000,
    })
    expect(parseSmtpUrl("smtp://[::1]:2525?name=shop.example&verify=no")).toMatchObject({
      host: "::1",
      port: 2525,
      auth: null,
      name: "shop.example",
      verifyCertificate: false,
    })
    expect(parseSmtpUrl("smtp://mail.example.com/").port).toBe(587)
    expect(parseSmtpUrl("smtp://mail_relay:25").host).toBe("mail_relay")
    expect(parseSmtpUrl("smtp://メール.例え.jp?name=例え.jp")).toMatchObject({
      host: "xn--4dkua4c.xn--r8jz45g.jp",
      name: "xn--r8jz45g.jp",
    })
  })

  it.each([
    ["smtp://shop:secret@mail.example.com", "required"],
    ["smtp://shop:secret@mail.example.com?tls=offered", "offered"],
    ["smtp://shop:secret@mail.example.com?tls=never", "never"],
    ["smtp://shop:secret@localhost", "offered"],
    ["smtp://shop:secret@127.0.0.1:1025", "offered"],
    ["smtp://mail.example.com", "offered"],
  ])("%s: TLS is %s", (url, tls) => {
    expect(parseSmtpUrl(url).tls).toBe(tls)
  })

  it.each([
    ["smtp://mail.example.com:465", true, 465],
    ["smtp://shop:secret@mail.example.com:465?tls=required", true, 465],
    ["smtp://mail.example.com?tls=implicit", true, 465],
    ["smtp://mail.example.com:465?tls=never", false, 465],
    ["smtps://mail.example.com:587", true, 587],
  ])("%s: TLS from the first byte: %s", (url, secure, port) => {
    expect(parseSmtpUrl(url)).toMatchObject({ secure, port })
  })

  it.each([
    ["mail.example.com", "cannot be read"],
    ["http://shop:secret@mail.example.com", "must begin with smtp://"],
    ["secret:hidden@mail.example.com", "must begin with smtp://"],
    ["smtp://", "names no host"],
    ["smtp://shop:secret%@mail.example.com", "%25"],
    ["smtp://shop:secret@mail.example.com?tls=maybe", "tls"],
    ["smtps://shop:secret@mail.example.com?tls=never", "contradicts"],
    ["smtp://shop:secret@mail.example.com?verify=1", "verify"],
    ["smtp://shop:secret@mail.example.com?name=a b", "name"],
    ["smtp://shop:secret@mail.example.com?tsl=never", 'unknown setting "tsl"; there are tls, verify, name'],
    ["smtp://shop:secret@mail.example.com:0", "port"],
    ["smtp://shop@mail.example.com", "password is missing"],
    ["smtp://:secret@mail.example.com", "user is missing"],
    // What comes of a password that is not encoded; some of these name a host, a port and a setting.
    ["smtp://shop:secret/a@mail.example.com", "%2F"],
    ["smtp://shop:12/secret@mail.example.com", "%2F"],
    ["smtp://shop:secret#a@mail.example.com", "%23"],
    ["smtp://shop:12#secret@mail.example.com", "%23"],
    ["smtp://shop:12#@mail.example.com", "%23"],
    ["smtp://shop:secret?a@mail.example.com", "%3F"],
    ["smtp://shop:12?secret@mail.example.com:587", "%3F"],
    ["smtp://shop:12?tls=secret@mail.example.com", "%3F"],
    ["smtp://mail.example.com/secret", "%2F"],
  ])("%s is refused with one sentence", (url, words) => {
    expect(() => parseSmtpUrl(url)).toThrow(words)
    expect(() => parseSmtpUrl(url)).toThrow(/^(?!.*secret)/)
  })

  it("gives way to what is set beside it", () => {
    expect(parseSmtpUrl("smtp://localhost", { connections: 3, socketTimeout: 5 })).toMatchObject({
      connections: 3,
      socketTimeout: 5,
    })
  })
})
