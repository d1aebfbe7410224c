/** What an SMTP URL means, and that a password never crosses the network in the clear by default. */
import { parseSmtpUrl } from "../options"

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
    expect(parseSmtpUrl("smtp://mail.example.com").port).toBe(587)
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
    ["mail.example.com", "cannot be read"],
    ["http://shop:secret@mail.example.com", "must begin with smtp://"],
    ["smtp://", "names no host"],
    ["smtp://shop:secret%@mail.example.com", "%25"],
    ["smtp://shop:secret@mail.example.com?tls=maybe", "tls"],
    ["smtp://shop:secret@mail.example.com?verify=1", "verify"],
    ["smtp://shop:secret@mail.example.com?poool=1", "poool"],
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
