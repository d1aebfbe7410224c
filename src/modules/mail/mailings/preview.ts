/** The finished mail as a recipient would get it, of a draft that need not be saved nor free of errors. */
import { memberVariables } from "../audience/member-variables"
import { exampleVariables } from "../content/catalogue"
import { inLanguage, mailLanguage } from "../content/language"
import { hasValue, namesAsValues } from "../content/paths"
import { issueOf, RenderError } from "../content/render"
import { hasUnsubscribePage, type LinkOptions, unsubscribeLink } from "../members/unsubscribe-link"
import type { OrderDocument, RecipientDTO } from "../orders/document"
import { exampleDocument } from "../orders/example"
import { FaultyDocumentError, presentDocument } from "../orders/order-variables"
import { recipientsOf, recipientWarnings } from "../orders/recipients"
import { render } from "../render-threads"
import { checkedSender, getSettings, type MailSettingsDTO, type OwnSender } from "../settings/settings"
import type { Database } from "../sql/database"
import { type DraftContent, draftContent, linkWarnings } from "../templates/draft"
import { routeOf, type ShopOptions } from "../transports/choice"
import type {
  ContentIssue,
  Mailbox,
  MemberContent,
  OrderContent,
  RenderedMail,
  TemplateKind,
  Variables,
} from "../words"

/** Whose data fills a preview or sample; else example values. */
export interface SampleRecipient {
  /** Of a member mail. */
  customer_id?: string
  /** Of an order mail. */
  document?: OrderDocument
}

export interface PreviewInput extends SampleRecipient, OwnSender {
  kind: TemplateKind
  content: MemberContent | OrderContent
}

export interface PreviewDTO extends RenderedMail {
  /** What an inbox shows after the subject, if it was written for that; else it takes the first words of the text. */
  preheader: string | null
  /** Null while the shop has none. */
  from: Mailbox | null
  /** Null where answers come to the sender. */
  reply_to: Mailbox | null
  /** Of an order mail with a document. */
  recipient: RecipientDTO | null
  errors: ContentIssue[]
  warnings: ContentIssue[]
}

/** The variables of one recipient. @throws MedusaError `not_found` for an unknown customer; FaultyDocumentError. */
export async function sampleVariables(
  db: Database,
  content: MemberContent | OrderContent,
  { snapshot }: DraftContent,
  { customer_id, document }: SampleRecipient,
  presentation: { settings: MailSettingsDTO; timezone: string }
): Promise<Variables> {
  const { language, variables } = snapshot
  if ("source" in content) {
    const shown = document ?? exampleDocument(content.source, language)
    return presentDocument(shown, { ...presentation, language })
  }
  return customer_id ? memberVariables(db, customer_id, variables) : exampleVariables("member", language)
}

/** By itself: in the mail it stands among what nobody sees. */
async function renderPreheader(
  queue: string,
  { preheader }: MemberContent | OrderContent,
  variables: Variables
): Promise<string | null> {
  if (!preheader?.trim()) {
    return null
  }
  const { text } = await render(queue, { subject: "", html: null, text: preheader }, variables)
  return text.trim().replace(/\s+/g, " ") || null
}

/**
 * Renders what can be rendered; faults are listed, and the mail is empty if there are any.
 *
 * @param actorId - Who looks: nobody waits for the previews of somebody else.
 */
export async function previewContent(
  db: Database,
  options: LinkOptions & ShopOptions,
  input: PreviewInput,
  actorId: string | null = null
): Promise<PreviewDTO> {
  const salesChannel = input.document?.sales_channel_id
  const { settings } = routeOf(options.transports ?? [], await getSettings(db), { salesChannel })
  const shop = { settings, timezone: options.timezone }
  const [queue, language] = [
    `preview ${actorId ?? ""}`,
    mailLanguage(input.content, settings, input.document),
  ]
  const draft = await draftContent(input.kind, input.content, settings, {
    language,
    queue,
    timezone: options.timezone,
    sender: checkedSender(input),
  })
  const [recipient = null] = input.document ? await recipientsOf(db, [input.document], shop) : []
  const linked = linkWarnings(input.kind, draft.snapshot, hasUnsubscribePage(options))
  const warnings = [...draft.warnings, ...linked, ...(recipient ? recipientWarnings(recipient) : [])]
  const { errors, snapshot } = draft
  const from = settings.sender_address ? snapshot.from : null
  const nothing = { subject: "", html: null, text: "", preheader: null }
  const blank = { ...nothing, from, reply_to: snapshot.reply_to, recipient, errors, warnings }
  if (errors.length) {
    return blank
  }
  try {
    // Only now: nobody has a value for a variable that does not exist.
    const variables =
      input.kind === "single"
        ? namesAsValues(snapshot.variables.filter((path) => !hasValue(draft.constants, path)))
        : await sampleVariables(db, input.content, draft, input, shop)
    const values = {
      ...variables,
      ...draft.constants,
      unsubscribe_url: unsubscribeLink(options, null, draft.snapshot.language),
    }
    const mail = await render(queue, draft.snapshot, values)
    const preheader = await renderPreheader(queue, inLanguage(input.content, language), values)
    return { ...blank, ...mail, preheader }
  } catch (error) {
    if (error instanceof FaultyDocumentError) {
      // Among the warnings: the mails of other documents can be sent.
      return blank
    }
    if (!(error instanceof RenderError)) {
      throw error
    }
    return { ...blank, errors: [issueOf(error)] }
  }
}
