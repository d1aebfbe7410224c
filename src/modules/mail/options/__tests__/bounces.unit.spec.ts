/** Where mail comes back to: an address, a mailbox, a service that tells. */
import { parseOptions } from ".."
import { database } from "./given"
import { refusalOf } from "./refusal"

describe("where mail comes back to", () => {
  const secret = "a secret of the shop"

  it("is an address, and what follows is a person's to say unless the shop says otherwise", () => {
    expect(parseOptions({ secret, bounces: { address: " bounce@例え.jp" } }).bounces).toEqual({
      address: "bounce@xn--r8jz45g.jp",
      flag: "by_hand",
    })
    expect(parseOptions({ secret }).bounces).toBeUndefined()
    const mailbox = { host: "imap.shop.example", user: "bounce", password: "hunter2" }
    const read = (changes: object = {}) =>
      parseOptions({ secret, bounces: { address: "b@shop.example", mailbox: { ...mailbox, ...changes } } })
        .bounces?.mailbox
    expect(read()).toMatchObject({ port: 993, secure: true, folder: "INBOX", after: "move", pollSeconds: 60 })
    expect(read({ port: "143" })).toMatchObject({ port: 143, secure: false, tls: "required" })
    expect(read({ host: "localhost" })).toMatchObject({ port: 143, secure: false, tls: "offered" })
    expect(parseOptions({ bounces: { address: "" } }).bounces).toBeUndefined()
  })

  it.each<[what: string, options: object, words: string]>([
    [
      "no address",
      { secret, bounces: { address: "bounce" } },
      "bounces.address: must be one e-mail address in plain letters, such as bounce@shop.example.com",
    ],
    [
      "letters that not every server takes",
      { secret, bounces: { address: "花@shop.example" } },
      "bounces.address: must be one e-mail address in plain letters, such as bounce@shop.example.com",
    ],
    [
      "too long",
      { secret, bounces: { address: `${"b".repeat(18)}@shop.example` } },
      "bounces.address: must have at most 17 characters before the @, because each mail's own sign stands behind them",
    ],
    [
      "no secret",
      { bounces: { address: "bounce@shop.example" } },
      "bounces: needs secret too, which seals the addresses that mail comes back to",
    ],
    [
      "a word that is none of them",
      { secret, bounces: { address: "bounce@shop.example", flag: "yes" } },
      "bounces.flag: must be one of by_hand, automatic",
    ],
    [
      "a mailbox without a login",
      {
        secret,
        bounces: { address: "bounce@shop.example", mailbox: { host: "imap.shop.example", user: "bounce" } },
      },
      "bounces.mailbox: password is missing, though there is a user",
    ],
    [
      "a mailbox that is no host",
      {
        secret,
        bounces: {
          address: "bounce@shop.example",
          mailbox: { host: "imap://shop.example", user: "bounce", password: "hunter2" },
        },
      },
      "bounces.mailbox: host must be the name or the address of a host and nothing else, such as mail.example.com",
    ],
    [
      "a mailbox that moves reports to where they are",
      {
        secret,
        bounces: {
          address: "bounce@shop.example",
          mailbox: {
            host: "imap.shop.example",
            user: "bounce",
            password: "hunter2",
            processedFolder: "inbox",
          },
        },
      },
      "bounces.mailbox: processedFolder must be another one than folder: what is moved there would be read again",
    ],
    [
      "a slip of the pen in the mailbox",
      {
        secret,
        bounces: {
          address: "bounce@shop.example",
          mailbox: { host: "imap.shop.example", user: "bounce", passwort: "hunter2" },
        },
      },
      "there is no option bounces.mailbox.passwort; did you mean bounces.mailbox.password?",
    ],
    [
      "a name that is none of them",
      { secret, bounces: { adress: "bounce@shop.example" } },
      "bounces.address: is missing; there is no option bounces.adress; did you mean bounces.address?",
    ],
  ])("%s is told", (_, options, words) => {
    expect(refusalOf({ ...options, database })).toBe(words)
  })
})
