/**
 * The insert of order mails, byte by byte: `golden/<case>.txt` and `.html`. After a change that is meant, write
 * them anew with `UPDATE_GOLDEN=1 npm test -- --only unit orders` and read the difference.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"

import { draftContent } from "../../content/draft"
import { insertFor } from "../../content/order-insert"
import { compileContent } from "../../content/render"
import type { MailSettingsDTO } from "../../settings"
import { LANGUAGES, type OrderContent } from "../../types"
import { addressLines } from "../address-lines"
import { documentVariables, languageOf, money, namedVariables } from "../variables"
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
}

function expectGolden(name: string, actual: string): void {
  const file = path.join(__dirname, "golden", name)
  if (process.env.UPDATE_GOLDEN) {
    writeFileSync(file, actual)
  }
  expect(existsSync(file)).toBe(true)
  expect(actual).toBe(readFileSync(file, "utf8"))
}

describe("the mail of a document", () => {
  it.each(Object.entries(CASES))("%s", (name, { document, settings: changes }) => {
    const settings = { ...SETTINGS, ...changes }
    const language = languageOf(document, settings)
    const content: OrderContent = {
      source: document.source,
      subject: "{{ order.number }}",
      header: "Above",
      footer: "Below",
      format: "html",
      include_signature: false,
    }
    const { snapshot, constants, errors } = draftContent("order", content, settings, language)
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

it("an insert that is switched off altogether leaves nothing between the texts", () => {
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
  const draft = draftContent("order", { ...content, include_signature: false }, settings)
  const variables = documentVariables(document, { settings, language: "en", timezone: "UTC" })
  expect(compileContent(draft.snapshot).render(variables).text).toBe("Above\n\nBelow")
})

it("amounts are written as their currency and language have it", () => {
  expect(money(1_234.5, "jpy", "ja-JP")).toBe("¥1,235")
  expect(money(1_234.5, "eur", "de-DE")).toMatch(/^1\.234,50\s€$/)
  expect(money(1_234.5, "kwd", "en-US")).toMatch(/1,234\.500/)
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
