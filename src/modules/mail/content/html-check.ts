/**
 * Looks at the HTML around the Liquid: escaping an output does not help where a link may begin with
 * `javascript:`, where an attribute has no quotes, or inside a style sheet.
 *
 * Liquid is masked by noncharacters of the same length, so that places in the masked and in the original text
 * are the same, and the rest is read by a real HTML parser with its entities decoded.
 */
import { Parser } from "htmlparser2"
import { type Token, Tokenizer, TypeGuards } from "liquidjs"

import type { Fault } from "./fault"
import { judgeUrl } from "./url"

const OUTPUT = "\ufdd0"
const TAG = "\ufdd1"
const MASK = /[\ufdd0\ufdd1]/

const FORBIDDEN_ELEMENTS = ["script", "iframe", "frame", "object", "embed", "applet"]
const URL_ATTRIBUTES = new Set(
  "href src action formaction background poster cite data longdesc xlink:href lowsrc dynsrc".split(" ")
)
const MOST_FAULTS = 20
const NOT_A_LINK = "Links may begin with http, https, mailto, tel, cid or data:image."
const WRITE_SAFE_URL = 'Write the beginning of the link out, or end the variable with "| safe_url".'

/**
 * Finds unsafe places in an HTML template that liquidjs can parse.
 *
 * @param safeUrls variables that are links of our own making
 */
export function checkHtml(source: string, safeUrls: string[]): Fault[] {
  const tokens = new Tokenizer(source).readTopLevelTokens()
  const liquid = tokens.filter((token) => !TypeGuards.isHTMLToken(token))
  return new HtmlCheck(source, liquid, safeUrls).run()
}

class HtmlCheck {
  private readonly faults: Fault[] = []

  constructor(
    private readonly source: string,
    private readonly liquid: Token[],
    private readonly safeUrls: string[]
  ) {}

  run(): Fault[] {
    this.read(this.masked(), 0)
    this.readPlainly()
    return this.faults
  }

  private masked(): string {
    let text = ""
    let end = 0
    for (const token of this.liquid) {
      const mask = TypeGuards.isOutputToken(token) ? OUTPUT : TAG
      text += this.source.slice(end, token.begin) + mask.repeat(token.size())
      end = token.end
    }
    return text + this.source.slice(end)
  }

  private read(html: string, offset: number): void {
    let element = ""
    const parser: Parser = new Parser({
      onopentagname: (name) => {
        element = name
        this.element(name, offset + parser.startIndex)
      },
      onattribute: (name, value, quote) => this.attribute(name, value, quote, offset + parser.startIndex),
      onclosetag: () => {
        element = ""
      },
      ontext: (text) => {
        if (element === "style" && MASK.test(text)) {
          const message = "Variables cannot stand in a style sheet: it is worked into the mail once for all."
          this.add("variable_in_style", message, offset + parser.startIndex)
        }
      },
      oncomment: (text) => {
        // Outlook reads what stands in its conditional comments.
        if (text.startsWith("[if")) {
          this.read(text, offset + parser.startIndex + "<!--".length)
        }
      },
    })
    parser.end(html)
  }

  private element(name: string, at: number): void {
    if (FORBIDDEN_ELEMENTS.includes(name)) {
      this.add("forbidden_html", `<${name}> has no place in a mail.`, at)
    } else if (MASK.test(name)) {
      this.add("variable_in_markup", "Liquid cannot make the name of an element.", at)
    }
  }

  private attribute(name: string, value: string, quote: string | null | undefined, at: number): void {
    if (MASK.test(name)) {
      const message =
        "Liquid cannot stand between attributes. Put it into a value, or around the whole element."
      this.add("variable_in_markup", message, at)
    } else if (/^on/.test(name) || name === "srcdoc" || (name === "http-equiv" && /refresh/i.test(value))) {
      this.add("forbidden_html", `The attribute "${name}" has no place in a mail.`, at)
    } else if (!quote && MASK.test(value)) {
      this.add("unquoted_attribute", `Put the value of "${name}" into quotes.`, at)
    } else if (URL_ATTRIBUTES.has(name)) {
      this.url(value, at)
    } else if (name === "srcset") {
      value.split(/,\s+/).forEach((candidate) => this.url(candidate, at))
    }
  }

  private url(value: string, at: number): void {
    const [start = ""] = value.split(MASK, 1)
    const verdict = judgeUrl(start, start.length === value.length)
    if (verdict === "refused") {
      this.add("unsafe_url", NOT_A_LINK, at)
    } else if (verdict === "undecided" && !(start.trim() === "" && this.beginsSafely(value.trim(), at))) {
      this.add("unsafe_url", `This link could become anything. ${WRITE_SAFE_URL}`, at)
    }
  }

  /** Whether the first Liquid after this place, where the value begins, is an output known to be a safe link. */
  private beginsSafely(value: string, at: number): boolean {
    const token = this.liquid.find((candidate) => candidate.begin >= at)
    if (!value.startsWith(OUTPUT) || !token || !TypeGuards.isOutputToken(token)) {
      return false
    }
    return this.safeUrls.includes(token.content) || /\|\s*safe_url$/.test(token.content)
  }

  /** A net below the parser: Liquid conditions around half a tag can make HTML that no parser foresees. */
  private readPlainly(): void {
    const plain = this.masked().replace(/[\ufdd0\ufdd1\u0000-\u0020]+/g, "")
    if (/(?:java|vb)script:|data:text\/html/i.test(plain) && this.faults.length === 0) {
      this.add("unsafe_url", NOT_A_LINK, 0)
    }
  }

  private add(code: string, message: string, at: number): void {
    // Finding the place reads the source, and nobody mends more at once.
    if (this.faults.length >= MOST_FAULTS) {
      return
    }
    const before = this.source.slice(0, at)
    const line = before.split("\n").length
    this.faults.push({ code, message, line, column: at - before.lastIndexOf("\n") })
  }
}
