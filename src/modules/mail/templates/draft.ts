/**
 * From what a merchant wrote to what can be sent: the one way in which drafts, previews, samples and single
 * mail become a content, so that all of them are checked alike.
 */
import type { BuildContext } from "../content/build"
import { exampleVariables } from "../content/catalogue"
import { fieldIn, inLanguage, mailLanguage } from "../content/language"
import { fault } from "../content/liquid/fault"
import { insertFor } from "../content/order-insert"
import { exampleDocument } from "../orders/example"
import { documentVariables } from "../orders/order-variables"
import { Refusal } from "../refusals/refusal"
import { build } from "../render-threads"
import { type MailSettingsDTO, type OwnSender, senderOf, storeVariables } from "../settings/settings"
import type {
  ContentIssue,
  ContentSnapshot,
  Language,
  MailingKind,
  MemberContent,
  OrderContent,
  Variables,
} from "../words"

export interface DraftContent {
  snapshot: ContentSnapshot
  constants: Variables
  errors: ContentIssue[]
  warnings: ContentIssue[]
}

/** A sender for previews of a store that has not set one yet; it never reaches a connection. */
const NO_SENDER = { from: { name: null, address: "sender@not-set.invalid" }, replyTo: null }

/** How a draft is built. */
export interface DraftOptions {
  /** One of those that the content has words in; its own if left out. */
  language?: Language
  /** Whose turn it is in the render threads. */
  queue?: string
  /** IANA, of the shop, whose clocks dates are shown by. Left out where nothing is rendered for anybody. */
  timezone?: string
  /** Of a mailing that has one of its own. */
  sender?: OwnSender
}

/** What the check of a content is rendered with: an order has items, so that what is said of each is checked too. */
function exampleOf(
  kind: MailingKind | "single",
  input: MemberContent | OrderContent,
  settings: MailSettingsDTO,
  language: Language
): Variables {
  const example = exampleVariables(kind, language)
  return "source" in input
    ? {
        ...example,
        ...documentVariables(exampleDocument(input.source, language), {
          settings,
          language,
          timezone: "UTC",
        }),
      }
    : example
}

/** What a content is built with, besides its words. */
interface Basis {
  kind: MailingKind | "single"
  sender: ReturnType<typeof senderOf>
  language: Language
  settings: MailSettingsDTO
}

function contextOf(
  { kind, sender, language, settings }: Basis,
  words: MemberContent | OrderContent
): BuildContext {
  return {
    kind,
    from: sender.from,
    replyTo: sender.replyTo,
    language,
    signature: { text: settings.signature_text, html: settings.signature_html },
    insert: kind === "order" ? insertFor(language, settings.order_insert) : undefined,
    example: exampleOf(kind, words, settings, language),
  }
}

/** Builds; faults are listed, each with its field and place. @throws RenderThreadsBusy */
export async function draftContent(
  kind: MailingKind | "single",
  input: MemberContent | OrderContent,
  settings: MailSettingsDTO,
  {
    language = mailLanguage(input, settings),
    queue = "send",
    timezone = "UTC",
    sender: own,
  }: DraftOptions = {}
): Promise<DraftContent> {
  const words = inLanguage(input, language)
  const sender = settings.sender_address ? senderOf(settings, own) : NO_SENDER
  const built = await build(queue, words, { kind, sender, language, settings }, contextOf)
  const named = (issue: ContentIssue) => ({ ...issue, field: fieldIn(input, language, issue.field) })
  return {
    snapshot: built.snapshot,
    errors: built.errors.map(named),
    warnings: built.warnings.map(named),
    constants: { ...storeVariables(settings, timezone), unsubscribe_url: "" },
  }
}

/** An empty link must not come as a surprise, nor a mail to members without one. */
export function linkWarnings(
  kind: MailingKind | "single",
  { variables }: ContentSnapshot,
  hasUnsubscribePage: boolean
): ContentIssue[] {
  const named = variables.includes("unsubscribe_url")
  if (!hasUnsubscribePage && (named || kind === "member")) {
    return [{ field: "body", ...fault("no_unsubscribe_page") }]
  }
  if (!named && kind === "member") {
    return [{ field: "body", ...fault("no_unsubscribe_link") }]
  }
  return []
}

/**
 * The same for what is really sent.
 *
 * @throws MedusaError `invalid_data` naming field and place of each fault; `not_allowed` without a sender.
 */
export async function sendableContent(
  kind: MailingKind | "single",
  input: MemberContent | OrderContent,
  settings: MailSettingsDTO,
  options: DraftOptions & { timezone: string }
): Promise<DraftContent> {
  const draft = await draftContent(kind, input, settings, options)
  if (draft.errors.length) {
    throw new Refusal(draft.errors)
  }
  senderOf(settings)
  return draft
}
