/** Amounts and dates of an order: printed in words, compared and computed as what they are. */
import { exampleDocument } from "../../../orders/example"
import { documentVariables } from "../../../orders/order-variables"
import type { MailSettingsDTO } from "../../../settings/settings"
import type { Language, Variables } from "../../../words"
import { analyseTemplate } from "../../analyse"
import { compileContent } from "../../render"
import { htmlEngine, textEngine } from "../dialects"
import { withPresented } from "../presented"
import { compileTemplate } from "../template"

const SETTINGS = { language: "en", order_insert: null, bank_providers: null } as unknown as MailSettingsDTO

interface Case {
  currency?: string
  language?: Language
  total?: number
  timezone?: string
  discount?: number
}

/** As they come back from the database. */
function variablesOf(given: Case = {}): Variables {
  const { language = "ja", currency = "jpy", timezone = "Asia/Tokyo" } = given
  const example = exampleDocument("draft_order", language)
  const document = {
    ...example,
    currency_code: currency,
    metadata: { valid_until: "2026-12-31" },
    totals: { ...example.totals, total: given.total ?? 12_000, discount: given.discount ?? 0 },
  }
  const variables = documentVariables(document, { settings: SETTINGS, language, timezone })
  return { ...(JSON.parse(JSON.stringify(variables)) as Variables), store: { timezone } }
}

function render(template: string, given: Case = {}): string {
  const mail = compileContent({ subject: "", html: null, text: template }).render(variablesOf(given))
  return mail.text
}

describe("an amount", () => {
  it("is printed as its currency is written, in HTML too, whatever a filter of texts does to it", () => {
    expect(render("{{ order.total }} {{ order.total | append: ' 税込' }}")).toBe("¥12,000 ¥12,000 税込")
    const { html } = compileContent({ subject: "", html: "<p>{{ order.total }}</p>", text: "" }).render(
      variablesOf()
    )
    expect(html).toBe("<p>¥12,000</p>")
  })

  it.each([
    ["order.total > 10000", true],
    ["order.total > 12000", false],
    ["order.total >= 12000", true],
    ["order.total < 12000.5", true],
    ["order.total <= 11999", false],
    ["10000 < order.total", true],
    ['order.total > "10000"', true],
    ["order.total == 12000", true],
    ["12000 == order.total", true],
    ["order.total != 12000", false],
    ['order.total == "¥12,000"', true],
    ['order.total contains "¥"', true],
    ["order.total > order.item_total", true],
    ["order.total == blank", false],
    ["order.discount_total == blank", true],
    ["blank == order.discount_total", true],
    ["order.discount_total == 0", true],
    ["order.discount_total > 0", false],
    ["order.total == nil", false],
    ["order.total > 10000 and order.items.size == 1", true],
  ])("%s is %s", (condition, expected) => {
    const answer = `{% if ${condition} %}true{% else %}false{% endif %}`
    expect(render(answer)).toBe(String(expected))
    expect(analyseTemplate(answer, { field: "header", kind: "order", html: false }).issues).toEqual([])
  })

  it("is computed as a number, and written as an amount again by money", () => {
    expect(render("{{ order.total | plus: 500 }}")).toBe("12500")
    expect(render("{{ order.total | plus: 500 | money }}")).toBe("¥12,500")
    expect(render("{{ order.total | divided_by: 100 | floor }} points")).toBe("120 points")
    expect(render('{{ order.items | map: "total" | sum | money }}')).toBe("¥3,600")
    expect(render('{{ order.items | sum: "total" }}')).toBe("3600")
    expect(
      render("{% for item in order.items %}{% if item.total > 3000 %}large{% endif %}{% endfor %}")
    ).toBe("large")
    expect(render("{% assign rest = 15000 | minus: order.total %}{{ rest | money }}")).toBe("¥3,000")
  })

  it.each([
    ["jpy", "ja", 1_234.5, "¥1,235", "1235", "¥2,470"],
    ["usd", "en", 1_234.565, "$1,234.57", "1234.57", "$2,469.14"],
    ["kwd", "en", 1.23456, "KWD\u00a01.235", "1.235", "KWD\u00a02.470"],
    ["usdt", "en", 0.1, "0.1\u00a0USDT", "0.1", "0.2\u00a0USDT"],
  ] as const)("has the decimals of %s", (currency, language, total, text, value, twice) => {
    const given = { currency, language, total }
    expect(render("{{ order.total }}", given)).toBe(text)
    expect(render("{{ order.total | times: 1 }}", given)).toBe(value)
    expect(render("{{ order.total | times: 2 | money }}", given)).toBe(twice)
  })

  it("is added up without the noise of binary fractions", () => {
    expect(render("{{ order.total | plus: 0.2 }}", { currency: "usd", language: "en", total: 0.1 })).toBe(
      "0.3"
    )
  })

  it("that is nothing has a default, like an empty text", () => {
    expect(render('{{ order.discount_total | default: "none" }}')).toBe("none")
    expect(render('{{ order.discount_total | default: "none" | upcase }}')).toBe("NONE")
    expect(render('{{ order.discount_total | default: "none" }}', { discount: 5 })).toBe("¥5")
    expect(render("{{ order.discount_total | plus: 5 }}")).toBe("5")
  })

  it("is a number in a piece of data", () => {
    expect(render("{{ order.total | json_value }}")).toBe("12000")
    expect(render("{{ order.total | json }}")).toBe("12000")
  })

  it("is rendered without liquidjs as liquidjs renders it", () => {
    const scope = withPresented(variablesOf())
    for (const path of ["order.total", "order.discount_total", "order.date"]) {
      for (const filter of ["", ' | default: "none"']) {
        for (const engine of [htmlEngine, textEngine]) {
          const template = `{{ ${path}${filter} }}`
          const expected: unknown = engine.parseAndRenderSync(template, { ...scope })
          expect(compileTemplate(engine, template).render(scope).text).toBe(expected)
        }
      }
    }
  })

  it("takes the currency and the manners of its order along, where money is asked for", () => {
    const { paths } = analyseTemplate("{{ order.total | money }}", {
      field: "header",
      kind: "order",
      html: false,
    })
    expect(paths).toEqual(["order.currency_code", "order.locale", "order.total"])
    const { issues } = analyseTemplate("{{ member.metadata.points | money }}", {
      field: "body",
      kind: "member",
      html: false,
    })
    expect(issues).toEqual([expect.objectContaining({ code: "unknown_filter" })])
  })
})

describe("a date of an order", () => {
  it("is printed in words, and written in other ways by the filter date", () => {
    expect(render("{{ order.date }}")).toBe("2026年1月15日")
    expect(render("{{ order.placed_at }}")).toBe("2026年1月15日 12:00")
    expect(render('{{ order.date | date: "%Y/%m/%d %H:%M" }}')).toBe("2026/01/15 12:00")
    expect(render('{{ order.quote.valid_until | date: "%m/%d" }}')).toBe("12/31")
    expect(render("{{ order.quote.valid_until }}")).toBe("2026年12月31日")
  })

  it.each([
    ['order.date == "2026-01-15"', true],
    ['order.date > "2026-01-14"', true],
    ['order.date > "2026-01-15"', false],
    ['order.date >= "2026-01-15"', true],
    ['order.date < "2026-01-15 12:30"', true],
    ['order.date < "2026-01-16T00:00:00+09:00"', true],
    ["order.quote.valid_until > order.date", true],
    ["order.canceled_on == blank", true],
  ])("%s is %s", (condition, expected) => {
    expect(render(`{% if ${condition} %}true{% else %}false{% endif %}`)).toBe(String(expected))
  })
})

describe("the filter date", () => {
  const at = (template: string, timezone: string) => render(template, { timezone })

  it("shows an instant by the clocks of the shop", () => {
    const template = '{{ "2026-06-30T20:00:00Z" | date: "%Y-%m-%d %H:%M %z" }}'
    expect(at(template, "Asia/Tokyo")).toBe("2026-07-01 05:00 +0900")
    expect(at(template, "America/New_York")).toBe("2026-06-30 16:00 -0400")
    expect(at("{{ 1782849600 | date: '%H:%M' }}", "Asia/Tokyo")).toBe("05:00")
  })

  it("takes what has no zone for a day or a time of the shop", () => {
    for (const timezone of ["Asia/Tokyo", "America/New_York", "UTC", "Pacific/Kiritimati"]) {
      for (const written of [
        "2026-12-31",
        "2026-12-31T23:30",
        "2026-12-31 23:30:00",
        "2026/12/31",
        "31 Dec 2026",
      ]) {
        expect(at(`{{ "${written}" | date: "%Y-%m-%d" }}`, timezone)).toBe("2026-12-31")
      }
    }
  })

  it("knows which day it is in the shop, now and today", () => {
    for (const timezone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
      const day = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone }).format(new Date())
      expect(at('{{ "now" | date: "%Y-%m-%d" }} {{ "today" | date: "%Y-%m-%d" }}', timezone)).toBe(
        `${day} ${day}`
      )
    }
  })

  it("goes by a zone that the template names, and leaves alone what is no date", () => {
    expect(at('{{ "2026-06-30T20:00:00Z" | date: "%H:%M", "Europe/Paris" }}', "Asia/Tokyo")).toBe("22:00")
    expect(at('{{ "end of March" | date: "%Y" }}', "Asia/Tokyo")).toBe("end of March")
    expect(at('{{ "2026-02-30" | date: "%Y" }}{{ nothing | date: "%Y" }}', "UTC")).toBe("2026-02-30")
  })

  it("has siblings that go by the same clocks", () => {
    const at2 = '"2026-06-30T20:00:00Z"'
    expect(at(`{{ ${at2} | date_to_string }}`, "Asia/Tokyo")).toBe("01 Jul 2026")
    expect(at(`{{ ${at2} | date_to_long_string: "ordinal", "US" }}`, "Asia/Tokyo")).toBe("July 1st, 2026")
    expect(at(`{{ ${at2} | date_to_xmlschema }}`, "Asia/Tokyo")).toBe("2026-07-01T05:00:00+09:00")
    expect(at(`{{ ${at2} | date_to_rfc822 }}`, "Asia/Tokyo")).toBe("Wed, 01 Jul 2026 05:00:00 +0900")
  })
})

describe("a number held against words", () => {
  const faults = (source: string, kind: "order" | "member" = "order") =>
    analyseTemplate(source, { field: "header", kind, html: false }).issues.map(({ code, values }) => [
      code,
      values?.name,
    ])

  it.each([
    ['{% if order.total > "¥10,000" %}{% endif %}', "¥10,000"],
    ['{% if order.total > "10,000" %}{% endif %}', "10,000"],
    ['{% unless "lots" < order.total %}{% endunless %}', "lots"],
    ['{% if order.number and order.total >= "1万円" %}{% endif %}', "1万円"],
    ['{% for item in order.items %}{% if item.total > "¥500" %}{% endif %}{% endfor %}', "¥500"],
    ['{% if order.date > "January 15" %}{% endif %}', "January 15"],
    ['{% if order.total > "2026-01-15" %}{% endif %}', "2026-01-15"],
    ["{% if member.name > 5 %}{% endif %}", "member.name"],
    ["{{ member.name | plus: 500 }}", "member.name"],
    ['{{ order.total | plus: "¥500" }}', "¥500"],
    ["{% assign sum = order.payment_method | times: 2 %}", "order.payment_method"],
  ])("%s is a fault that says what to write", (source, name) => {
    expect(faults(source)).toEqual([["not_a_number", name]])
  })

  it.each([
    '{% if member.last_name < "M" %}{% endif %}',
    '{% if member.metadata.points > 100 and member.metadata.points > "100" %}{% endif %}',
    "{% if order.number > 1000 %}{% endif %}",
    "{% if order.items.size > 3 %}{% endif %}",
    '{{ member.name | size | plus: 1 }}{{ order.total | append: "!" }}',
    '{% if order.date > "2026-01-15" %}{% endif %}',
  ])("%s is in order", (source) => {
    expect(faults(source)).toEqual([])
  })
})
