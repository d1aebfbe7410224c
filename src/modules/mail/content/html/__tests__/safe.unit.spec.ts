/**
 * What reaches a mail is what was understood. Whatever was written, a browser that reads the finished mail by all the
 * rules of HTML finds in it nothing that runs, loads documents or sends anything.
 */
import { defaultTreeAdapter as tree, type DefaultTreeAdapterTypes, parse } from "parse5"

import type { Variables } from "../../../words"
import { createRandom } from "../../__tests__/support/random"
import { buildContent, type BuildContext } from "../../build"
import { compileContent } from "../../render"

const context: BuildContext = {
  kind: "member",
  from: { name: "Example Store", address: "shop@example.com" },
  replyTo: null,
  language: "en",
  signature: { text: null, html: null },
}

function build(body: string) {
  return buildContent({ subject: "News", body, format: "html", include_signature: false }, context)
}

function codes(body: string): string[] {
  return build(body).errors.map(({ code }) => code)
}

function render(body: string, variables: Variables): string {
  const { snapshot, errors } = build(body)
  expect(errors).toEqual([])
  return compileContent(snapshot).render(variables).html!
}

const NEVER =
  /^(?:iframe|frame|frameset|object|embed|applet|form|base|svg|math|template|noembed|noframes|xmp|plaintext|select|textarea)$/

/** What a browser would do with it that a mail must not do, scripts being on or off. */
function dangers(html: string): string[] {
  return [true, false].flatMap((scriptingEnabled) => {
    const found: string[] = []
    const open: DefaultTreeAdapterTypes.Node[] = [parse(html, { scriptingEnabled })]
    for (let node = open.pop(); node; node = open.pop()) {
      if (tree.isElementNode(node)) {
        const { tagName, attrs } = node
        const isData = attrs.some(({ name, value }) => name === "type" && value === "application/ld+json")
        if (NEVER.test(tagName) || (tagName === "script" && !isData)) {
          found.push(`<${tagName}>`)
        }
        for (const { name, value } of attrs) {
          const plain = value.replace(/[\u0000-\u0020]/g, "")
          if (/^on|^srcdoc$|^formaction$/.test(name) || /^(?:java|vb)script:|^data:text/i.test(plain)) {
            found.push(`${name}=${value}`)
          }
          if (name === "http-equiv" && /refresh/i.test(value)) {
            found.push(value)
          }
        }
      }
      open.push(...("childNodes" in node ? node.childNodes : []))
    }
    return found
  })
}

describe("A way around the check", () => {
  it.each([
    ['<!-- --!><img src="x" onerror="alert(1)"> -->', "forbidden_html"],
    ['<!--><img src="x" onerror="alert(1)">-->', "forbidden_html"],
    ['<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>', "forbidden_html"],
    ['<noframes><img title="</noframes><img src=x onerror=alert(1)>"></noframes>', "forbidden_html"],
    ["<svg><title><img src=x onerror=alert(1)></title></svg>", "forbidden_html"],
    ["<svg><style><img src=x onerror=alert(1)></style></svg>", "forbidden_html"],
    ["<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "forbidden_html"],
    ["<select><style><img src=x onerror=alert(1)></style></select>", "forbidden_html"],
    ["<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>", "forbidden_html"],
    ["<template><img src=x onerror=alert(1)></template>", "forbidden_html"],
    ["<xmp><img title='</xmp><script>alert(1)</script>'></xmp>", "forbidden_html"],
    ['{{ "<img src=x onerror=alert(1)>" | raw }}', "unsafe_raw"],
    ["{{ store.name | raw }}", "unsafe_raw"],
    ['{% assign x = "<script>" %}{{ x | raw }}', "unsafe_raw"],
    ["{% cycle '<script>' | raw %}", "unsafe_raw"],
    ['<meta http-equiv="{{ member.name }}" content="0;url=https://example.com">', "variable_in_markup"],
    ['<meta http-equiv="&#114;efresh" content="0">', "forbidden_html"],
    ['<a href="{% echo member.metadata.url %}">x</a>', "unsafe_url"],
    ['<a href="{% cycle member.metadata.url, member.name %}">x</a>', "unsafe_url"],
    ['<a href="{% liquid echo member.metadata.url %}">x</a>', "unsafe_url"],
    ['<a href="{% if member.name %}https://a{% else %}javascript:x{% endif %}">x</a>', "unsafe_url"],
    ['<a href="{% unless member.name %}java{% endunless %}script:x">x</a>', "unsafe_url"],
    ['{% if member.name %}<a title="{% endif %}x" onclick="y">', "forbidden_html"],
    ['{% if member.name %}<a title="{% endif %}">x</a>', "variable_in_markup"],
    ["{% if member.name %}<style>{% endif %}p{}</style>x", "variable_in_markup"],
    ['<p title="{% tablerow i in (1..2) %}x{% endtablerow %}">x</p>', "variable_in_markup"],
    ['<p style="width:expression(alert(1))">x</p>', "unsafe_style"],
    ['<p style="width:e\\78pression(alert(1))">x</p>', "unsafe_style"],
    ['<p style="-moz-binding:url(x)">x</p>', "unsafe_style"],
    ['<style>p{background:url("java\\73 cript:x")}</style>x', "unsafe_style"],
    ['<p style="background:url(file:///etc/passwd)">x</p>', "unsafe_url"],
    ['<p style="background:url({{ member.metadata.url }})">x</p>', "unsafe_url"],
    ['<p style="{{ member.metadata.css }}">x</p>', "variable_in_style"],
    ['<form action="https://example.com"><input name="password"></form>', "forbidden_html"],
    ['<base href="https://evil.example/">x', "forbidden_html"],
    ['<script type="application/ld+json" src="https://example.com/a.js"></script>x', "forbidden_html"],
    ["<script type='text/javascript'>x</script>", "forbidden_html"],
    ["<a ping='https://example.com'>x</a>", "forbidden_html"],
    ["x <a href='https://example.com", "unclosed_html"],
    ["x <!-- never ended", "unclosed_html"],
    ["<!--[if mso]><table>", "unclosed_html"],
  ])("%s is refused as %s", (body, code) => {
    expect(codes(body)).toContain(code)
  })

  it("does not lead through a second attribute of one name: only the first is there", () => {
    const mail = render('<a href="https://a.example" href="javascript:x">x</a>', {})
    expect(mail).toContain('<a href="https://a.example">x</a>')
    expect(mail).not.toContain("javascript")
  })
})

describe("A customer's data", () => {
  const evil = [
    '"><img src=x onerror=alert(1)>',
    "'><script>alert(1)</script>",
    "--><img src=x onerror=alert(1)>",
    "</title></style></script><img src=x onerror=alert(1)>",
    "red;background:url(https://evil.example/a.png)",
    "x);position:fixed;inset:0;background:url(//evil.example",
    "expression(alert(1))",
    "\\75rl(x)",
    "red}*{color:red",
  ]
  const places =
    "<title>{{ member.name }}</title><p title=\"{{ member.name }}\" class='{{ member.name }}'>{{ member.name }}</p>" +
    "<!-- {{ member.name }} --><!--[if mso]><p>{{ member.name }}</p><![endif]-->" +
    "<i style=\"color:{{ member.name }};font-family:'{{ member.name }}'\">x</i>" +
    "<b style=\"background:url('https://a.example/{{ member.name }}')\">y</b>" +
    "<u>{{ member.name | newline_to_br }}{{ member.name | escape | raw }}{% cycle member.name %}</u>" +
    '<script type="application/ld+json">{"a":"{{ member.name }}","b":{{ member.name }}}</script>'

  it.each(evil)("is text and nothing else wherever it stands: %s", (name) => {
    const mail = render(places, { member: { name } })
    expect(dangers(mail)).toEqual([])
    const data = /ld\+json">([^]*?)<\/script>/.exec(mail)![1]!
    expect(JSON.parse(data)).toEqual({ a: name, b: name })
    expect(mail).not.toContain("<img")
    const [, style = ""] = /<b style="([^"]*)"/.exec(mail) ?? []
    expect(style.replace(/&\w+;/g, "")).toMatch(/^background:url\('https:[^'();\s]*'\)$/)
  })

  it.each(evil)("brings no declarations into a style: %s", (name) => {
    expect(render('<i style="color:{{ member.name }}">x</i>', { member: { name } })).toContain(
      'style="color:"'
    )
  })

  it.each(["red", "#ff0000", "rgb(1, 2, 3)", "12px", "50%", '"Segoe UI", sans-serif', "メイリオ"])(
    "may choose the value of a property: %s",
    (name) => {
      const mail = render('<i style="color:{{ member.name }}">x</i>', { member: { name } })
      expect(mail).toContain(`style="color:${name.replaceAll('"', "&#34;")}"`)
    }
  )
})

/** Everything that has ever confused a parser, in any order. */
const PIECES = [
  ..."<>\"'=/&;-! ".split(""),
  ...["<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?x", "<!doctype html>", "<!--[if mso]>", "<![endif]-->"],
  ...[
    "<p ",
    "<a href=",
    "<img src=x ",
    "onerror=alert(1)",
    "</p>",
    "</a>",
    "<b>",
    "</b>",
    "<br/>",
    "<table>",
    "<td>",
  ],
  ...[
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<noscript>",
    "</noscript>",
    "<svg>",
    "</svg>",
    "<math>",
    "<script>",
  ],
  ...[
    "</script>",
    "<textarea>",
    "<select>",
    "<iframe>",
    "<template>",
    "<o:p>",
    "javascript:x",
    "data:text/html,x",
  ],
  ...[
    "{{ member.name }}",
    "{% if member.name %}",
    "{% else %}",
    "{% endif %}",
    "&lt;",
    "&#106;",
    'title="',
    "style='",
  ],
  ...["text", "\n", "\0", "color:red", "url(", ")", "<p>", "</td>", "</table>", "<a title='", '<p title="'],
]

it("Thousands of broken templates are refused, or do nothing", () => {
  const random = createRandom(20_260)
  let sent = 0
  for (let round = 0; round < 6_000; round++) {
    const length = random.integer(2, 10)
    const body = `x${Array.from({ length }, () => random.pick(PIECES)).join("")}`
    const { snapshot, errors } = build(body)
    if (errors.length) {
      continue
    }
    sent++
    for (const name of ['"><img src=x onerror=alert(1)>', ""]) {
      const { html } = compileContent(snapshot).render({ member: { name } })
      expect({ body, dangers: dangers(html!) }).toEqual({ body, dangers: [] })
    }
  }
  expect(sent).toBeGreaterThan(500)
})
