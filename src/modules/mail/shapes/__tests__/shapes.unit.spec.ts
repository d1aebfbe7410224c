/** What comes in: what is taken as it is, and in which words everything else is refused. */
import { z } from "@medusajs/framework/zod"

import { issuesOfRefusal, type RefusalCode, REFUSALS } from "../../refusals/refusal"
import type { ContentIssue } from "../../words"
import {
  audience,
  audienceFilter,
  futureInstant,
  id,
  instantOrDay,
  line,
  mailing,
  memberList,
  orderChanges,
  preview,
  search,
} from ".."
import { check } from "../check"

/** A refusal has codes, and each code the values of its sentence. */
function issuesOf(shape: z.ZodType, input: unknown, name?: string): ContentIssue[] {
  try {
    check(shape, input, name)
    return []
  } catch (error) {
    expect(error).toMatchObject({ type: "invalid_data", message: expect.any(String) })
    return issuesOfRefusal(error)!
  }
}

function refusalOf(shape: z.ZodType, input: unknown, name?: string): string {
  const issues = issuesOf(shape, input, name)
  for (const { code, values = {} } of issues) {
    expect(Object.keys(values)).toEqual(expect.arrayContaining([...REFUSALS[code as RefusalCode]]))
  }
  return issues.length ? issues.map(({ message }) => message).join("; ") : "taken"
}

const any = z.unknown()
const content = { subject: "News", body: "Hello", format: "text", include_signature: true }
const ofOrders = {
  source: "order",
  subject: "A",
  header: "",
  footer: "",
  format: "text",
  include_signature: true,
}

describe("a refusal", () => {
  const shape = z.strictObject({
    name: line(5),
    count: z.number().int().max(3).optional(),
    kind: z.enum(["member", "order"]).optional(),
    list: z.array(id).min(1).max(2).optional(),
    inner: z.strictObject({ on: z.boolean() }).optional(),
  })

  it.each([
    [{}, "Field 'name' is required"],
    [{ name: 5 }, "Value for field 'name' must be text, not a number"],
    [{ name: null }, "Value for field 'name' must be text, not null"],
    [{ name: "a\nb" }, "Value for field 'name' must be one line"],
    [{ name: "abcdef" }, "Value for field 'name' is too long: at most 5 characters"],
    [{ name: "a", count: "2" }, "Value for field 'count' must be a number, not '2'"],
    [{ name: "a", count: 1.5 }, "Value for field 'count' must be a whole number, not a number"],
    [{ name: "a", count: 4 }, "Value for field 'count' must be at most 3"],
    [{ name: "a", kind: "zzz" }, "Value for field 'kind' must be one of 'member', 'order', not 'zzz'"],
    [{ name: "a", list: [] }, "Value for field 'list' must not be empty"],
    [{ name: "a", list: ["a", "b", "c"] }, "Value for field 'list' is too long: at most 2 entries"],
    [{ name: "a", list: ["a", " "] }, "Value for field 'list, 1' must not be empty"],
    [{ name: "a", inner: [] }, "Value for field 'inner' must be an object, not a list"],
    [{ name: "a", inner: { on: true, of: 1 } }, "Unrecognized fields: 'of' in 'inner'"],
    [{ name: "a", toString: 1 }, "Unrecognized fields: 'toString'"],
    [[], "The input must be an object, not a list"],
    ["abc", "The input must be an object, not 'abc'"],
    [undefined, "The input must be an object, not left out"],
  ])("of %j says which field and why", (input, words) => {
    expect(refusalOf(shape, input)).toBe(words)
  })

  it("never repeats what is long", () => {
    const long = "x".repeat(5_000_000)

    expect(refusalOf(shape, { name: "a", kind: long }).length).toBeLessThan(200)
    expect(refusalOf(shape, { name: "a", [long]: 1 }).length).toBeLessThan(200)
    expect(refusalOf(shape, long).length).toBeLessThan(200)
  })

  it("names a field that stands alone", () => {
    expect(refusalOf(id, "", "mailing_id")).toBe("Value for field 'mailing_id' must not be empty")
    expect(refusalOf(id, "a\0", "id")).toContain(
      "Value for field 'id' holds a character that cannot be stored"
    )
  })
})

describe("every input is plain data", () => {
  const nested = (depth: number): unknown => (depth ? [nested(depth - 1)] : 1)

  it.each<[what: string, input: unknown, named: string]>([
    ["NUL", { a: { b: "x\0" } }, "'a, b'"],
    ["half of a surrogate pair", { a: ["ok", "\ud800"] }, "'a, 1'"],
    ["such a name", { a: { "\udc00": 1 } }, "'a, "],
    ["__proto__", JSON.parse('{"a":{"__proto__":{"q":1}}}'), "'a, __proto__'"],
    ["infinity", { a: Infinity }, "'a'"],
    ["no number", { a: NaN }, "'a'"],
    ["a function", { a: () => 1 }, "'a'"],
    ["a bigint", { a: 1n }, "'a'"],
    ["a map", { a: new Map() }, "'a'"],
    ["bytes", { a: Buffer.from("x") }, "'a'"],
    ["deep nesting", { a: nested(3_000) }, "nested too deeply"],
  ])("%s is refused", (_, input, named) => {
    expect(refusalOf(any, input)).toContain(named)
  })

  it("a circle is refused like any deep nesting", () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle

    expect(refusalOf(any, circle)).toContain("nested too deeply")
  })

  it.each(["日本語 😀", "", "\u{10ffff}", null, undefined, 0, -1.5, new Date(0), { a: [{ b: null }] }])(
    "%j is taken",
    (input) => {
      expect(refusalOf(any, input)).toBe("taken")
    }
  )
})

it("takes a field that is undefined for one that is left out, as code hands it over", () => {
  const asked = { kind: "order", content: ofOrders, order_id: "order_1" }

  expect(check(preview, { ...asked, customer_id: undefined })).toEqual(asked)
  expect(refusalOf(preview, { ...asked, customer_id: "cus_1" })).toContain("customer_id")
})

describe("a time", () => {
  it.each([
    ["2026-11-24T09:00:00+09:00", "2026-11-24T00:00:00.000Z"],
    ["2199-12-31T23:59:59Z", "2199-12-31T23:59:59Z"],
    ["2026-11-25T14:59:59.999999Z", "2026-11-25T14:59:59.999999Z"],
    ["2026-11-24", "2026-11-24"],
    ["1900-01-01", "1900-01-01"],
  ])("%s comes out in UTC, and a day as it is", (given, taken) => {
    expect(check(instantOrDay, given)).toBe(taken)
  })

  it.each([
    "0000-01-01",
    "0001-01-01",
    "1899-12-31",
    "2200-01-01",
    "9999-12-31T23:59:59-23:59",
    "+010000-01-01T00:00:00Z",
    "-000001-01-01T00:00:00Z",
    "2026-02-30",
    "2026-11-24T09:00:00",
    "2026-11-24T24:00:00Z",
    "tomorrow",
    "infinity",
    "",
    "2".repeat(5_000_000),
  ])("%.40s is refused", (given) => {
    expect(refusalOf(instantOrDay, given, "$gte")).toContain("'$gte'")
  })

  it("a mailing is put on the schedule in the future, and not for the next generation", () => {
    const inYears = (years: number) => new Date(Date.now() + years * 365.25 * 86_400_000).toISOString()

    expect(refusalOf(futureInstant, inYears(4.9))).toBe("taken")
    expect(refusalOf(futureInstant, inYears(5.1))).toContain("years ahead")
    expect(refusalOf(futureInstant, inYears(-0.1))).toContain("in the future")
    expect(refusalOf(futureInstant, "9999-12-31T00:00:00Z")).toContain("must lie between")
  })
})

describe("what is looked for", () => {
  it.each([
    [" ", "must hold a word"],
    ["", "must hold a word"],
    ["a ".repeat(11), "too many words"],
    ["a".repeat(201), "too long"],
    ["word ".repeat(70_000), "too long"],
  ])("%.20j is refused", (q, words) => {
    expect(refusalOf(search, q, "q")).toContain(words)
  })

  it("ten words are taken", () => {
    expect(refusalOf(search, "一 二 三 四 五 六 七 八 九 十")).toBe("taken")
  })
})

describe("a mailing", () => {
  const orders = { kind: "order", content: ofOrders, order_ids: ["order_1"] }

  it.each<[named: string, input: object]>([
    ["'kind'", { kind: "spam" }],
    ["'content'", { kind: "member", content: "abc", audience: { filter: {} } }],
    ["'content'", { kind: "order", content: 5, order_ids: ["order_1"] }],
    ["'content'", { kind: "order", content: true, order_ids: ["order_1"] }],
    ["'purpose'", { ...orders, purpose: "notice" }],
    ["'order_ids'", { ...orders, order_ids: undefined }],
    ["'fulfillment_ids'", { ...orders, fulfillment_ids: ["ful_1"] }],
    ["'fulfillment_ids'", { ...orders, order_ids: undefined, fulfillment_ids: ["ful_1"] }],
    ["'document_ids'", { ...orders, document_ids: ["order_2"] }],
    ["'draft_order_ids'", { kind: "member", content, audience: { filter: {} }, draft_order_ids: ["o"] }],
  ])("is refused naming %s: %j", (named, input) => {
    expect(refusalOf(mailing, input)).toContain(named)
  })

  it("keeps the documents of its source, and needs others for another", () => {
    const shape = orderChanges("order")

    expect(refusalOf(shape, { order_ids: ["order_2"] })).toBe("taken")
    expect(refusalOf(shape, { fulfillment_ids: ["ful_1"] })).toContain("'fulfillment_ids'")
    expect(refusalOf(shape, { content: { ...ofOrders, source: "fulfillment" } })).toContain(
      "'fulfillment_ids'"
    )
    const moved = { content: { ...ofOrders, source: "fulfillment" }, fulfillment_ids: ["ful_1"] }
    expect(check(shape, moved)).toMatchObject({ document_ids: ["ful_1"] })
  })

  it("is shown with the data of one document, of its own source", () => {
    const shown = { kind: "order", content: ofOrders }

    expect(refusalOf(preview, { ...shown, order_id: "order_1" })).toBe("taken")
    expect(refusalOf(preview, { ...shown, fulfillment_id: "ful_1" })).toContain("'fulfillment_id'")
    expect(refusalOf(preview, { ...shown, order_id: "order_1", draft_order_id: "order_2" })).toContain(
      "'draft_order_id'"
    )
    expect(refusalOf(preview, { ...shown, customer_id: "cus_1" })).toContain("'customer_id'")
  })
})

it("metadata is asked for by text, number or yes, in at most twenty fields", () => {
  const metadata = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`key${index}`, index]))

  expect(refusalOf(audienceFilter, { metadata: { rank: "gold", points: 5, vip: true } })).toBe("taken")
  expect(refusalOf(audienceFilter, { metadata })).toContain("1 to 20 fields")
  expect(refusalOf(audienceFilter, { metadata: { ["k".repeat(300)]: 1 } })).toContain("'metadata")
})

it("whatever a page can send that is not taken has a code of its own", () => {
  const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const cases: [code: RefusalCode, shape: z.ZodType, input: unknown][] = [
    ["time_has_passed", futureInstant, soon(-1)],
    ["time_too_far", futureInstant, soon(9_999)],
    ["not_a_time", instantOrDay, "tomorrow"],
    ["time_out_of_reach", instantOrDay, "1899-12-31"],
    ["empty_range", audienceFilter, { created_at: {} }],
    ["too_many_words", search, "a ".repeat(11)],
    ["empty_field", search, " "],
    ["unstorable_text", search, "a\0"],
    ["one_of_these", audience, {}],
    ["wrong_metadata", audienceFilter, { metadata: {} }],
    ["wrong_metadata", audienceFilter, { metadata: { vip: null } }],
    ["foreign_field", preview, { kind: "order", content: ofOrders, fulfillment_id: "ful_1" }],
    ["no_documents", mailing, { kind: "order", content: ofOrders }],
    ["list_too_long", audience, { customer_ids: Array.from({ length: 200_001 }, () => "cus_1") }],
    ["number_too_large", memberList, { limit: 5_000, offset: 0 }],
  ]

  expect(cases.map(([, shape, input]) => issuesOf(shape, input)[0]?.code)).toEqual(
    cases.map(([code]) => code)
  )
})
