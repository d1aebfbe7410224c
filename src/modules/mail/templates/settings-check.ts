/**
 * Settings that are rendered are checked like templates, by rendering them: a signature stands below every mail, and one
 * that cannot be made would refuse every mailing and stop automatic mail where nobody looks.
 */
import { Refusal } from "../refusals/refusal"
import type { OrderInsertSettings } from "../settings/order-insert"
import { getSettings, type MailSettingsDTO } from "../settings/settings"
import type { Database } from "../sql/database"
import {
  type ContentIssue,
  FORMATS,
  type Language,
  LANGUAGES,
  type MemberContent,
  ORDER_SOURCES,
  type OrderContent,
} from "../words"
import { draftContent } from "./draft"

type Changes = Partial<MailSettingsDTO>

const SIGNATURES = { signature_text: "signature_html", signature_html: "signature_text" } as const

/** Nothing in it but what is checked can be at fault. */
const AROUND = { subject: "Subject", include_signature: true } as const

/** The same fault comes once for each mail that is tried. */
function underName(field: string, found: readonly ContentIssue[]): ContentIssue[] {
  const named = found.map((issue) => ({ ...issue, field }))
  return [...new Map(named.map((issue) => [JSON.stringify(issue), issue])).values()]
}

async function faultsOf(
  content: MemberContent | OrderContent,
  settings: MailSettingsDTO,
  language?: Language
): Promise<ContentIssue[]> {
  const kind = "source" in content ? "order" : "member"
  return (await draftContent(kind, content, settings, { language, queue: "save" })).errors
}

/** Of the mails to members: whatever they may name can be named in all other mails too, and says nothing where it is not known. */
async function signatureFaults(
  name: keyof typeof SIGNATURES,
  settings: MailSettingsDTO
): Promise<ContentIssue[]> {
  const alone = { ...settings, [SIGNATURES[name]]: null }
  const found: ContentIssue[] = []
  for (const format of FORMATS) {
    found.push(...(await faultsOf({ ...AROUND, body: "Text", format }, alone)))
  }
  return underName(name, found)
}

async function insertFaults(
  language: Language,
  form: "text" | "html",
  settings: MailSettingsDTO
): Promise<ContentIssue[]> {
  const insert: OrderInsertSettings = settings.order_insert ?? {}
  const source = insert.templates?.[language]?.[form]
  if (!source?.trim()) {
    return []
  }
  const alone = {
    ...settings,
    signature_text: null,
    signature_html: null,
    order_insert: { ...insert, templates: { [language]: { [form]: source } } },
  }
  const found: ContentIssue[] = []
  for (const kind of ORDER_SOURCES) {
    const content = { ...AROUND, source: kind, header: "Above", footer: "Below", format: form }
    found.push(...(await faultsOf(content, alone, language)))
  }
  return underName(`order_insert.templates.${language}.${form}`, found)
}

/** Of what changes alone: who corrects an address is not held up by what somebody else wrote. */
async function faultsIn(before: MailSettingsDTO, changes: Changes): Promise<ContentIssue[]> {
  const settings = { ...before, ...changes }
  const found: ContentIssue[] = []
  for (const name of ["signature_text", "signature_html"] as const) {
    if (settings[name]?.trim() && settings[name] !== before[name]) {
      found.push(...(await signatureFaults(name, settings)))
    }
  }
  for (const language of LANGUAGES) {
    for (const form of FORMATS) {
      const sourceIn = ({ order_insert }: MailSettingsDTO) => order_insert?.templates?.[language]?.[form]
      if (sourceIn(settings) !== sourceIn(before)) {
        found.push(...(await insertFaults(language, form, settings)))
      }
    }
  }
  return found
}

/**
 * That every mail can still be made after these changes.
 *
 * @throws Refusal `invalid_data` naming the field, with the code of each fault.
 */
export async function assertRenderable(db: Database, changes: Changes): Promise<void> {
  const issues = await faultsIn(await getSettings(db), changes)
  if (issues.length) {
    throw new Refusal(issues)
  }
}
