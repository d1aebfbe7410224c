/** Subjects in lists, notices and headings: what people wrote, with variables by their names. */
import { titleOf } from "../title"

describe("a subject in a list", () => {
  it.each([
    ["News for {{ member.name }}", "News for [Full name]"],
    [
      "{{member.first_name | upcase}}, order {{- order.number -}} is here",
      "[First name], order [Order number] is here",
    ],
    ["{{ member.metadata.loyalty_rank }} sale", "[loyalty rank] sale"],
    ["{{ ticket.id }}: received", "[id]: received"],
    ["{{ 'Autumn' | upcase }} {{ \"sale\" }}", "Autumn sale"],
    [
      "{% if member.first_name %}Dear {{ member.first_name }}{% else %}Hello{% endif %}!",
      "Dear [First name]!",
    ],
    [
      "{% case order.language %}{% when 'ja' %}秋{% when 'en' %}Autumn{% else %}?{% endcase %} list",
      "秋 list",
    ],
    ["{% assign x = 1 %}{% comment %}{{ secret }}{% endcomment %}Plain", "Plain"],
    ["{% if a %}{% unless b %}one{% else %}two{% endunless %}{% endif %} three", "one three"],
    ["No variable at all: { } 100 %", "No variable at all: { } 100 %"],
    ["Half {{ a variable", "Half {{ a variable"],
    ["{% endif %}{% else %}stray {{ }}", "stray"],
    ["", ""],
  ])("%s", (subject, title) => {
    expect(titleOf(subject, "en")).toBe(title)
  })

  it("names variables in the reader's language", () => {
    expect(titleOf("{{ member.name }}様へ 注文{{ order.number }}", "ja")).toBe("[氏名]様へ 注文[受注番号]")
  })

  it("of the greatest length is read as it stands if nothing of it can be read otherwise", () => {
    const hostile = "{{".repeat(250) + "{%".repeat(250)
    expect(titleOf(hostile, "en")).toHaveLength(hostile.length)
  })
})
