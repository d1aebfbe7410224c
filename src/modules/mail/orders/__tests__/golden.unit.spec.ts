/**
 * The insert of order mails, byte by byte: `golden/<case>.txt` and `.html`. After a change that is meant, write
 * them anew with `UPDATE_GOLDEN=1 npm test -- --only unit orders` and read the difference.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"

import { money } from "../../content/liquid/money"
import type { Presented } from "../../content/liquid/presented"
import { insertFor } from "../../content/order-insert"
import { compileContent } from "../../content/render"
import { languageOfLocale } from "../../formats/locale"
import type { MailSettingsDTO } from "../../settings/settings"
import { draftContent } from "../../templates/draft"
import { type Language, LANGUAGES, type OrderContent } from "../../words"
import { addressLines } from "../address-lines"
import { exampleDocument } from "../example"
import { documentVariables, namedVariables } from "../order-variables"
import { provinceName } from "../provinces"
import { CASES } from "./documents"

const SETTINGS: MailSettingsDTO = {
  sender_name: "Shop",
  sender_address: "shop@shop.test",
  reply_to: null,
  signature_text: null,
  signature_html: null,
  admin_copy: "none",
  admin_copy_address: null,
  postal_address: null,
  contact: null,
  language: "en",
  order_insert: null,
  bank_text: null,
  bank_providers: null,
  automatic: null,
  grace_seconds: 30,
  pause_undelivered: 10,
  pause_complaints: 0.5,
}

function expectGolden(name: string, actual: string): void {
  const file = path.join(__dirname, "golden", name)
  if (process.env.UPDATE_GOLDEN) {
    writeFileSync(file, actual)
  }
  expect(existsSync(file)).toBe(true)
  expect(actual).toBe(readFileSync(file, "utf8"))
}

/** The first content waits for a thread to be started, which takes its time on a busy machine. */
beforeAll(async () => {
  const content = { subject: "S", body: "B", format: "text", include_signature: false } as const
  await draftContent("member", content, SETTINGS)
}, 60_000)

describe("the mail of a document", () => {
  it.each(Object.entries(CASES))("%s", async (name, { document, settings: changes }) => {
    const settings = { ...SETTINGS, ...changes }
    const language = languageOfLocale(document.locale) ?? settings.language
    const content: OrderContent = {
      source: document.source,
      subject: "{{ order.number }}",
      header: "Above",
      footer: "Below",
      format: "html",
      include_signature: false,
    }
    const { snapshot, constants, errors } = await draftContent("order", content, settings, { language })
    expect(errors).toEqual([])
    const all = documentVariables(document, { settings, language, timezone: "Asia/Tokyo" })
    // As they come back from the database, and only those that the content names.
    const stored = JSON.parse(JSON.stringify(namedVariables(all, snapshot.variables))) as typeof all
    const mail = compileContent(snapshot).render({ ...stored, ...constants })
    expectGolden(`${name}.txt`, mail.text)
    expectGolden(`${name}.html`, mail.html!)
    expect(mail.text).not.toMatch(/\n\n\n|undefined|null|NaN/)
  })
})

it("an insert that is switched off altogether leaves nothing between the texts", async () => {
  const off = {
    show_order: false,
    show_items: false,
    show_customer: false,
    show_delivery_address: false,
  }
  const settings = { ...SETTINGS, order_insert: off }
  for (const language of LANGUAGES) {
    expect(insertFor(language, off)).toBeDefined()
  }
  const { document } = CASES["a-plain-order"]!
  const content = { source: "order", subject: "S", header: "Above", footer: "Below", format: "text" } as const
  const draft = await draftContent("order", { ...content, include_signature: false }, settings)
  const variables = documentVariables(document, { settings, language: "en", timezone: "UTC" })
  expect(compileContent(draft.snapshot).render(variables).text).toBe("Above\n\nBelow")
})

it("amounts are written as their currency and language have it", () => {
  expect(money(1_234.5, "jpy", "ja-JP")).toBe("¥1,235")
  expect(money(1_234.5, "eur", "de-DE")).toMatch(/^1\.234,50\s€$/)
  expect(money(1_234.5, "kwd", "en-US")).toMatch(/1,234\.500/)
  expect(money(1_234.565, "usd", "en-US")).toBe("$1,234.57")
})

it("a currency that no standard knows is written plainly", () => {
  expect(money(1_234.5, "usdt", "en-US")).toBe("1,234.5\u00a0USDT")
  expect(money(1_200, "points", "ja-JP")).toBe("1,200\u00a0POINTS")
  expect(money(0.000001, "usdt", "de-DE")).toBe("0,000001\u00a0USDT")
  expect(money(5, "x1", "en-US")).toBe("5\u00a0X1")
})

it("what would be written as nothing is nothing, and never less", () => {
  const { document } = CASES["a-plain-order"]!
  const variables = (totals: object, currency_code = "usd") =>
    documentVariables(
      { ...document, currency_code, totals: { ...document.totals, ...totals } },
      { settings: SETTINGS, language: "en", timezone: "UTC" }
    ).order as Record<string, Presented>
  const nothing = { value: 0, text: "" }
  expect(money(-0.001, "usd", "en-US")).toBe("$0.00")
  expect(variables({ credit: -5.5e-17, discount: 1e-9, tax: 0.004 })).toMatchObject({
    credit_total: nothing,
    credit_given_total: nothing,
    discount_total: nothing,
    tax_total: nothing,
  })
  expect(variables({ credit: -6 })).toMatchObject({
    credit_total: nothing,
    credit_given_total: { value: 6, text: "$6.00" },
  })
  expect(variables({ tax: 0.4 }, "jpy").tax_total).toEqual(nothing)
  expect(variables({ tax: 0.000_001 }, "usdt").tax_total).toEqual({
    value: 0.000_001,
    text: "0.000001\u00a0USDT",
  })
})

describe("until when a quote is valid", () => {
  const validUntil = (valid_until: unknown, timezone = "Asia/Tokyo") => {
    const document = { ...exampleDocument("draft_order", "en"), metadata: { valid_until } }
    const { order } = documentVariables(document, { settings: SETTINGS, language: "en", timezone })
    return (order as { quote: { valid_until: Presented | string } }).quote.valid_until
  }

  it.each([
    ["2026-12-31", "December 31, 2026"],
    // Without a zone it is the shop's clock.
    ["2026-12-31T23:30", "December 31, 2026"],
    ["2026-12-31T00:30:00", "December 31, 2026"],
    ["2026-12-31T23:30:00Z", "January 1, 2027"],
    ["2026-12-31T23:30:00.000-05:00", "January 1, 2027"],
    ["2026-12-31T23:30:00+09:00", "December 31, 2026"],
  ])("%s is a day of the shop", (written, shown) => {
    expect(validUntil(written)).toMatchObject({ text: shown })
  })

  it.each([
    "2026-13-01",
    "2026-02-30",
    "2026-02-30T10:00:00Z",
    "2026-12-31T25:00",
    "end of March",
    "31/12/2026",
  ])("%s is no day, and shown as it is", (written) => {
    expect(validUntil(written)).toBe(written)
  })
})

it.each<[string, Language, string[]]>([
  ["us-ca", "en", ["1 Main St", "Springfield, California 62701", "United States"]],
  ["US-CA", "ja", ["1 Main St", "Springfield, カリフォルニア州 62701", "アメリカ合衆国"]],
  ["us-zz", "en", ["1 Main St", "Springfield, ZZ 62701", "United States"]],
  ["IL", "ja", ["1 Main St", "Springfield, IL 62701", "アメリカ合衆国"]],
  // Of another country: a word with a dash.
  ["ca-on", "en", ["1 Main St", "Springfield, ca-on 62701", "United States"]],
])("the province %s in %s", (province, language, lines) => {
  const address = { ...exampleDocument("order", "en").billing_address!, address_1: "1 Main St", province }
  expect(addressLines(address, language)).toEqual(lines)
})

it("all prefectures, states and territories have a name in both languages", () => {
  const countries = { jp: 47, us: 57, ca: 13, au: 8 }
  for (const [country, count] of Object.entries(countries)) {
    const codes = Array.from({ length: 36 ** 3 }, (_, n) => n.toString(36).padStart(2, "0"))
    const named = codes
      .map((code) => LANGUAGES.map((language) => provinceName(`${country}-${code}`, country, language)))
      .filter(([en], n) => en !== codes[n]!.toUpperCase())
    expect({ country, count: named.length }).toEqual({ country, count })
    expect(
      named.filter(([en, ja]) => !/^[A-Z][A-Za-z .]+$/.test(en!) || !/^[\u3040-\u9fff・]+$/.test(ja!))
    ).toEqual([])
  }
})

it("a Japanese address names its prefecture in the language of the mail", () => {
  const address = { ...exampleDocument("order", "ja").billing_address!, province: "jp-13" }
  expect(addressLines(address, "ja")).toEqual(["〒104-0061", "東京都中央区銀座1-2-3", "サンプルビル5階"])
  expect(addressLines(address, "en")).toEqual([
    "〒104-0061",
    "Tokyo 中央区銀座1-2-3",
    "サンプルビル5階",
    "Japan",
  ])
})

it("addresses follow the habit of their country", () => {
  const address = {
    first_name: null,
    last_name: null,
    company: null,
    address_1: "Hauptstr. 1",
    address_2: "",
    city: "Berlin",
    province: null,
    postal_code: "10115",
    country_code: "de",
    phone: null,
  }
  expect(addressLines(address, "en")).toEqual(["Hauptstr. 1", "10115 Berlin", "Germany"])
  expect(
    addressLines(
      { ...address, address_1: "1 Main St", city: "Springfield", province: "IL", country_code: "us" },
      "en"
    )
  ).toEqual(["1 Main St", "Springfield, IL 10115", "United States"])
  expect(
    addressLines(
      {
        ...address,
        address_1: "銀座1-2",
        city: "中央区",
        province: "東京都",
        postal_code: "104-0061",
        country_code: "jp",
      },
      "ja"
    )
  ).toEqual(["〒104-0061", "東京都中央区銀座1-2"])
})
