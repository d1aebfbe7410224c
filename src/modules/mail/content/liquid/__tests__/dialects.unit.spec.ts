import { exampleVariables, judgePath, variablesOf } from "../../catalogue"
import { htmlEngine, textEngine } from "../dialects"

describe("the engines", () => {
  it("escape in HTML and nowhere else", () => {
    const scope = { x: `<b>"&'` }
    expect(htmlEngine.parseAndRenderSync("{{ x }}", scope)).toBe("&lt;b&gt;&#34;&amp;&#39;")
    expect(textEngine.parseAndRenderSync("{{ x }}", scope)).toBe(`<b>"&'`)
  })

  it("write no HTML into text, even if a filter asks for it", () => {
    const source = "{{ x | escape | newline_to_br | raw }}"
    expect(textEngine.parseAndRenderSync(source, { x: "a & b\nc" })).toBe("a & b\nc")
    expect(htmlEngine.parseAndRenderSync(source, { x: "a & b\nc" })).toBe("a &amp; b<br>\nc")
  })

  it("read no files", () => {
    for (const tag of ['include "package.json"', 'render "package.json"', 'layout "package.json"']) {
      expect(() => textEngine.parseAndRenderSync(`{% ${tag} %}`)).toThrow(/tag ".*" not found/)
    }
  })

  it("let only links through safe_url", () => {
    const link = (x: unknown) => htmlEngine.parseAndRenderSync("{{ x | safe_url }}", { x })
    expect(link(" https://example.com/?a=1&b ")).toBe("https://example.com/?a=1&amp;b")
    expect(link("mailto:a@example.com")).toBe("mailto:a@example.com")
    for (const bad of ["javascript:alert(1)", "java\nscript:x", "//example.com", "x", null, 7, {}]) {
      expect(link(bad)).toBe("")
    }
  })
})

describe("the catalogue", () => {
  it("has both languages and an example for every variable", () => {
    for (const entry of variablesOf("order")) {
      expect(entry.label.en).not.toBe("")
      expect(entry.label.ja).not.toBe("")
      expect(entry.open ?? entry.example.ja).not.toBe("")
    }
    expect(exampleVariables("order", "ja")).toMatchObject({
      member: { first_name: "花子", metadata: {} },
      store: { name: "サンプルストア" },
      order: {},
    })
  })

  it("knows paths, groups and what is open-ended", () => {
    expect(judgePath("member", "member.first_name")).toBe("known")
    expect(judgePath("member", "member.metadata.a.b")).toBe("known")
    expect(judgePath("member", "member")).toBe("group")
    expect(judgePath("member", "member.first_name.x")).toBe("unknown")
    expect(judgePath("member", "order.id")).toBe("unknown")
  })
})
