import { processorTime } from "../../../../../integration-tests/support/processor-time"
import { analyseTemplate } from "../analyse"
import type { ContentKind } from "../catalogue"

function analyse(source: string, html = true, kind: ContentKind = "member") {
  return analyseTemplate(source, { field: "body", kind, html })
}

function codes(source: string, html = true, kind: ContentKind = "member") {
  return analyse(source, html, kind).issues.map((issue) => issue.code)
}

describe("the variables that a template names", () => {
  it("are dotted paths, without locals, loops and Liquid's own properties", () => {
    const { paths, issues } = analyse(
      "{% assign greeting = member.first_name | default: member.name %}{{ greeting }}" +
        "{% for tag in member.metadata.tags %}{{ forloop.index }}{{ tag.label }}{% endfor %}" +
        "{{ member.metadata.list[0].title }}{{ member.company_name.size }}{{ unsubscribe_url }}"
    )
    expect(issues).toEqual([])
    expect(paths).toEqual([
      "member.company_name",
      "member.first_name",
      "member.metadata.list",
      "member.metadata.tags",
      "member.name",
      "unsubscribe_url",
    ])
  })

  it("fetch the whole of what a dotted path cannot express", () => {
    expect(analyse('{{ member.metadata["a.b"] }}{{ member.metadata["c d"] }}').paths).toEqual([
      "member.metadata",
      "member.metadata.c d",
    ])
  })

  it("may be any for single mail, and any below order for order mail", () => {
    expect(codes("{{ anything.at.all }}", false, "single")).toEqual([])
    expect(codes("{{ order.items[0].title }}", false, "order")).toEqual([])
    expect(codes("{{ order.id }}", false, "member")).toEqual(["unknown_variable"])
  })
})

describe("mistakes are found with their place", () => {
  it("an unknown variable, with the one that was meant", () => {
    expect(analyse("Dear\n  {{ member.frist_name }}").issues).toEqual([
      {
        field: "body",
        code: "unknown_variable",
        values: { name: "member.frist_name", suggestion: "member.first_name" },
        message: 'There is no variable "member.frist_name". Did you mean "member.first_name"?',
        line: 2,
        column: 6,
      },
    ])
    expect(analyse("{{ first_name }}").issues[0]?.message).toContain('"member.first_name"')
    expect(analyse("{{ xyz }}").issues[0]?.message).toBe('There is no variable "xyz".')
  })

  it("a group where a variable is wanted", () => {
    expect(analyse("{{ store }}").issues[0]).toMatchObject({
      code: "incomplete_variable",
      message: expect.stringContaining("store.name, store.address"),
    })
  })

  it("an unknown filter, also where the parser does not look", () => {
    expect(analyse("a\n {{ member.name | upcas }}").issues).toEqual([
      expect.objectContaining({
        code: "unknown_filter",
        message: expect.stringContaining('Did you mean "upcase"?'),
        line: 2,
        column: 2,
      }),
    ])
    expect(codes('{% cycle "a" | nope, "b" %}')).toEqual(["unknown_filter"])
    // That of other mail is not said to be the one that was meant.
    expect(analyse("{{ 1 | money }}").issues[0]?.message).not.toContain('mean "money"')
  })

  it.each([
    ["{% if member.name %}", "syntax"],
    ["{{ member.name", "syntax"],
    ["{{ | }}", "syntax"],
    ["{% iff member.name %}{% endif %}", "unknown_tag"],
  ])("%s is %s", (source, code) => {
    expect(codes(source)).toEqual([code])
  })

  it.each(["include", "render", "layout", "block"])("the tag %s, which would read files", (tag) => {
    expect(codes(`{% ${tag} ".env" %}`)).toEqual(["forbidden_tag"])
  })

  it("access by the value of another variable", () => {
    expect(codes("{{ member[store.name] }}")).toEqual(["dynamic_access"])
    expect(codes("{{ member.metadata[member.name] }}")).toEqual(["dynamic_access"])
  })

  it("a local that hides a variable", () => {
    expect(codes('{% assign unsubscribe_url = "javascript:x" %}', false)).toEqual(["reserved_name"])
    expect(codes("{% for member in member.metadata.friends %}{% endfor %}", false)).toEqual(["reserved_name"])
  })
})

describe("what would take too long to be read is refused at once", () => {
  const rules = (count: number, rule: (index: number) => string) =>
    `<style>${Array.from({ length: count }, (_, index) => rule(index)).join("")}</style>`

  it.each([
    ["a long text", "x".repeat(200_001), "too_long"],
    ["tags without end", "{% if 1 %}".repeat(15_000), "too_many_tags"],
    ["many outputs", "{{ member.name }}".repeat(2_001), "too_many_tags"],
    [
      "many names behind a long text",
      `${"x".repeat(150_000)}{% if ${"a or ".repeat(700)}a %}{% endif %}`,
      "too_many_tags",
    ],
    ["one long tag", `{{ "${"x".repeat(5_000)}" }}`, "too_long"],
    ["nested tags", "{% if 1 %}".repeat(60) + "{% endif %}".repeat(60), "too_deep"],
    ["tags nested in one", `{% liquid ${"\nif 1".repeat(60)}${"\nendif".repeat(60)}\n%}`, "too_deep"],
    [
      "nested brackets",
      `{{ member.metadata${"[a".repeat(1_800)}${"]".repeat(1_800)} }}`.slice(0, 4_990) + "}}",
      "too_deep",
    ],
    ["nested elements", "<b>".repeat(5_000), "too_deep"],
    ["nested tables", "<table><tr><td>".repeat(100), "too_deep"],
    ["many elements", "<br>".repeat(5_001), "too_many_elements"],
    [
      "1,400 rules for 1,400 elements",
      rules(1_400, (n) => `.c${n}{color:red}`) + "<p>x</p>".repeat(1_400),
      "css_too_large",
    ],
    ["rules that never end", `<style>${"a{".repeat(60_000)}</style>`, "css_too_large"],
    ["many declarations", `<style>p{${"margin:0;".repeat(5_001)}}</style>`, "css_too_large"],
    ["what an element has in it", rules(1, () => "*:has(* * * * u){color:red}"), "css_too_complex"],
    ["what an element is not", rules(1, () => "*:not(:not(u)){color:red}"), "css_too_complex"],
    ["many steps down", rules(1, () => "* * * * * * u{color:red}"), "css_too_complex"],
    [
      "many siblings",
      rules(100, () => "p:nth-child(2n){color:red}") + "<p>x</p>".repeat(2_000),
      "css_too_complex",
    ],
    ["variables of variables", rules(1, () => "p{--a:var(--b) var(--b)}"), "css_too_complex"],
  ])("%s", (_what, source, code) => {
    const taken = processorTime(() => expect(codes(source)).toEqual([code]))
    // Reading these took between 5 and 260 s.
    expect(taken).toBeLessThan(2_000)
  })

  it("and nobody is told more at once than can be mended", () => {
    expect(analyse("{{ a.b }}<p onclick=''>".repeat(400)).issues).toHaveLength(20)
    expect(analyse(Array.from({ length: 400 }, (_, n) => `{{ a${n} }}`).join("")).issues).toHaveLength(20)
  })

  it("what newsletters are made of is not", () => {
    const styles = rules(120, (n) => `.c${n}, td.c${n} a { color: red; margin: 0 auto; padding: 4px }`)
    const row =
      '<tr><td class="c1"><table><tr><td><a href="https://example.com">{{ member.name }}</a></td></tr></table></td></tr>'
    const source = `${styles}<style>tr:nth-child(even){background:#eee} a:not(.b){color:red}</style><table>${row.repeat(120)}</table>`
    expect(analyse(source).issues).toEqual([])
  })

  it.each(["where_exp", "reject_exp", "group_by_exp", "has_exp", "find_index_exp", "find_exp"])(
    "the filter %s, which is a template of its own",
    (filter) => {
      expect(codes(`{% if member.metadata.list | ${filter}: "i", "i > 3" %}{% endif %}`)).toEqual([
        "forbidden_filter",
      ])
      expect(codes(`{% cycle member.metadata.list | ${filter}: "i", "i" %}`)).toEqual(["forbidden_filter"])
    }
  )
})

describe("raw output", () => {
  it.each([
    "{{ member.name | raw }}",
    "{{ 'x' | append: member.name | raw }}",
    "{% echo member.name | raw %}",
    "{% cycle member.name | raw %}",
    "{% if store.name %}{% for i in (1..2) %}{{ i | raw }}{% endfor %}{% endif %}",
    "{% liquid echo member.name | raw %}",
    "{{ member.name | escape | replace: '&lt;', '<' | raw }}",
  ])("is refused for %s", (source) => {
    expect(codes(source)).toContain("unsafe_raw")
  })

  it("is allowed for the store's own text and for what was just escaped", () => {
    expect(codes("{{ store.address | newline_to_br | raw }}")).toEqual([])
    expect(codes("{{ member.metadata.note | escape | newline_to_br | raw }}")).toEqual([])
  })

  it("means nothing in plain text", () => {
    expect(codes("{{ member.name | raw }}", false)).toEqual([])
  })
})

describe("HTML around Liquid", () => {
  it.each([
    '<a href="{{ unsubscribe_url }}">',
    "<a href='{{- unsubscribe_url -}}?x={{ member.name }}'>",
    '<a href="https://example.com/{{ member.metadata.id }}">',
    '<a href="mailto:{{ member.email }}">',
    '<a href="{{ member.metadata.home | safe_url }}">',
    '<a href="#top"><a href="/path/{{ member.name }}"><a href="">',
    '<img src="cid:logo"><img src="data:image/png;base64,AAAA" alt="{{ member.name }}">',
    '<a href="https://example.com/?time=12:30&x=javascript">',
    "<style>a { color: red }</style><p>{% if member.name %}x{% endif %}</p>",
    '<td class="{% if member.name %}a{% else %}b{% endif %}">',
    "<!-- {{ member.name }} -->",
    '<img srcset="https://a.example/1.png 1x, https://a.example/2.png 2x">',
  ])("%s is fine", (source) => {
    expect(analyse(source).issues).toEqual([])
  })

  it.each([
    ['<a href="javascript:alert(1)">', "unsafe_url"],
    ['<a href="JaVa\nScript&colon;alert(1)">', "unsafe_url"],
    ['<a href="&#106;avascript:alert(1)">', "unsafe_url"],
    ["<a href=javascript:alert(1)>", "unsafe_url"],
    ['<a href="  vbscript:x">', "unsafe_url"],
    ['<a href="ftp://example.com">', "unsafe_url"],
    ['<a href="data:text/html,x">', "unsafe_url"],
    ['<img src="data:image/svg+xml,x">', "unsafe_url"],
    ['<img src="data:image/{{ member.name }}">', "unsafe_url"],
    ['<a href="{{ member.metadata.url }}">', "unsafe_url"],
    ["<a href=\"{{ 'javascript:' }}\">", "unsafe_url"],
    ["<a href=\"{{ unsubscribe_url | replace: 'https', 'javascript' }}\">", "unsafe_url"],
    ['<a href="java{{ member.name }}">', "unsafe_url"],
    ['<a href="{% if 1 %}javascript{% endif %}:x">', "unsafe_url"],
    ['<img srcset="https://a.example/1.png 1x, javascript:x 2x">', "unsafe_url"],
    ['<form action="{{ member.name }}">', "unsafe_url"],
    ['<!--[if mso]><a href="javascript:x"><![endif]-->', "unsafe_url"],
    ['{% if 0 %}<!--{% endif %}<a href="javascript:x">{% if 0 %}-->{% endif %}', "variable_in_markup"],
    ["<a href=https://example.com/{{ member.name }}>", "unquoted_attribute"],
    ["<p {{ member.name }}>", "variable_in_markup"],
    ['<p {% if 1 %}class="a"{% endif %}>', "variable_in_markup"],
    ["<h{{ member.name }}>", "variable_in_markup"],
    ['<p onclick="x">', "forbidden_html"],
    ["<script>x</script>", "forbidden_html"],
    ['<meta http-equiv="refresh" content="0;url=https://example.com">', "forbidden_html"],
    ["<style>a { color: {{ member.metadata.color }} }</style>", "variable_in_style"],
  ])("%s is %s", (source, code) => {
    expect(codes(source)).toContain(code)
  })

  it("is named with the place in the template as written", () => {
    const { issues } = analyse('{{ member.name }}\n<p>日本</p> <a title="a" href="javascript:x">')
    expect(issues).toEqual([expect.objectContaining({ code: "unsafe_url", line: 2, column: 24 })])
  })
})

/** A slip of the pen: each is told by what helps, in anybody's language. */
it.each([
  ["{% if %}x{% endif %}", "no_value"],
  ["{{ | upcase }}", "no_value"],
  ["{% assign a = %}", "no_value"],
  ["{% case %}{% endcase %}", "no_value"],
  ["{{ = member.name }}", "value"],
  ["{% if member.name = 'a' %}x{% endif %}", "equals"],
  ["{% if member.name && 1 %}x{% endif %}", "operator"],
  ["{{ member..name }}", "filter"],
  ['{{ member.name | upcase: "a" "b" }}', "unexpected"],
  ["{{ member.name | upcase upcase }}", "filter"],
  ["{% for n in (1..3 %}x{% endfor %}", "range"],
  ["{% if (member.name %}x{% endif %}", "range"],
  ["{{ member.metadata['a' }}", "bracket"],
  ["{% %}", "tag_name"],
  ["{% = 1 %}", "tag_name"],
  ["{% assign = 1 %}", "assign"],
  ["{% assign a 1 %}", "assign"],
  ["{% capture %}x{% endcapture %}", "capture"],
  ["{% for n of member.metadata.x %}x{% endfor %}", "loop"],
  ["{% for %}x{% endfor %}", "loop"],
  ["{% tablerow %}x{% endtablerow %}", "loop"],
  ["{% cycle %}", "cycle"],
  ["{% if 1 %}a{% else %}b{% else %}c{% endif %}", "branch"],
  ["{% if 1 %}a{% else %}b{% elsif 2 %}c{% endif %}", "branch"],
  ["{% # a\nb %}", "comment"],
  ['{{ "a }}', "not_closed"],
])("%s is wrong in its own way: %s", (source, reason) => {
  expect(analyse(source, false).issues).toMatchObject([{ code: "syntax", values: { reason } }])
})
