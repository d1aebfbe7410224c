/** SPF records word by word (RFC 7208, 12), and what is written in their place. */
import { processorTime } from "../../../../../integration-tests/support/processor-time"
import { oneSpfOf, spfForSome, spfWith } from "../spf/mended"
import { isSpf, readSpf } from "../spf/record"

it.each([
  "v=spf1",
  "v=spf1 -all",
  "V=SPF1  IP4:192.0.2.0/24   ~ALL ",
  "v=spf1 +a +mx/24 a:mail.example.com//64 mx:example.com/24//64 ptr ptr:example.com ?all",
  "v=spf1 ip6:2001:db8::/32 ip6:2001:db8::1 ip6:::1/128 -all",
  "v=spf1 include:_spf.example.com exists:%{i}._spf.%{d2r.-} redirect=_spf.example.net",
  "v=spf1 -all exp=explain._spf.%{d} some-modifier=whatever",
])("reads %s", (text) => {
  expect(isSpf(text)).toBe(true)
  expect(readSpf(text).ok).toBe(true)
})

it.each([
  ["v=spf1 ipv4:192.0.2.1 -all", "ipv4:192.0.2.1"],
  ["v=spf1 ip4:192.0.2 -all", "ip4:192.0.2"],
  ["v=spf1 ip4:192.0.2.0/33", "ip4:192.0.2.0/33"],
  ["v=spf1 ip6:192.0.2.1", "ip6:192.0.2.1"],
  ["v=spf1 ip6:2001:db8::/129", "ip6:2001:db8::/129"],
  ["v=spf1 ip4", "ip4"],
  ["v=spf1 a/33", "a/33"],
  ["v=spf1 a//129", "a//129"],
  ["v=spf1 include", "include"],
  ["v=spf1 include: -all", "include:"],
  ["v=spf1 include:%{x}", "include:%{x}"],
  ["v=spf1 all:example.com", "all:example.com"],
  ["v=spf1 - all", "-"],
  ["v=spf1 a mx -all; include:example.com", "-all;"],
  ["v=spf1 redirect=a.example redirect=b.example", "redirect=b.example"],
  ["v=spf1 redirect=", "redirect="],
  ["v=spf1 a:例え.jp", "a:例え.jp"],
])("of %s names the word that is wrong", (text, word) => {
  expect(readSpf(text)).toEqual({ ok: false, word })
})

it.each(["v=spf10 -all", "spf2.0/pra -all", "v=spf1;-all", " v=spf1 -all", ""])(
  "%s is no SPF record",
  (text) => {
    expect(isSpf(text)).toBe(false)
  }
)

it("a very long record is read in no time, or not at all", () => {
  const taken = processorTime(() => {
    expect(readSpf(`v=spf1 ${"a:x ".repeat(900)}-all`).ok).toBe(true)
    expect(readSpf(`v=spf1 ${"%{".repeat(2_000)}`).ok).toBe(false)
    expect(readSpf(`v=spf1 ${"a".repeat(2_000)}${"/1".repeat(900)}`).ok).toBe(false)
    expect(readSpf(`v=spf1 ${"a ".repeat(100_000)}`).ok).toBe(false)
  })
  expect(taken).toBeLessThan(500)
})

const recordOf = (text: string) => {
  const read = readSpf(text)
  return read.ok ? read.record : null!
}

it("one word more stands before what ends the record", () => {
  const word = "include:x.example"
  expect(spfWith(recordOf("v=spf1 mx -all"), word)).toBe("v=spf1 mx include:x.example -all")
  expect(spfWith(recordOf("v=spf1 mx"), word)).toBe("v=spf1 mx include:x.example")
  expect(spfWith(recordOf("v=spf1 redirect=y.example"), word)).toBe(
    "v=spf1 include:x.example redirect=y.example"
  )
  expect(spfWith(recordOf(`v=spf1 ${"a:long.example ".repeat(80)}-all`), word)).toBeNull()
})

it("several become one, unless one of them cannot be read or is another's", () => {
  expect(oneSpfOf(["v=spf1 mx -all", "v=spf1 mx a ~all"], ["a", "include:x.example"])).toBe(
    "v=spf1 mx a include:x.example ~all"
  )
  expect(oneSpfOf(["v=spf1 mx -all", "v=spf1 ipv4:1 ~all"], [])).toBeNull()
  expect(oneSpfOf(["v=spf1 mx -all", "v=spf1 redirect=y.example"], [])).toBeNull()
})

it("who let everybody in lets in those that are named", () => {
  expect(spfForSome(recordOf("v=spf1 a all"))).toBe("v=spf1 a ~all")
  expect(spfForSome(recordOf("v=spf1 a +ALL"))).toBe("v=spf1 a ~all")
})
