/** Which elements and attributes a mail may have. What is on no list here does not get into one. */

function names(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/))
}

const KNOWN = names(`
  a abbr acronym address area article aside audio b bdi bdo big blockquote body br button caption center cite code col
  colgroup data dd del details dfn dir div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 head
  header hgroup hr html i img input ins kbd label legend li link main map mark marquee menu meta meter nav nobr noscript ol p picture
  pre progress q rb rp rt rtc ruby s samp script search section small source span strike strong style sub summary sup
  table tbody td tfoot th thead time title tr track tt u ul var video wbr xml
`)

/** They run, load or send something, or make a parser read on by other rules. */
const FORBIDDEN = names(`
  applet base basefont bgsound embed form frame frameset iframe isindex keygen listing math noembed
  noframes object optgroup option param plaintext portal select slot svg template textarea xmp canvas dialog
  image layer ilayer
`)

/** Outlook's own: VML, Office and Word, as they stand in its conditional comments and in pasted text. */
const OFFICE = /^(?:v|o|w|m|st\d):[a-z][a-z0-9]*$/

/** What is between their tags is text to a parser, whatever it looks like. */
export const RAW_ELEMENTS = names("style script xmp iframe noembed noframes")
export const TEXT_ELEMENTS = names("title textarea")

export const VOID_ELEMENTS = names("area br col hr img input link meta source track wbr")

export const URL_ATTRIBUTES = names(
  "href src action background poster cite data longdesc xlink:href lowsrc dynsrc icon manifest codebase classid usemap"
)

/** What is loaded without a click; the others are followed by the reader. */
export const PICTURE_ATTRIBUTES = names("src background poster lowsrc dynsrc srcset")

const FORBIDDEN_ATTRIBUTE = /^(?:on.*|srcdoc|formaction|ping|is|slot|nonce|shadowrootmode)$/

/** Of `<meta http-equiv>`: the others make a program load, remember or refuse something. */
export const HEADER_NAMES = names(`
  content-type content-language content-style-type content-script-type x-ua-compatible imagetoolbar cleartype pragma
  cache-control expires x-dns-prefetch-control msthemecompatible
`)

/** What a parser reads as the name of an attribute, without what only broken markup has. */
export const ATTRIBUTE_NAME = /^[a-z_:][\w:.-]*$/i

export type ElementVerdict = "allowed" | "forbidden" | "unknown"

/** @param name in lower case */
export function judgeElement(name: string): ElementVerdict {
  if (FORBIDDEN.has(name)) {
    return "forbidden"
  }
  return KNOWN.has(name) || OFFICE.test(name) ? "allowed" : "unknown"
}

/** @param name in lower case */
export function isForbiddenAttribute(name: string): boolean {
  return FORBIDDEN_ATTRIBUTE.test(name)
}
