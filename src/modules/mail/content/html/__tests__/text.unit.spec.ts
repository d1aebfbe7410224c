/** The text alternative reads as a person would have written it. */
import type { Variables } from "../../../words"
import { buildContent } from "../../build"
import { compileContent } from "../../render"

function text(body: string, variables: Variables = {}): string {
  const { snapshot, errors } = buildContent(
    { subject: "News", body, format: "html", include_signature: false },
    {
      kind: "member",
      from: { name: null, address: "shop@example.com" },
      replyTo: null,
      language: "en",
      signature: { text: null, html: null },
    }
  )
  expect(errors).toEqual([])
  return compileContent(snapshot).render(variables).text
}

const tags = (...names: string[]) => ({ member: { metadata: { tags: names } } })

describe("Links", () => {
  it("of pictures do not run together", () => {
    const body =
      '<a href="https://a.example/1"><img src="https://a.example/1.png" alt="Sale"></a>' +
      '<a href="https://a.example/2"><img src="https://a.example/2.png" alt="Tea"></a>'
    expect(text(body)).toBe("Sale [https://a.example/1] Tea [https://a.example/2]")
    expect(text(`<p>${body}, お茶。</p>`)).toBe(
      "Sale [https://a.example/1] Tea [https://a.example/2], お茶。"
    )
    expect(text('<p><a href="https://a.example">one</a><a href="https://b.example">two</a>.</p>')).toBe(
      "one [https://a.example] two [https://b.example]."
    )
  })

  it("that show their own address show it once", () => {
    const unsubscribe_url = "https://example.com/u/1"
    const own = { unsubscribe_url, store: { contact: "help@example.com" } }
    expect(text('<a href="{{ unsubscribe_url }}">{{unsubscribe_url}}</a>', own)).toBe(unsubscribe_url)
    expect(text('<a href="mailto:{{ store.contact }}">{{ store.contact }}</a>', own)).toBe("help@example.com")
    expect(text('<a href="mailto:a@example.com?subject=x">a@example.com</a>')).toBe("a@example.com")
    expect(text('<a href="tel:+81312345678">+81 3 1234 5678</a>')).toBe("+81 3 1234 5678")
    expect(text('<a href="https://www.example.com/">example.com</a>')).toBe("example.com")
    expect(text('<a href="mailto:a@example.com">write to us</a>')).toBe("write to us [a@example.com]")
    expect(text('<a href="https://example.com/b">example.com/a</a>')).toBe(
      "example.com/a [https://example.com/b]"
    )
  })
})

describe("Preview lines", () => {
  it.each([
    '<div style="display:none">first look</div>',
    '<div style="display: none; max-height:0">first look</div>',
    "<style>.pre{display:none}</style><span class='pre'>first look</span>",
    '<div style="max-height:0;overflow:hidden">first look</div>',
    '<span style="opacity:0">first look</span>',
    '<span style="font-size:1px;mso-hide:all">first look</span>',
    "<div hidden>first look<div>more</div></div>",
  ])("are not in the text: %s", (preheader) => {
    expect(text(`${preheader}<p>Hello</p>`)).toBe("Hello")
  })

  it.each(["&zwnj;&nbsp;".repeat(40), "&#847; ".repeat(40), "&#847;&zwnj;&nbsp;&#8199;&shy;".repeat(9)])(
    "leave no fillers: %.20s",
    (filler) => {
      expect(text(`<div>${filler}</div><p>Hello</p>`)).toBe("Hello")
    }
  )

  it("but what joins letters stays", () => {
    const joined = "می\u200cخواهم 👩\u200d👩\u200d👧 co\u00adoperate"
    expect(text(`<p>${joined}</p>`)).toBe(joined)
  })

  it("and space for a picture is no hidden text", () => {
    expect(text('<td style="font-size:0px;opacity:0.9">seen</td>')).toBe("seen")
  })

  it("keep the conditions that decide about the rest", () => {
    const body = '<div style="display:none">{% assign who = member.name %}x</div><p>{{ who }}</p>'
    expect(text(body, { member: { name: "A" } })).toBe("A")
  })
})

describe("Lists", () => {
  it("of a loop count on", () => {
    const body = "<ol>{% for tag in member.metadata.tags %}<li>{{ tag }}</li>{% endfor %}</ol><p>end</p>"
    expect(text(body, tags("a", "b", "c"))).toMatch(/^ ?1\. a\n ?2\. b\n ?3\. c\n\nend$/)
  })

  it("count each for itself, from where they begin", () => {
    const loop = "{% for tag in member.metadata.tags %}<li>{{ tag }}</li>{% endfor %}"
    const result = text(`<ol start="5">${loop}</ol><ol><li>z</li>${loop}</ol>`, tags("a", "b"))
    expect(result.replace(/\s+/g, " ").trim()).toBe("5. a 6. b 1. z 2. a 3. b")
    expect(text("<ol start=3><li>a</li><li>b</li></ol>").trim()).toMatch(/^3\. a\n ?4\. b$/)
  })
})

describe("Blank lines", () => {
  it("do not stand at the top, whatever a loop or value leaves there", () => {
    const body = "{% for tag in member.metadata.tags %}<p>{{ tag }}</p>{% endfor %}<p>end</p>"
    expect(text(body, tags("a", "b"))).toBe("a\n\nb\n\nend")
    expect(text(body, tags())).toBe("end")
    expect(text("<p>{{ member.name }}</p><p>end</p>")).toBe("end")
  })

  it("are never two, however deep the tables", () => {
    const nested = (inner: string) => `<table><tr><td>${inner}</td></tr></table>`
    const result = text(`${nested(nested(nested("a")))}${nested(nested("b"))}<p>c</p>`)
    expect(result).not.toMatch(/\n\s*\n\s*\n/)
  })
})
