import type { Liquid } from "liquidjs"

import { processorTime } from "../../../../../integration-tests/support/processor-time"
import { OutOfTime, within } from "../liquid/deadline"
import { htmlEngine, textEngine } from "../liquid/dialects"
import { compileTemplate } from "../liquid/template"
import { compileContent, RenderError } from "../render"
import { createRandom } from "./support/random"

const random = createRandom(20261124)

const VALUES: unknown[] = [
  null,
  undefined,
  "",
  " ",
  "plain",
  `<b>"Tom" & 'Jerry'</b>`,
  "日本語 🎉",
  "\ud800",
  0,
  -0,
  1.5,
  1e300,
  NaN,
  Infinity,
  true,
  false,
  [],
  ["a", "<", null, ["b", 2]],
  [{ b: 1 }],
  {},
  { b: "<deep>" },
  { size: 3 },
  { b: { c: ["x"] } },
  new Date(0),
  10n,
  () => "<called>",
  Object.create({ b: "inherited" }),
  Object.assign(Object.create(null), { b: "no prototype" }),
  { toLiquid: () => ({ b: "<liquid>" }) },
]

const PATHS = [
  "a",
  "b",
  "a.b",
  "a.b.c",
  "a.size",
  "a.first",
  "a.0",
  'a["b"]',
  "a[0]",
  "toString",
  "a.__proto__.b",
]
const FILTERS = [
  "",
  ' | default: "<x>"',
  " | default: 'y' | upcase",
  " | escape",
  " | default: b",
  " | raw",
  " | default",
]
const TAGS = [
  "{% assign a = 'local & co' %}",
  "{% if a %}yes{% else %}no{% endif %}",
  "{% for x in a %}{{ x }},{% endfor %}",
  "{% increment a %}",
  "{% capture b %}[{{ a }}]{% endcapture %}",
  "{% if a == 'plain' %}{% break %}{% endif %}",
  "{% cycle 'one', 'two' %}",
  "{% raw %}{{ a }}{% endraw %}",
  "{%- comment -%} x {%- endcomment -%}",
  " static <p>text</p> ",
]

function generateTemplate(): string {
  const pieces = Array.from({ length: random.integer(1, 8) }, () =>
    random.chance(0.75)
      ? `${random.pick(["{{", "{{-"])} ${random.pick(PATHS)}${random.pick(FILTERS)} ${random.pick(["}}", "-}}"])}`
      : random.pick(TAGS)
  )
  return pieces.join(random.pick(["", " ", "\n", "<br>"]))
}

function generateScope(): Record<string, unknown> {
  const nested = random.chance(0.5) ? { b: random.pick(VALUES), c: random.pick(VALUES) } : random.pick(VALUES)
  return { a: nested, ...(random.chance(0.8) ? { b: random.pick(VALUES) } : {}) }
}

function outcome(render: () => string): string {
  try {
    return render()
  } catch (error) {
    return `error: ${(error as Error).message}`
  }
}

describe("rendering without liquidjs where that is possible", () => {
  it.each([
    ["HTML", htmlEngine],
    ["text", textEngine],
  ])("gives exactly what liquidjs gives: %s", (_name, engine: Liquid) => {
    for (let count = 0; count < 5000; count++) {
      const source = generateTemplate()
      const compiled = compileTemplate(engine, source).render
      const parsed = engine.parse(source)
      for (let scopes = 0; scopes < 3; scopes++) {
        const scope = generateScope()
        const expected = outcome(() => engine.renderSync(parsed, { ...scope }) as string)
        const actual = outcome(() => compiled(scope).text)
        if (actual !== expected) {
          expect({ source, scope, output: actual }).toEqual({ source, scope, output: expected })
        }
      }
    }
  })

  it("leaves the variables as they are, so that every part and mail starts from the same", () => {
    const { render: compiled } = compileTemplate(textEngine, "{% increment count %}{% increment count %}")
    const variables = { count: 5 }
    expect(compiled(variables).text).toBe("56")
    expect(compiled(variables).text).toBe("56")
    expect(variables).toEqual({ count: 5 })
  })
})

describe("a compiled content", () => {
  it("renders subject and text without escaping, HTML with", () => {
    const compiled = compileContent({ subject: "{{ a }}", html: "<p>{{ a }}</p>", text: "{{ a }}" })
    expect(compiled.render({ a: "R&D" })).toEqual({ subject: "R&D", html: "<p>R&amp;D</p>", text: "R&D" })
  })

  it("has no HTML if the content is text", () => {
    expect(compileContent({ subject: "s", html: null, text: "t" }).render({}).html).toBeNull()
  })

  it("keeps line breaks out of the subject", () => {
    const compiled = compileContent({ subject: "Hi {{ a }}", html: null, text: "" })
    expect(compiled.render({ a: "x\r\nBcc: b@example.com\n" }).subject).toBe("Hi x Bcc: b@example.com ")
  })

  it("names the field that fails, and whether the template or its size is to blame", () => {
    const fail = (text: string): RenderError => {
      try {
        compileContent({ subject: "", html: null, text }).render({})
      } catch (error) {
        return error as RenderError
      }
      throw new RenderError("text", "did not fail")
    }
    expect(fail('{{ "%%%" | base64_decode }}')).toMatchObject({ field: "text", failure: "fault" })
    expect(fail("{% for i in (1..4000000) %}{% endfor %}")).toMatchObject({ field: "text", failure: "limit" })
    expect(fail("{% for i in (1..99999999) %}{% endfor %}")).toMatchObject({ failure: "limit" })
    expect(fail("{% nonsense %}")).toBeInstanceOf(RenderError)
  })
})

describe("data that a customer chose cannot make a mail that takes long", () => {
  const deep = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth))
  const words = (count: number) => Array.from({ length: count }, (_, n) => `word${n}`)
  const objects = (count: number) => words(count).map((x) => ({ x }))

  it.each([
    ["a list within a list", "{% for a in m %}{% for b in m %}{{ b }}{% endfor %}{% endfor %}", words(2_000)],
    [
      "a filter for each item",
      "{% for a in m %}{% assign b = m | where: 'x', a.x %}{% endfor %}",
      objects(3_000),
    ],
    ["a sum for each item", "{% for a in m %}{% assign b = m | sum: 'x' %}{% endfor %}", objects(3_000)],
    ["a list taken for a number", "{% for a in m %}{% assign b = m | plus: 1 %}{% endfor %}", words(5_000)],
    ["lists that are compared", "{% for a in m %}{% if m == m %}{% endif %}{% endfor %}", words(5_000)],
    [
      "a list that is looked up",
      "{% for a in m %}{% if m contains 'none' %}{% endif %}{% endfor %}",
      words(5_000),
    ],
    [
      "cases that are compared",
      `{% for a in m %}{% case m %}${"{% when m %}".repeat(40)}{% endcase %}{% endfor %}`,
      words(5_000),
    ],
    ["a list that is written again and again", "{% for a in m %}{{ m }}{% endfor %}", words(5_000)],
    [
      "a text that is written again and again",
      "{% for a in (1..5000) %}{{ m }}{% endfor %}",
      "x".repeat(100_000),
    ],
    ["a number that is a range", "{% for a in (1..m) %}{% endfor %}", 4_000_000],
    ["values within values", "{{ m | json }}", deep(3_000)],
    ["a long word", "{{ m }}", "x".repeat(2_000_001)],
  ])("%s", (_what, text, m) => {
    const compiled = compileContent({ subject: "s", html: text, text })
    const taken = processorTime(() =>
      expect(() => compiled.render({ m })).toThrow(
        expect.objectContaining({ failure: "limit", transient: false })
      )
    )
    expect(taken).toBeLessThan(1_500)
  })

  it("and the mail of an order with 1,000 lines is made all the same", () => {
    const text =
      "{% for item in order.items %}{{ item.title | escape }}{% if item.options != blank %} ({{ item.options }}){% endif %}" +
      " {{ item.unit_price }} × {{ item.quantity }} = {{ item.total }}{% for f in item.fields %}{{ f.label }}{% endfor %}" +
      "{% endfor %}{{ order.items | map: 'title' | join: ', ' }}{{ order.items | where: 'options', '' | size }}"
    const item = {
      title: "Tea cup",
      options: "",
      unit_price: "¥1,800",
      quantity: 2,
      total: "¥3,600",
      fields: [{ label: "a" }],
    }
    const compiled = compileContent({ subject: "s", html: text, text })
    expect(compiled.render({ order: { items: Array(1_000).fill(item) } }).text).toMatch(/Tea cup1000$/)
  })
})

describe("the clock, where no count helps", () => {
  it("ends what takes too long in the middle of a filter", () => {
    const start = performance.now()
    expect(() => within(100, () => /(a+)+$/.test("a".repeat(60) + "b"))).toThrow(OutOfTime)
    expect(() => within(100, () => within(5_000, forever))).toThrow(OutOfTime)
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  it("gives what the work gives, and throws what it throws", () => {
    const fault = new RenderError("text", "no")
    expect(within(1_000, () => within(1_000, () => "inner") + " outer")).toBe("inner outer")
    expect(() =>
      within(1_000, () => {
        throw fault
      })
    ).toThrow(fault)
  })
})

function forever(): never {
  for (;;);
}
