import type { MemberContent, OrderContent } from "../../words"
import { buildContent, type BuildContext } from "../build"
import { exampleVariables } from "../catalogue"
import { compileContent } from "../render"

const context: BuildContext = {
  kind: "member",
  from: { name: "Example Store", address: "shop@example.com" },
  replyTo: null,
  language: "en",
  signature: { text: "--\n{{ store.name }} <Tokyo>", html: null },
  example: exampleVariables("order", "en"),
}

function member(content: Partial<MemberContent>): MemberContent {
  return { subject: "News", body: "Hello", format: "text", include_signature: false, ...content }
}

function build(content: Partial<MemberContent>, overrides: Partial<BuildContext> = {}) {
  return buildContent(member(content), { ...context, ...overrides })
}

function rendered(content: Partial<MemberContent>, overrides: Partial<BuildContext> = {}) {
  const { snapshot, errors } = build(content, overrides)
  expect(errors).toEqual([])
  return compileContent(snapshot).render(exampleVariables("member", "en"))
}

describe("a text mail", () => {
  it("is what was written, with the signature below", () => {
    const mail = rendered({ body: "Dear {{ member.name }} & all", include_signature: true })
    expect(mail.html).toBeNull()
    expect(mail.text).toBe("Dear Hanako Yamada & all\n\n--\nExample Store <Tokyo>")
  })

  it("takes a signature that was only written as HTML", () => {
    const signature = { text: null, html: "<p>{{ store.name }}<br>A &amp; B</p>" }
    expect(rendered({ include_signature: true }, { signature }).text).toBe("Hello\n\nExample Store\nA & B")
  })
})

describe("an HTML mail", () => {
  it("has its style sheet in the elements, and media queries kept", () => {
    const { html } = rendered({
      format: "html",
      body: "<style>p{color:red} @media print{p{color:black}}</style><p>{{ member.name }}</p>",
    })
    expect(html).toContain('<p style="color: red;">Hanako Yamada</p>')
    expect(html).toContain("@media print")
  })

  it("keeps Liquid through both libraries, in rows, attributes and arguments", () => {
    const body =
      "<style>td{color:red}</style><table>{% for tag in member.metadata.tags %}" +
      '<tr><td title="{{ tag }}">{{ tag | prepend: "<&>" }}</td></tr>{% else %}<tr><td>none</td></tr>' +
      '{% endfor %}</table><p class="{% if member.name %}a{% else %}b{% endif %}">x</p>'
    const { snapshot, errors } = build({ format: "html", body })
    expect(errors).toEqual([])
    const mail = compileContent(snapshot).render({ member: { name: "A", metadata: { tags: ["x", 'y"'] } } })
    expect(mail.html).toContain('<td title="y&#34;" style="color: red;">&lt;&amp;&gt;y&#34;</td>')
    expect(mail.html).toContain('<p class="a">x</p>')
    expect(mail.text).toContain('<&>x\n\n<&>y"')
  })

  it("has a text alternative with links and without escapes or shouting", () => {
    const { text } = rendered({
      format: "html",
      body:
        '<h1>For {{ member.company_name }}</h1><p>A &amp; B: <a href="{{ unsubscribe_url }}">stop</a></p>' +
        '<img src="https://example.com/a.png" alt="Logo">',
    })
    expect(text).toBe(
      "For Example Trading Ltd\n\nA & B: stop [https://example.com/mail/unsubscribe/example]\n\nLogo"
    )
    const { snapshot } = build({ format: "html", body: "<p>{{ member.name }}</p>" })
    const mail = compileContent(snapshot).render({ member: { name: "R&D <x>" } })
    expect(mail.text).toBe("R&D <x>")
    expect(mail.html).toContain("<p>R&amp;D &lt;x&gt;</p>")
  })

  it("leaves no blank lines where a condition stood", () => {
    const body = "<p>a</p>{% if member.metadata.vip %}<p>vip</p>{% endif %}<p>b</p>"
    const { snapshot } = build({ format: "html", body })
    const text = (vip: boolean) => compileContent(snapshot).render({ member: { metadata: { vip } } }).text
    expect(text(true)).toBe("a\n\nvip\n\nb")
    expect(text(false)).toBe("a\n\nb")
  })

  it("has the signature inside the body of the document, in both parts", () => {
    const mail = rendered({
      format: "html",
      body: "<html><body><p>Hello</p></body></html>",
      include_signature: true,
    })
    expect(mail.html).toMatch(
      /<p>Hello<\/p>\s*<div[^>]*>--<br>\s*Example Store &lt;Tokyo&gt;<\/div>\s*<\/body>/
    )
    expect(mail.text).toBe("Hello\n\n--\nExample Store <Tokyo>")
  })

  it("reads no files and fetches nothing", () => {
    const body = '<link rel="stylesheet" href="http://127.0.0.1:1/a.css"><p>x</p>'
    const { html } = rendered({ format: "html", body })
    expect(html).toContain('<link rel="stylesheet" href="http://127.0.0.1:1/a.css">')
    expect(html).not.toContain("<style")
  })
})

describe("the preheader", () => {
  const body =
    '<html><head><style>div{padding:9px}</style></head><body class="a"><div>Hello</div></body></html>'
  const shown = 'Only for {{ member.first_name }}: 5 < 6 & "more"'

  it("stands hidden at the top of the HTML body, escaped, before room that keeps the text away", () => {
    const { html, text } = rendered({ format: "html", body, preheader: ` ${shown} ` })
    expect(html).toMatch(
      /<body class="a">\n<div style="display:none;mso-hide:all;[^"]*">Only for Hanako: 5 &lt; 6 &amp; "more"\n(?:&#847;&zwnj;&nbsp;)+\n/
    )
    expect(html!.indexOf("&nbsp;</div>")).toBeLessThan(html!.indexOf('<div style="padding: 9px;">Hello'))
    expect(Math.max(...html!.split("\n").map(({ length }) => length))).toBeLessThan(998)
    expect(text).toBe("Hello")
  })

  it("is above everything of an HTML mail that is no document, in all its beginnings, and of an order mail", () => {
    expect(rendered({ format: "html", body: "<p>Hi</p>", preheader: "First" }).html).toMatch(
      /<body>\n<div [^>]*>First\n[^<]*<\/div>\s*<p>Hi/
    )
    const twice = "{% if member.name %}<body class='a'>{% else %}<body class='b'>{% endif %}Hi</body>"
    expect(
      build({ format: "html", body: twice, preheader: "First" }).snapshot.html!.match(/First/g)
    ).toHaveLength(2)
    const order: OrderContent = {
      ...{ source: "order", subject: "S", preheader: "No. {{ order.number }}", header: "<p>Above</p>" },
      ...{ footer: "", format: "html", include_signature: false },
    }
    const { snapshot, errors } = buildContent(order, { ...context, kind: "order" })
    expect(errors).toEqual([])
    expect(snapshot.variables).toEqual(["order.number"])
    expect(compileContent(snapshot).render({ order: { number: "7" } }).html).toMatch(/No\. 7\n[^]*Above/)
  })

  it("is checked like every other text of the mail", () => {
    expect(build({ format: "html", body, preheader: "{{ member.nmae }}" }).errors).toEqual([
      expect.objectContaining({ field: "preheader", code: "unknown_variable" }),
    ])
    expect(build({ format: "html", body, preheader: "{{ signature }}" }).errors).toEqual([
      expect.objectContaining({ field: "preheader", code: "signature_place" }),
    ])
    expect(
      build({ format: "html", body, preheader: '{{ "x" | base64_decode: 1, 2 | raw }}' }).errors
    ).not.toEqual([])
  })

  it("belongs to no plain-text mail, and a blank one to none", () => {
    expect(build({ preheader: "First" }).errors).toEqual([
      expect.objectContaining({ field: "preheader", code: "html_only" }),
    ])
    expect(build({ preheader: "  " }).errors).toEqual([])
    const without = rendered({ format: "html", body })
    expect(rendered({ format: "html", body, preheader: " " })).toEqual(without)
    expect(without.html).not.toContain("mso-hide")
  })

  it("is warned of where the HTML begins with one of its own", () => {
    const own = '<style>.pre{display:none}</style><!-- own --><span class="pre">Own</span><p>Hi</p>'
    expect(build({ format: "html", body: own, preheader: "First" }).warnings).toEqual([
      expect.objectContaining({ field: "preheader", code: "preheader_twice" }),
    ])
    expect(build({ format: "html", body: own }).warnings).toEqual([])
    expect(build({ format: "html", body: "<p>Hi</p>" + own, preheader: "First" }).warnings).toEqual([])
  })
})

describe("the signature", () => {
  it("is warned of if the text contains it already, however it is wrapped", () => {
    const { warnings } = build({
      body: "Hello\n--\r\n{{ store.name }}   <Tokyo>\n",
      include_signature: true,
    })
    expect(warnings).toEqual([expect.objectContaining({ field: "signature", code: "signature_twice" })])
    const html = build({
      format: "html",
      body: "<p>--<br>{{ store.name }} &lt;Tokyo&gt;</p>",
      include_signature: true,
    })
    expect(html.warnings.map((warning) => warning.code)).toEqual(["signature_twice"])
    expect(build({ include_signature: true }).warnings).toEqual([])
  })

  it("is held to the rules of HTML where it will stand in HTML", () => {
    const signature = { text: "{{ member.name | raw }}", html: null }
    const { errors } = build({ format: "html", include_signature: true }, { signature })
    expect(errors).toEqual([expect.objectContaining({ field: "signature", code: "unsafe_raw" })])
  })
})

describe("an order mail", () => {
  it("has its insert between header and footer, in both parts", () => {
    const order: OrderContent = {
      source: "order",
      subject: "Order {{ order.number }}",
      header: "<html><body><p>Dear {{ member.name }}</p>",
      footer: "<p>Bye</p></body></html>",
      format: "html",
      include_signature: true,
    }
    const insert = { html: "<p>No. {{ order.number }}</p>", text: "No. {{ order.number }}" }
    const { snapshot, errors } = buildContent(order, { ...context, kind: "order", insert })
    expect(errors).toEqual([])
    expect(snapshot.variables).toEqual(["member.name", "order.number", "store.name"])
    const mail = compileContent(snapshot).render({
      member: { name: "A" },
      order: { number: 7 },
      store: { name: "S" },
    })
    expect(mail.subject).toBe("Order 7")
    expect(mail.text).toBe("Dear A\n\nNo. 7\n\nBye\n\n--\nS <Tokyo>")
    expect(mail.html).toMatch(/Dear A<\/p>\s*<p>No. 7<\/p>\s*<p>Bye<\/p>\s*<div[^>]*>--<br>/)
  })
})

describe("what cannot be sent", () => {
  it("is listed with its field, and never thrown", () => {
    const { errors } = build({ subject: "{{ nope }}", body: "{% if %}" })
    expect(errors.map(({ field, code }) => [field, code])).toEqual([
      ["subject", "unknown_variable"],
      ["body", "syntax"],
    ])
  })

  it.each([
    [{ subject: "  " }, "subject", "required"],
    [{ subject: "a\r\nBcc: b@example.com" }, "subject", "line_break"],
    [{ body: " \n" }, "body", "required"],
    [{ body: "{% for i in (1..4000000) %}{% endfor %}" }, "body", "limit"],
    [{ body: "{% for i in (1..99999999) %}{% endfor %}" }, "body", "limit"],
    [{ body: '{{ "%%%" | base64_decode }}' }, "body", "render"],
    [
      {
        body: '{% assign a = "x" | split: "," %}{% for i in (1..60) %}{% assign a = a | push: a | push: a %}{% endfor %}{{ a }}',
      },
      "body",
      "limit",
    ],
    [{ body: "{% for i in (1..40000) %}" + "x".repeat(1_000) + "{% endfor %}" }, "body", "limit"],
    [{ subject: "{% for i in (1..2000) %}ab{% endfor %}" }, "subject", "limit"],
  ])("%j", (content, field, code) => {
    expect(build(content).errors).toEqual([expect.objectContaining({ field, code })])
  })
})
