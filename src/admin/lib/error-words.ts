/** What a person is told when a request did not succeed. */
import { FetchError } from "@medusajs/js-sdk"
import type { TFunction } from "i18next"

import { issueText } from "./issue-words"
import type { ContentIssue } from "./types"

export class RefusedError extends FetchError {
  constructor(
    message: string,
    statusText: string,
    status: number,
    /** One for each fault; none if the server gave no codes. */
    readonly issues: ContentIssue[]
  ) {
    super(message, statusText, status)
  }
}

/** What was asked for does not exist, or not any more. */
export function isNotFound(error: unknown): boolean {
  return error instanceof FetchError && error.status === 404
}

/** By its codes, if the server gave some. */
export function issuesOf(error: unknown): ContentIssue[] {
  return error instanceof RefusedError ? error.issues : []
}

/** Where the server's words help nobody, or are Medusa's own, which are English. */
const BY_STATUS: Record<number, string> = {
  401: "error.loggedOut",
  403: "error.forbidden",
  404: "error.notFound",
  413: "error.tooLarge",
}

/**
 * What was refused, in the reader's language. A fault of the server, or of the way to it, comes with no word that helps,
 * and in English only.
 */
export function errorWords(error: unknown, t: TFunction): string {
  if (!(error instanceof FetchError)) {
    return t("error.unreachable")
  }
  const issues = issuesOf(error)
  if (issues.length) {
    return refusalWords(issues, t)
  }
  const { status = 500, message } = error
  const known = status >= 500 ? "error.server" : BY_STATUS[status]
  return known ? t(known) : message
}

/** Each sentence once. */
export function refusalWords(issues: readonly ContentIssue[], t: TFunction): string {
  return [...new Set(issues.map((issue) => refusalText(issue, t)))].join(" ")
}

/** Where what was refused can be mended. */
export interface Remedy {
  /** Of a page of the admin. */
  path: string
  /** What its link says. */
  label: string
}

const PAGES: Record<string, Remedy> = {
  no_sender: { path: "/settings/mail-delivery", label: "remedy.settings" },
  template_in_use: { path: "/settings/mail-delivery", label: "remedy.settings" },
  faulty_document: { path: "/mail-delivery-orders", label: "remedy.orders" },
}

/** Of the first that has one. @returns null where no other page helps. */
export function remedyOf(issues: readonly ContentIssue[], t: TFunction): Remedy | null {
  const [page] = issues.flatMap(({ code }) => PAGES[code] ?? [])
  return page ? { ...page, label: t(page.label) } : null
}

/** With the name of the field, as its form calls it, where the fault is about one. */
function refusalText(issue: ContentIssue, t: TFunction): string {
  const text = issueText(issue, t)
  if (!issue.field) {
    return text
  }
  const field = t(labelsOf(issue.field), { defaultValue: issue.field })
  return t("refusal.inField", { field, text, interpolation: { escapeValue: false } })
}

/** Where a form may have the name of a field: `content.subject` is the subject, `order_insert.templates.…` the insert. */
function labelsOf(field: string): string[] {
  const steps = field.split(".").filter((step) => !/^\d+$/.test(step))
  const names = [field, field.replace(/^content\./, ""), steps[0]!, steps.at(-1)!]
  return names.flatMap((name) =>
    ["field", "settings", "common", "editor", "templates", "filter"].map((group) => `${group}.${name}`)
  )
}
