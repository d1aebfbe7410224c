/**
 * @jest-environment jsdom
 */
import { framed } from "../mail-frame"

const MAIL =
  `<!DOCTYPE html>\n<html lang="ja"><head><style>p{margin:0}</style></head>` +
  `<body style="margin:0;background:#fef3c7"><p>こんにちは</p><img src="http://shop.test/a.png"></body></html>`

const read = (html: string) => new DOMParser().parseFromString(html, "text/html")
const policyOf = (html: string) =>
  read(html).querySelector("meta[http-equiv=Content-Security-Policy]")!.getAttribute("content")!

describe("the preview of a mail", () => {
  it("is the mail to the letter, behind a policy that comes before all that it holds", () => {
    const policy = /<meta http-equiv[^>]*><meta charset="utf-8">/
    expect(framed(MAIL).replace(policy, "")).toBe(MAIL)
    expect(framed(MAIL).indexOf("<meta http-equiv")).toBe("<!DOCTYPE html>".length)
  })

  it("is read in the mode in which its reader's program reads it", () => {
    expect(read(framed(MAIL)).compatMode).toBe("CSS1Compat")
    expect(read(framed("<p>An old mail without a doctype</p>")).compatMode).toBe("BackCompat")
  })

  it("keeps the mail's own body and puts no style beside it", () => {
    const page = read(framed(MAIL))
    expect(page.body.getAttribute("style")).toBe("margin:0;background:#fef3c7")
    expect([...page.querySelectorAll("style")].map((style) => style.textContent)).toEqual(["p{margin:0}"])
  })

  it("loads pictures, also by http as the mail may, and nothing that acts", () => {
    expect(policyOf(framed(MAIL))).toMatch(/^default-src 'none'; img-src https: http: data:/)
    expect(policyOf(framed(MAIL))).not.toMatch(/script|frame|connect|form/)
  })

  it("in the dark is what the mail says for it, whatever the colours of the person who looks", () => {
    const own = MAIL.replace("p{margin:0}", "@media (prefers-color-scheme: dark){p{color:#fff}}")
    expect(framed(own, true)).toContain("@media (min-width:0){p{color:#fff}}")
    expect(framed(own, false)).toContain("@media (max-width:0){p{color:#fff}}")
    expect(framed(own, true)).not.toContain("invert(1)")
  })

  it("in the dark is turned over where the mail says nothing, as many programs do", () => {
    expect(framed(MAIL, true)).toContain("invert(1)")
    expect(framed(MAIL, false)).not.toContain("invert(1)")
  })
})
