/** The finished mail as a recipient would get it, of a draft that need not be saved nor free of errors. */
import { memberVariables } from "../audience/variables"
import { draftContent } from "../content/draft"
import { compileContent, RenderError } from "../content/render"
import { exampleVariables } from "../content/variables"
import type { Database } from "../database"
import { getSettings } from "../settings"
import type {
  ContentIssue,
  ContentSnapshot,
  MailingKind,
  MemberContent,
  OrderContent,
  RenderedMail,
  Variables,
} from "../types"

export interface PreviewInput {
  kind: MailingKind
  content: MemberContent | OrderContent
  /** The member whose data fills the preview; else example values. */
  customer_id?: string
}

export interface PreviewDTO extends RenderedMail {
  errors: ContentIssue[]
  warnings: ContentIssue[]
}

/** The variables of one member, or example values. @throws MedusaError `not_found` for an unknown customer. */
export async function sampleVariables(
  db: Database,
  kind: MailingKind,
  snapshot: ContentSnapshot,
  customerId: string | undefined
): Promise<Variables> {
  return customerId
    ? memberVariables(db, customerId, snapshot.variables, snapshot.language)
    : exampleVariables(kind, snapshot.language)
}

/** Renders what can be rendered; faults are listed, and the mail is empty if there are any. */
export async function previewContent(db: Database, input: PreviewInput): Promise<PreviewDTO> {
  const draft = draftContent(input.kind, input.content, await getSettings(db))
  const { errors, warnings } = draft
  const variables = await sampleVariables(db, input.kind, draft.snapshot, input.customer_id)
  const blank: RenderedMail = { subject: "", html: null, text: "" }
  if (errors.length) {
    return { ...blank, errors, warnings }
  }
  try {
    const mail = compileContent(draft.snapshot).render({ ...variables, ...draft.constants })
    return { ...mail, errors, warnings }
  } catch (error) {
    if (!(error instanceof RenderError)) {
      throw error
    }
    return { ...blank, errors: [{ field: error.field, code: "render", message: error.message }], warnings }
  }
}
