/** The stretches that a mail is made of, in their order: what was written, the insert of an order mail, the signature. */
import type { MemberContent, OrderContent } from "../words"

/** The same passage for both kinds of mail program. */
export interface TwoForms {
  text: string | null
  html: string | null
}

export interface Part {
  field: string
  /** As written. */
  source: string
  isHtml: boolean
  /** Its text alternative, if that is not to be made from `source`. */
  text?: string
  /** The data decide whether it says anything: then it leaves no blank lines behind. */
  mayBeEmpty?: true
}

/** @param insert what stands between header and footer of an order mail */
export function bodyParts(
  input: MemberContent | OrderContent,
  insert: { text: string; html: string } | undefined
): Part[] {
  const isHtml = input.format === "html"
  if ("body" in input) {
    return [{ field: "body", source: input.body, isHtml }]
  }
  const { header, footer } = input
  const between: Part[] = insert
    ? [
        {
          field: "insert",
          source: isHtml ? insert.html : insert.text,
          isHtml,
          text: insert.text,
          mayBeEmpty: true,
        },
      ]
    : []
  return [
    { field: "header", source: header, isHtml },
    ...between,
    { field: "footer", source: footer, isHtml },
  ]
}

/** What inboxes show after the subject; nothing if it was left blank. */
export function preheaderPart({ preheader }: MemberContent | OrderContent): Part | null {
  return preheader?.trim() ? { field: "preheader", source: preheader.trim(), isHtml: false } : null
}

/** The form that suits the mail, else the other one. */
export function signaturePart({ text, html }: TwoForms, isHtml: boolean): Part | null {
  const field = "signature"
  if (html?.trim() && (isHtml || !text?.trim())) {
    return { field, source: html, isHtml: true, text: text?.trim() ? text : undefined }
  }
  return text?.trim() ? { field, source: text, isHtml: false } : null
}
