/**
 * Faults and warnings of a template, before it is known which field the template belongs to. Each has a code and
 * values, from which the admin makes a sentence in the reader's language; the sentences here are for everybody else.
 */
import type { ContentIssue } from "../../words"
import { LIMIT_REASONS } from "./allowance"
import { RENDER_REASONS, SYNTAX_REASONS } from "./liquid-words"

export type Fault = Omit<ContentIssue, "field">
export type Place = Pick<ContentIssue, "line" | "column">
export type FaultValues = NonNullable<ContentIssue["values"]>

type Sentence = string | ((values: FaultValues) => string)

const NOT_A_LINK = "Links may begin with http, https, mailto, tel, sms, cid or data:image."
const SAFE_URL = 'Write the beginning of the link out, or end the variable with "| safe_url".'

function meant({ suggestion }: FaultValues): string {
  return suggestion ? ` Did you mean "${suggestion}"?` : ""
}

/** Where something can be wrong in several ways, `values.reason` says which. */
function byReason(sentences: Record<string, Sentence>): Sentence {
  const words = (values: FaultValues) => sentence(sentences[String(values.reason)]!, values)
  return Object.assign(words, { reasons: Object.keys(sentences) })
}

/** In the words of liquidjs; the reason is ours (liquid-words.ts). */
function inLiquidsWords(reasons: readonly string[]): Record<string, Sentence> {
  return Object.fromEntries(reasons.map((reason) => [reason, ({ detail }: FaultValues) => `${detail}.`]))
}

function sentence(words: Sentence, values: FaultValues): string {
  return typeof words === "string" ? words : words(values)
}

const SENTENCES = {
  required: byReason({
    subject: "Write a subject.",
    text: "Write a text: there is nothing to be seen in this mail.",
  }),
  line_break: "A subject is a single line.",
  html_only: "A plain-text mail has no preheader. Choose HTML as the format, or leave it out.",
  unknown_variable: (values) => `There is no variable "${values.name}".${meant(values)}`,
  incomplete_variable: ({ name, members }) =>
    `"${name}" is a group of variables. Name one of them: ${members}.`,
  dynamic_access: ({ name }) =>
    `"${name}" picks a variable by the value of another one. Write the name itself.`,
  reserved_name: ({ name }) => `"${name}" is a variable already. Choose another name.`,
  not_a_number: byReason({
    literal: ({ name }) =>
      `"${name}" is a text that no number and no date can be compared or computed with. Write a number as 10000, ` +
      'without currency and commas, and a date as "2026-01-15".',
    variable: ({ name }) =>
      `"${name}" is a text, and cannot be compared with a number or computed with. Amounts and dates can.`,
  }),
  unknown_filter: (values) => `There is no filter "${values.name}".${meant(values)}`,
  unknown_tag: (values) => `There is no tag "${values.name}".${meant(values)}`,
  forbidden_tag: ({ name }) => `The tag "${name}" is not available in mails.`,
  syntax: byReason({
    not_closed: ({ name }) => `${name} has no end.`,
    misplaced: ({ name }) => `{% ${name} %} stands where nothing was begun that it could belong to.`,
    ...inLiquidsWords(SYNTAX_REASONS),
  }),
  forbidden_filter: ({ name }) =>
    `The filter "${name}" is not available in mails. Write a loop with a condition in it.`,
  too_long: byReason({
    text: ({ limit }) =>
      `The text is longer than ${limit} characters. Link to images instead of embedding them.`,
    tag: ({ limit }) => `One tag is longer than ${limit} characters. Make several of it.`,
  }),
  too_many_tags: ({ tags }) =>
    `There are too many tags and outputs: ${tags}. Say with a loop what repeats itself.`,
  too_deep: byReason({
    brackets: "The brackets of a tag are nested too deeply. Take out what no mail needs.",
    tags: "The tags are nested too deeply. Take out what no mail needs.",
    elements: "The elements of the HTML are nested too deeply. Take out what no mail needs.",
  }),
  too_many_elements: ({ limit }) =>
    `There are more than ${limit} elements. Say with a loop what repeats itself.`,
  css_too_large: ({ styles, elements }) =>
    `The style sheet has ${styles} selectors and declarations for ${elements} elements. ` +
    "Leave out what this mail does not use.",
  css_too_complex: ({ name }) => `"${name}" is too complex for mail programs. Use classes and plain values.`,
  limit: byReason(
    Object.fromEntries(
      LIMIT_REASONS.map((reason) => [
        reason,
        ({ detail }: FaultValues) => `The template is too large or too slow: ${detail}.`,
      ])
    )
  ),
  secret:
    "It is not shown: whoever waits for it alone may see it, because such mails hold links and codes that open an account.",
  too_slow: "This takes too long to be made. Use a simpler style sheet, fewer elements and fewer loops.",
  render: byReason(inLiquidsWords(RENDER_REASONS)),
  unsafe_raw:
    '"raw" would put a value into the mail without a look at it. Leave it out; for line breaks write "| newline_to_br".',
  forbidden_html: byReason({
    element: ({ name }) => `<${name}> has no place in a mail.`,
    attribute: ({ name }) => `The attribute "${name}" has no place in a mail.`,
  }),
  variable_in_markup: byReason({
    element: "Liquid cannot make the name of an element.",
    attribute: "Liquid cannot stand between attributes. Put it into a value, or around the whole element.",
    block: ({ name }) =>
      `{% ${name} %} begins and ends in different places: both belong into the same value, or around whole elements.`,
    lost: ({ name }) => `${name} stands where the HTML cannot be read.`,
    meta: ({ name }) => `What "${name}" says cannot come from a variable.`,
  }),
  variable_in_style: byReason({
    sheet: "Variables cannot stand in a style sheet: it is worked into the mail once for all.",
    declaration: ({ name }) =>
      `${name} can give the value of a property, such as style="color: ${name}", but not name the property.`,
  }),
  unquoted_attribute: ({ name }) => `Put the value of "${name}" into quotes.`,
  unsafe_url: byReason({
    scheme: NOT_A_LINK,
    open: `This link could become anything. ${SAFE_URL}`,
  }),
  unsafe_style: "This style could run code in old mail programs.",
  unclosed_html: ({ name }) => `${name} has no end.`,
  no_unsubscribe_page:
    "There is no unsubscribe page, and unsubscribe_url stays empty, until the options publicUrl and secret are set: name " +
    "an address to which members can write instead.",
  no_unsubscribe_link:
    "Members see no way to unsubscribe: put {{ unsubscribe_url }} into the mail or the signature.",
  preheader_twice:
    "The HTML begins with hidden text, as a preheader of its own: inboxes would show this one and go on with the other.",
  signature_twice: "The text already contains the signature; it would stand there twice.",
  relative_url: ({ name }) =>
    `"${name}" leads nowhere from a mail. Write the whole address, with https:// in front.`,
  schemeless_url: ({ name }) =>
    `Some mail programs look for "${name}" on the reader's disk. Write https: in front.`,
  empty_link: "A link leads nowhere.",
  insecure_picture: ({ name }) => `Many mail programs do not load "${name}". Use https.`,
  embedded_picture:
    "Gmail and Outlook do not show pictures that are embedded as data. Link to a picture instead.",
  foreign_stylesheet: ({ name }) => `Most mail programs do not load the style sheet "${name}".`,
  unknown_html: ({ name }) =>
    `No mail program knows <${name}>. What stands in it is kept, without the element.`,
  repeated_attribute: "An attribute is given twice; only the first one counts.",
  foreign_variable: ({ name }) =>
    `"${name}" is no variable here and would be sent as it stands. Variables look like {{ member.name }}.`,
  empty_variable: "Here stands an empty pair of braces: no variable is named.",
  signature_place:
    "{{ signature }} stands in the text of the mail, by itself: not in a subject, a link, a condition or a signature.",
  html_in_text: ({ name }) =>
    `${name} would be seen by readers as it stands: this mail is plain text, not HTML.`,
  too_large: ({ size, limit }) => `The mail has ${size} kB. Gmail cuts off what is beyond ${limit} kB.`,
} satisfies Record<string, Sentence>

export type FaultCode = keyof typeof SENTENCES

/** Every code that a template's faults and warnings can have. */
export const FAULT_CODES = Object.keys(SENTENCES) as FaultCode[]

/** In which ways it can be wrong; none if there is only one. */
export function reasonsOf(code: FaultCode): readonly string[] {
  const sentences: { reasons?: readonly string[] } = SENTENCES[code] as object
  return sentences.reasons ?? []
}

export function fault(code: FaultCode, values: FaultValues = {}, place: Place = {}): Fault {
  const message = sentence(SENTENCES[code], values)
  return { code, message, ...(Object.keys(values).length && { values }), ...place }
}
