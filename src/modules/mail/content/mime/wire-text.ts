/**
 * A text on its way into a mail, with what its encoding depends on. It is put together piece by piece, so that what all
 * mails of a template have in common is looked through once and not in each.
 */

/** Any character that cannot travel as it is, control characters included. */
const NOT_PRINTABLE = /[^\t\r\n -~]/

export interface WireText {
  text: string
  /** With the line ends of mail; `null` with a CR in it, which would be one line end with an LF that comes next. */
  crlf: string | null
  /** ASCII without control characters other than tabs and line ends: it may travel as it is. */
  isPrintable: boolean
}

export function wireText(text: string): WireText {
  const isPrintable = !NOT_PRINTABLE.test(text)
  if (text.includes("\r")) {
    return { text, crlf: null, isPrintable }
  }
  return { text, crlf: text.includes("\n") ? text.replaceAll("\n", "\r\n") : text, isPrintable }
}

/** Without blanks at its start. */
export function trimmedStart(whole: WireText): WireText {
  const text = whole.text.trimStart()
  return text.length === whole.text.length ? whole : wireText(text)
}
