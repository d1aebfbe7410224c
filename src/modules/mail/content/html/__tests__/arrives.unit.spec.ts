/** HTML arrives as it was written: nothing is refused that mail programs show, and nothing vanishes without a word. */
import type { MemberContent, Variables } from "../../../words"
import { buildContent, type BuildContext } from "../../build"
import { compileContent } from "../../render"

const context: BuildContext = {
  kind: "member",
  from: { name: "Example Store", address: "shop@example.com" },
  replyTo: null,
  language: "en",
  signature: { text: null, html: null },
}

function build(body: string, overrides: Partial<BuildContext & MemberContent> = {}) {
  const content = { subject: "News", body, format: "html" as const, include_signature: false, ...overrides }
  return buildContent(content, { ...context, ...overrides })
}

function mailOf(
  body: string,
  variables: Variables = {},
  overrides: Partial<BuildContext & MemberContent> = {}
) {
  const { snapshot, errors } = build(body, overrides)
  expect(errors).toEqual([])
  const mail = compileContent(snapshot).render(variables)
  return { ...mail, html: mail.html ?? "" }
}

function html(body: string, variables: Variables = {}): string {
  return mailOf(body, variables).html
}

function warnings(body: string, overrides: Partial<BuildContext & MemberContent> = {}): string[] {
  const { errors, warnings: found } = build(body, overrides)
  expect(errors).toEqual([])
  return found.map(({ code }) => code)
}

const vip = { member: { metadata: { vip: true, color: "red" }, name: "A" } }

describe("A style in an element", () => {
  it.each([
    "font-family: &quot;Segoe UI&quot;, Arial; color: red",
    ";",
    "",
    "-webkit-text;",
    "color:red;;:;broken",
    "color: red !important",
    "background: url('https://example.com/a.png?x=1;y=2')",
    "mso-table-lspace: 0pt; -ms-text-size-adjust: 100%",
  ])("stays to the letter: %s", (style) => {
    expect(html(`<style>b{margin:0}</style><p style="${style}">x</p>`)).toContain(`<p style="${style}">x</p>`)
  })

  it("wins over the sheet, and over what the sheet calls important only if it says so itself", () => {
    const sheet = "<style>p{color:red;margin:0} i{color:red!important}</style>"
    expect(html(`${sheet}<p style="color:blue">x</p>`)).toContain('<p style="margin: 0; color:blue">')
    expect(html(`${sheet}<i style="color:blue">x</i>`)).toContain('<i style="color:blue; color: red;">')
    expect(html(`${sheet}<i style="color:blue!important">x</i>`)).toContain("color:blue!important")
  })

  it("keeps its Liquid: conditions with their end, outputs as the value of a property", () => {
    const body =
      '<style>p{margin:0}</style><p style="{% if member.metadata.vip %}color:gold;{% else %}color:grey;{% endif %}' +
      'background:{{ member.metadata.color }}">x</p>'
    expect(html(body, vip)).toContain('<p style="margin: 0; color:gold;background:red">')
    expect(html(body, { member: { metadata: {} } })).toContain("color:grey;background:")
  })

  it("can be words of the template's own as a whole, but not a customer's data", () => {
    const own = '{% assign look = "color:red;margin:0" %}<p style="{{ look }}">x</p>'
    expect(html(own)).toContain('<p style="color:red;margin:0">')
    expect(build('<p style="{{ member.metadata.css }}">x</p>').errors).toEqual([
      expect.objectContaining({ code: "variable_in_style", line: 1, column: 4 }),
    ])
  })

  it("leaves the attributes beside it alone", () => {
    const body =
      '<style>td{background-color:#fff;width:10px}</style><table><tr><td bgcolor="{{ member.metadata.color }}" ' +
      'width="{{ member.name }}">x</td></tr></table>'
    expect(html(body, vip)).toContain('<td bgcolor="red" width="A"')
  })
})

describe("A style sheet", () => {
  it.each([
    "[data-ogsc] .x{color:red}",
    ".ExternalClass p{line-height:100%}",
    "#outlook a{padding:0}",
    "u + .body .gmail{color:red}",
    "a[x-apple-data-detectors]{color:inherit}",
    "@supports (display:grid){.x{display:grid}}",
    '@import url("https://fonts.example.com/a.css");',
    "@font-face{font-family:X;src:url(https://example.com/x.woff)}",
    "a:hover{color:red}",
    ".later{color:red}",
  ])("stays beside the elements: %s", (rule) => {
    expect(html(`<style>${rule}</style><p>x</p>`)).toContain(rule)
  })

  it.each(["print", "(max-width:600px)", "only screen and (max-width: 480px)"])(
    "for %s is not for everybody",
    (media) => {
      const mail = html(`<style media="${media}">p{color:red}</style><p>x</p>`)
      expect(mail).toContain("<p>x</p>")
      expect(mail).toContain(`media="${media}"`)
    }
  )

  it("is heard over what was worked in: media queries, the pointer, classes that Liquid chooses", () => {
    const mail = html(
      "<style>.b{color:blue;width:600px} @media (max-width:600px){.b{width:100%}} .b:hover{color:red} " +
        '.gold{color:gold}</style><p class="b{% if member.metadata.vip %} gold{% endif %}">x</p>',
      vip
    )
    expect(mail).toContain('<p class="b gold" style="color: blue; width: 600px;">')
    expect(mail).toMatch(/\{\.b\{width:100% ?!important\}\}/)
    expect(mail).toMatch(/\.b:hover\{color:red ?!important\}/)
    expect(mail).toMatch(/\.gold\{color:gold ?!important\}/)
  })

  it("is not worked into rows that a loop may make more of", () => {
    const rows =
      "<style>tr:first-child{color:red}</style><table>" +
      "{% for tag in member.metadata.tags %}<tr><td>{{ tag }}</td></tr>{% endfor %}</table>"
    expect(html(rows, { member: { metadata: { tags: ["a", "b"] } } })).not.toContain("<tr style")
  })

  it("may stand in comment marks, and be broken", () => {
    const mail = html("<style><!-- p{color:red;;-webkit-text;} b{ --></style><p>x</p>")
    expect(mail).toContain('<p style="color: red;">')
  })
})

describe("A document", () => {
  it("is made whole if it was not", () => {
    for (const language of ["en", "ja"] as const) {
      const { html: mail } = mailOf("<style>p{color:red}</style><p>x</p>", {}, { language })
      expect(mail).toMatch(/^<!DOCTYPE html>\n<html lang="(en|ja)">\n<head>\n<meta charset="utf-8">/)
      expect(mail).toContain(`lang="${language}"`)
      expect(mail).toMatch(/<style>[^]*<\/style>\s*<\/head>\s*<body>\s*<p style/)
    }
  })

  it("keeps what it has: doctype, language, head", () => {
    const doctype =
      '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
    const body = `${doctype}<html lang="fr" xmlns:v="urn:schemas-microsoft-com:vml"><head><title>T</title></head><body bgcolor="#eee">x</body></html>`
    const mail = html(body)
    expect(mail.startsWith(doctype)).toBe(true)
    expect(mail).toContain('<html lang="fr" xmlns:v="urn:schemas-microsoft-com:vml">')
    expect(mail.match(/<(?:html|head|body|title|meta)\b/g)).toHaveLength(5)
  })

  it.each([
    '<meta charset="shift_jis">',
    '<meta http-equiv="Content-Type" content="text/html; charset=iso-2022-jp">',
  ])("leaves in UTF-8, whatever was pasted: %s", (meta) => {
    const mail = html(`<html><head>${meta}</head><body>x</body></html>`)
    expect(mail).toMatch(/utf-8/)
    expect(mail).not.toMatch(/shift_jis|iso-2022/)
  })

  it("keeps what Outlook alone reads, and data for mail programs", () => {
    const outlook =
      "<!--[if mso]><noscript><xml><o:OfficeDocumentSettings><o:AllowPNG /></o:OfficeDocumentSettings></xml></noscript>" +
      '<v:roundrect href="https://example.com" style="height:40px;v-text-anchor:middle;" fillcolor="#556270"><w:anchorlock /></v:roundrect><![endif]-->'
    const others = "<!--[if !mso]><!--><b>x</b><!--<![endif]-->"
    const json =
      '<script type="application/ld+json">{"@type":"Order","n":"{{ member.name }}","j":{{ member.name | json }}}</script>'
    const mail = html(`<p>x</p>${outlook}${others}<o:p></o:p>${json}`, { member: { name: 'a"</script>' } })
    expect(mail).toContain(outlook)
    expect(mail).toContain(others)
    expect(mail).toContain("<o:p></o:p>")
    const data = /ld\+json">([^]*?)<\/script>/.exec(mail)![1]!
    expect(JSON.parse(data)).toEqual({ "@type": "Order", n: 'a"</script>', j: 'a"</script>' })
  })

  it.each(["sms:+81312345678", "tel:110", "whatsapp://send?text=x", "webcal://example.com/a.ics"])(
    "may link to %s",
    (url) => {
      expect(html(`<a href="${url}">x</a>`)).toContain(`href="${url}"`)
    }
  )

  it("may choose between two openings of one element, and between addresses", () => {
    const body =
      '{% if member.metadata.vip %}<p class="a">{% else %}<p class="b">{% endif %}x</p>' +
      '<a href="{% if member.metadata.vip %}https://a.example{% else %}https://b.example{% endif %}/x">y</a>'
    expect(html(body, vip)).toContain('<p class="a">x</p><a href="https://a.example/x">y</a>')
  })

  it("may speak of scripts and smaller numbers", () => {
    const mail = html("<p>JavaScript: The Guide, 1 < 2 &amp; 3</p><p>vbscript:</p>")
    expect(mail).toContain("<p>JavaScript: The Guide, 1 &lt; 2 &amp; 3</p>")
  })

  it("of plain text keeps its line breaks", () => {
    const mail = html(
      "Dear {{ member.name }},\n\nFirst\nsecond {% if member.metadata.vip %}\nVIP{% endif %}\n\nBye",
      vip
    )
    expect(mail).toMatch(/<p>Dear A,<\/p>\n<p>First<br>\nsecond <br>\nVIP<\/p>\n<p>Bye<\/p>/)
    expect(html("<b>one</b>\ntwo")).toContain("<p><b>one</b><br>\ntwo</p>")
    expect(html("<p>one\ntwo</p>")).toContain("<p>one\ntwo</p>")
  })

  it.each(["", " \n", "<p> </p>", "<html><body></body></html>", "{% comment %}x{% endcomment %}<br>"])(
    "with nothing to be seen is refused: %j",
    (body) => {
      expect(build(body).errors).toEqual([expect.objectContaining({ field: "body", code: "required" })])
    }
  )

  it("of pictures alone is not empty", () => {
    expect(build('<img src="https://example.com/a.png">').errors).toEqual([])
  })
})

describe("The signature", () => {
  const signature = { text: "Shop {{ store.name }}", html: null }

  it("stands where the layout wants it, and not twice", () => {
    const body = "<table><tr><td>{{ signature }}</td></tr></table><p>end</p>"
    const mail = mailOf(body, { store: { name: "S" } }, { signature, include_signature: true })
    expect(mail.html).toContain("<td>Shop S</td>")
    expect(mail.html.match(/Shop S/g)).toHaveLength(1)
    expect(mail.text).toMatch(/^Shop S\s+end$/)
    const text = mailOf("a {{ signature }} b", { store: { name: "S" } }, { signature, format: "text" })
    expect(text.text).toBe("a Shop S b")
  })

  it.each([
    '<a title="{{ signature }}">x</a>',
    "{% if signature %}x{% endif %}x",
    "{{ signature | upcase }}",
  ])("stands in text alone: %s", (body) => {
    const { errors } = build(body, { signature })
    expect(errors.map(({ code }) => code)).toEqual(["signature_place"])
  })

  it("of a picture alone is not warned of as doubled", () => {
    const picture = { text: null, html: '<img src="https://example.com/a.png">' }
    expect(warnings("<p>Hello</p>", { signature: picture, include_signature: true })).toEqual([])
  })
})

describe("What will not do in a mail is warned of", () => {
  it.each([
    ['<a href="/a.png">x</a>', "relative_url"],
    ['<a href="a.html">x</a>', "relative_url"],
    ['<img src="images/a.png">', "relative_url"],
    ['<img src="//cdn.example.com/a.png">', "schemeless_url"],
    ['<a href="">x</a>', "empty_link"],
    ['<a href="#">x</a>', "empty_link"],
    ['<img src="http://example.com/a.png">', "insecure_picture"],
    ['<td style="background:url(http://example.com/a.png)">x</td>', "insecure_picture"],
    ['<img src="data:image/png;base64,AAAA">', "embedded_picture"],
    ['<link rel="stylesheet" href="https://example.com/a.css">x', "foreign_stylesheet"],
    ['<style>@import url("https://example.com/a.css");</style>x', "foreign_stylesheet"],
    ["<wrapper>x</wrapper>", "unknown_html"],
    ['<p class="a" class="b">x</p>', "repeated_attribute"],
    ["<p>*|FNAME|*</p>", "foreign_variable"],
    ['<a href="*|TWITTER:PROFILEURL|*">x</a>', "foreign_variable"],
    ["<p>{member.name}</p>", "foreign_variable"],
    ["<p>｛｛ member.name ｝｝</p>", "foreign_variable"],
    ["<p>%name%</p>", "foreign_variable"],
    ["<p>[[name]]</p>", "foreign_variable"],
    ["<p>%%name%%</p>", "foreign_variable"],
    ["<p>${name}</p>", "foreign_variable"],
    ["<p>{氏名} 様</p>", "foreign_variable"],
    [`<p>${"x".repeat(103_000)}</p>`, "too_large"],
  ])("%.60s: %s", (body, code) => {
    expect(warnings(body)).toContain(code)
  })

  it("and HTML in plain text is, too", () => {
    expect(warnings("Hello <b>you</b>", { format: "text" })).toEqual(["html_in_text"])
    expect(warnings("1 < 2, <Tokyo>", { format: "text" })).toEqual([])
  })

  it.each([
    '<p>100% cotton, 50% off, {"a": 1}, [1], f(x)</p>',
    '<a href="https://example.com/%E3%81%82%E3%81%84">x</a>',
    "{% raw %}{{ x }}{% endraw %}",
    "<style>p{color:red}</style><p>x</p>",
    '<a href="#top">x</a><img src="cid:logo">',
  ])("but not %s", (body) => {
    expect(warnings(body)).toEqual([])
  })

  it("an empty pair of braces is told with its place", () => {
    expect(build("<p>\n{{ }}</p>").errors).toEqual([
      expect.objectContaining({ code: "empty_variable", line: 2 }),
    ])
  })
})

describe("A place that is told", () => {
  it("is that of what was written, in its own field", () => {
    const body = '<style>p{color:red}</style>\n<p>a</p>\n<p>{{ "%%%" | base64_decode }}</p>'
    expect(build(body).errors).toEqual([
      expect.objectContaining({ field: "body", code: "render", line: 3, column: 4 }),
    ])
    expect(build("a\r\n<p>\r\n  <iframe></p>").errors).toEqual([
      expect.objectContaining({ code: "forbidden_html", line: 3, column: 3 }),
    ])
  })
})
