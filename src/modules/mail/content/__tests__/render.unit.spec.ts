import type { Liquid } from "liquidjs"

import { htmlEngine, textEngine } from "../engine"
import { compileContent, RenderError } from "../render"
import { compileTemplate } from "../template"
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
      const compiled = compileTemplate(engine, source)
      const parsed = engine.parse(source)
      for (let scopes = 0; scopes < 3; scopes++) {
        const scope = generateScope()
        const expected = outcome(() => engine.renderSync(parsed, { ...scope }) as string)
        const actual = outcome(() => compiled(scope))
        if (actual !== expected) {
          expect({ source, scope, output: actual }).toEqual({ source, scope, output: expected })
        }
      }
    }
  })

  it("leaves the variables as they are, so that every part and mail starts from the same", () => {
    const compiled = compileTemplate(textEngine, "{% increment count %}{% increment count %}")
    const variables = { count: 5 }
    expect(compiled(variables)).toBe("56")
    expect(compiled(variables)).toBe("56")
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

  it("names the field that fails, and whether the clock was to blame", () => {
    const fail = (text: string): RenderError => {
      try {
        compileContent({ subject: "", html: null, text }).render({})
      } catch (error) {
        return error as RenderError
      }
      throw new RenderError("text", "did not fail")
    }
    expect(fail('{{ "%%%" | base64_decode }}')).toMatchObject({ field: "text", limit: false })
    expect(fail("{% for i in (1..4000000) %}{% endfor %}")).toMatchObject({ field: "text", limit: true })
    expect(fail("{% for i in (1..99999999) %}{% endfor %}")).toMatchObject({ field: "text", limit: false })
    expect(fail("{% nonsense %}")).toBeInstanceOf(RenderError)
  })
})
