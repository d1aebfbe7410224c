/**
 * From what a merchant wrote to what can be sent: the one way in which drafts, previews, samples and single
 * mail become a content, so that all of them are checked alike.
 */
import { MedusaError } from "@medusajs/framework/utils"

import { type MailSettingsDTO, senderOf, storeVariables } from "../settings"
import type {
  ContentIssue,
  ContentSnapshot,
  Language,
  MailingKind,
  MemberContent,
  OrderContent,
  Variables,
} from "../types"
import { buildContent } from "./build"
import { fault } from "./fault"
import { describeIssues } from "./issues"
import { insertFor } from "./order-insert"

export interface DraftContent {
  snapshot: ContentSnapshot
  constants: Variables
  errors: ContentIssue[]
  warnings: ContentIssue[]
}

/** A sender for previews of a store that has not set one yet; it never reaches a connection. */
const NO_SENDER = { from: { name: null, address: "sender@not-set.invalid" }, replyTo: null }

/**
 * Builds without throwing: faults are listed, each with its field and place.
 *
 * @param language - Of our own words in it: the shop's, or that of an order's buyer.
 */
export function draftContent(
  kind: MailingKind | "single",
  input: MemberContent | OrderContent,
  settings: MailSettingsDTO,
  language: Language = settings.language
): DraftContent {
  const sender = settings.sender_address ? senderOf(settings) : NO_SENDER
  const built = buildContent(input, {
    kind,
    from: sender.from,
    replyTo: sender.replyTo,
    language,
    signature: { text: settings.signature_text, html: settings.signature_html },
    insert: kind === "order" ? insertFor(language, settings.order_insert) : undefined,
  })
  return {
    ...built,
    constants: { ...storeVariables(settings), unsubscribe_url: "" },
  }
}

/** An empty link must not come as a surprise, nor a mail to members without one. */
export function linkWarnings(
  kind: MailingKind | "single",
  { variables }: ContentSnapshot,
  hasUnsubscribePage: boolean
): ContentIssue[] {
  const named = variables.includes("unsubscribe_url")
  if (named && !hasUnsubscribePage) {
    return [{ field: "body", ...fault("no_unsubscribe_page") }]
  }
  if (!named && hasUnsubscribePage && kind === "member") {
    return [{ field: "body", ...fault("no_unsubscribe_link") }]
  }
  return []
}

/**
 * The same for what is really sent.
 *
 * @throws MedusaError `invalid_data` naming field and place of each fault; `not_allowed` without a sender.
 */
export function sendableContent(
  kind: MailingKind | "single",
  input: MemberContent | OrderContent,
  settings: MailSettingsDTO,
  language?: Language
): DraftContent {
  const draft = draftContent(kind, input, settings, language)
  if (draft.errors.length) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, describeIssues(draft.errors))
  }
  senderOf(settings)
  return draft
}
