/** Several transports in the options: each as complete as the store's own, and whatever is wrong is one sentence without secrets. */
import { parseOptions } from ".."
import { warningsOf } from "../warnings"
import { waysOf } from "../ways"
import { pem, rsaPem } from "./given"
import { refusalOf } from "./refusal"

const HIDDEN = "h1dden-s3cret"
const DEFAULT = { smtpUrl: "smtp://mail.shop-a.test" }
const shopB = { name: "shop-b", smtpUrl: `smtp://user:${HIDDEN}@mail.shop-b.test`, salesChannels: ["sc_b"] }
const parse = (...transports: object[]) => parseOptions({ ...DEFAULT, transports })
const refusal = (...transports: object[]) => refusalOf({ ...DEFAULT, transports })

it("there are none if none are said, and then there is one way out", () => {
  expect(parseOptions(DEFAULT).transports).toEqual([])
  expect(waysOf(parseOptions(DEFAULT))).toEqual([{ name: null, options: parseOptions(DEFAULT) }])
  expect(parseOptions({ ...DEFAULT, transports: [] }).transports).toEqual([])
})

it("each is read as the store's own way out is, and nothing of that one holds for it", () => {
  const options = parseOptions({
    ...DEFAULT,
    publicUrl: "https://shop.example.com",
    rate: 5,
    connections: 3,
    headers: { "X-Of": "a" },
    dkim: { domain: "shop-a.test", selector: "a", privateKey: rsaPem },
    transports: [
      {
        name: "Shop-B",
        smtp: { service: "ses", region: "eu-west-1", user: "u", password: HIDDEN },
        senderDomains: ["SHOP-B.test", "例え.jp"],
        sender: { name: "Shop B", address: "hello@shop-b.test" },
        replyTo: "answers@shop-b.test",
        dkim: { domain: "shop-b.test", selector: "b", privateKey: rsaPem },
        rate: "7",
        connections: "2",
      },
      { name: "shop-c", smtpUrl: "smtp://mail.shop-c.test", salesChannels: ["sc_c", "sc_d"] },
    ],
  })
  const [first, second, third] = waysOf(options)
  expect(first).toMatchObject({ name: null, options: { rate: 5, connections: 3 } })
  expect(second).toMatchObject({
    name: "shop-b",
    options: {
      smtp: { host: "email-smtp.eu-west-1.amazonaws.com", name: "shop.example.com" },
      rate: 7,
      connections: 2,
      headers: {},
      dkim: [{ domain: "shop-b.test" }],
      publicUrl: "https://shop.example.com",
    },
  })
  expect(second!.options.rewrittenHeaders).not.toEqual([])
  expect(third).toMatchObject({ name: "shop-c", options: { connections: 10, headers: {} } })
  expect(third!.options.rate).toBeUndefined()
  expect(third!.options.dkim).toBeUndefined()
  expect(options.transports).toMatchObject([
    {
      name: "shop-b",
      salesChannels: [],
      senderDomains: ["shop-b.test", "xn--r8jz45g.jp"],
      sender: { name: "Shop B", address: "hello@shop-b.test" },
      replyTo: "answers@shop-b.test",
    },
    { salesChannels: ["sc_c", "sc_d"], senderDomains: [] },
  ])
  expect(structuredClone(options)).toEqual(options)
})

it.each([
  [
    [shopB, { ...shopB, name: "SHOP-B", salesChannels: ["sc_c"] }],
    "transports.1.name: stands in transports.0 too",
  ],
  [[shopB, { ...shopB, name: "shop-c" }], "transports.1.salesChannels.0: stands in transports.0 too"],
  [
    [
      { ...shopB, senderDomains: ["shop-b.test"] },
      { ...shopB, name: "shop-c", salesChannels: [], senderDomains: ["x.test", "Shop-B.test"] },
    ],
    "transports.1.senderDomains.1: stands in transports.0 too",
  ],
  [
    [{ ...shopB, salesChannels: [] }],
    "transports.0: would never be used: name its salesChannels, its senderDomains, or both",
  ],
  [
    [{ ...shopB, salesChannels: [""] }],
    "transports.0: would never be used: name its salesChannels, its senderDomains, or both",
  ],
  [[{ ...shopB, smtpUrl: "" }], "transports.0: has no way out: give it smtpUrl, smtp, api or transport"],
  [
    [{ ...shopB, api: { service: "resend", key: HIDDEN } }],
    "transports.0.api: stands in the place of smtp and smtpUrl: give one of them",
  ],
  [[{ ...shopB, smtp: { host: "x.test" } }], "transports.0.smtp: give either smtp or smtpUrl, not both"],
  [[{ ...shopB, name: undefined }], "transports.0.name: is missing"],
  [
    [{ ...shopB, name: "shop b" }],
    "transports.0.name: must be a short name of letters, digits and -, such as shop-b",
  ],
  [
    [{ ...shopB, name: "Default" }],
    "transports.0.name: must be another one than default, which is what the way out beside the list is called",
  ],
  [[{ ...shopB, sender: { name: "B" } }], "transports.0.sender.address: is missing"],
  [
    [{ ...shopB, sender: { address: `${HIDDEN} at home` } }],
    "transports.0.sender.address: must be one e-mail address in plain letters, such as shop@shop-b.example.com",
  ],
  [
    [{ ...shopB, replyTo: "a@x.test, b@x.test" }],
    "transports.0.replyTo: must be one e-mail address in plain letters, such as shop@shop-b.example.com",
  ],
  [
    [{ ...shopB, senderDomains: ["shop@shop-b.test"] }],
    "transports.0.senderDomains.0: must be a domain such as shop-b.example.com",
  ],
  [[{ ...shopB, rate: 0 }], "transports.0.rate: must be more than 0"],
  [[{ ...shopB, connections: 0 }], "transports.0.connections: must be at least 1"],
  [
    [{ ...shopB, salesChannel: "sc_b" }],
    "there is no option transports.salesChannel; did you mean transports.salesChannels?",
  ],
  [
    [{ ...shopB, smtpUrl: undefined, smtp: { host: "x.test", pasword: HIDDEN } }],
    "there is no option transports.smtp.pasword; did you mean transports.smtp.password?",
  ],
  [
    [{ ...shopB, dkim: { domain: "shop-b.test", selector: "b", privateKey: HIDDEN } }],
    "transports.0.dkim.privateKey: is neither a PEM nor a file that can be read",
  ],
])("%# is refused in one sentence", (transports, sentence) => {
  expect(refusal(...transports)).toBe(sentence)
  expect(refusal(...transports)).not.toContain(HIDDEN)
})

it("a list of them without a way out beside it is refused: nothing would take the rest", () => {
  expect(refusalOf({ transports: [shopB] })).toBe(
    "transports: needs a way out beside it, for the mail that none of them is for: set smtpUrl, smtp, api or transport too"
  )
})

it("what is no fault of one is said with its name", () => {
  const ofB = { ...shopB, dkim: { domain: "shop-b.test", selector: "b", privateKey: pem } }
  expect(warningsOf(parse(ofB)).filter((words) => words.startsWith("transports"))).toEqual([
    expect.stringMatching(/^transports, shop-b: dkim: a signature by Ed25519 alone/),
  ])
})
