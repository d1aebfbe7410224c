import { processorTime } from "../../../../../integration-tests/support/processor-time"
import { domainOf, parseAddress, requireSender } from "../address"

const long = (length: number) => "x".repeat(length)

describe("one address", () => {
  it.each([
    ["a@example.com", "a@example.com"],
    ["  Foo.Bar+tag@Example.JP ", "Foo.Bar+tag@Example.JP"],
    ["o'hara!#$%&*/=?^_`{|}~-@example.com", "o'hara!#$%&*/=?^_`{|}~-@example.com"],
    ['"a b, c@d"@example.com', '"a b, c@d"@example.com'],
    ['"\\"q\\""@example.com', '"\\"q\\""@example.com'],
    ["a@localhost", "a@localhost"],
    ["taro..y.@docomo.ne.jp", '"taro..y."@docomo.ne.jp'],
    ["hana.@ezweb.ne.jp", '"hana."@ezweb.ne.jp'],
    [".a@example.com", '".a"@example.com'],
    ['"taro..y."@docomo.ne.jp', '"taro..y."@docomo.ne.jp'],
    ['"taro"@example.com', "taro@example.com"],
    ["花子@example.com", "花子@example.com"],
    ["josé@日本語.jp", "josé@xn--wgv71a119e.jp"],
    ["花..子@example.com", '"花..子"@example.com'],
    ["a@日本語.jp", "a@xn--wgv71a119e.jp"],
    ["a@münchen.example", "a@xn--mnchen-3ya.example"],
    ["a@[192.168.0.1]", "a@[192.168.0.1]"],
    ["a@[IPv6:2001:db8::1]", "a@[IPv6:2001:db8::1]"],
    [`${long(64)}@example.com`, `${long(64)}@example.com`],
    [`a@${long(63)}.example`, `a@${long(63)}.example`],
  ])("%s", (raw, address) => {
    expect(parseAddress(raw)).toMatchObject({ ok: true, address, written: raw.trim() })
  })
})

describe("what is not one address", () => {
  it.each([
    ["", "empty"],
    ["   ", "empty"],
    ["a", "malformed"],
    ["@example.com", "malformed"],
    ["a@", "malformed"],
    ["a@b@example.com", "malformed"],
    ["a b@example.com", "malformed"],
    ["a@example..com", "malformed"],
    ["a@-example.com", "malformed"],
    ["a@example.com.", "malformed"],
    ["a@exa_mple.com", "malformed"],
    ["a@example.com\n", "malformed"],
    ["a@example.com\r\nRCPT TO:<b@example.com>", "malformed"],
    ['"a\r\nb"@example.com', "malformed"],
    ["a\u0000@example.com", "malformed"],
    ["Name <a@example.com>", "malformed"],
    ["<a@example.com>", "malformed"],
    ["a@example.com (comment)", "malformed"],
    ["a@[x@evil.example]", "malformed"],
    ["a@exam\u00adple.com\u0000", "malformed"],
    [`${long(65)}@example.com`, "malformed"],
    [`a@${long(64)}.example`, "malformed"],
    [`a@${Array.from({ length: 5 }, () => long(60)).join(".")}`, "malformed"],
    ["a@example.com, b@example.com", "multiple"],
    ["a@x,evil@y", "multiple"],
    ["a@example.com;b@example.com", "multiple"],
    ["a@example.com b@example.com", "multiple"],
    ["a\u3000b@example.com", "malformed"],
    ['""@example.com', "malformed"],
    ['"a<b>"@example.com', "malformed"],
  ])("%j is %s", (raw, reason) => {
    expect(parseAddress(raw)).toEqual({ ok: false, reason })
  })

  it("is found in little time, however long", () => {
    const taken = processorTime(() => {
      for (const raw of [`${"a.".repeat(50_000)}@`, `"${"\\".repeat(100_000)}`, `${"a@".repeat(50_000)}`]) {
        expect(parseAddress(raw).ok).toBe(false)
      }
    })
    expect(taken).toBeLessThan(1_000)
  })
})

describe("what others ask of an address", () => {
  it("the domain is in ASCII, and the need for SMTPUTF8 is that of the local part alone", () => {
    expect(domainOf("shop@例え.jp")).toBe("xn--r8jz45g.jp")
    expect(parseAddress("shop@例え.jp")).toMatchObject({ international: false })
    expect(parseAddress("店@example.jp")).toMatchObject({ international: true })
    expect(domainOf("no address")).toBeNull()
  })

  it("a sender is kept as it was written, without blanks, and is one that every server takes", () => {
    expect(requireSender("sender_address", " shop@例え.jp ")).toBe("shop@例え.jp")
    expect(() => requireSender("sender_address", "店@example.jp")).toThrow(/^sender_address: .*ASCII/)
  })
})
