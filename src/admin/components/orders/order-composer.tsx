/**
 * The composer of order, shipment and quote mail: recipients, content, confirm; saved by itself, sent at the end. Its
 * recipients were ticked before it opens, so it opens on the content.
 */
import { Heading, Text } from "@medusajs/ui"
import { type ReactNode, useCallback, useState } from "react"

import { useAutosave } from "../../hooks/use-draft"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMailingFiles } from "../../hooks/use-mailing-files"
import { usePreview } from "../../hooks/use-preview"
import { useSending } from "../../hooks/use-sending"
import { useSettings } from "../../hooks/use-settings"
import { mailApi } from "../../lib/api"
import type { StartOfOrders } from "../../lib/composer-start"
import { documentId, documentIds } from "../../lib/documents"
import { orderText } from "../../lib/from-template"
import type { Mailing, OrderContent, OrderSource, Template } from "../../lib/types"
import { ComposerFrame } from "../compose/composer-frame"
import { SenderChoice } from "../compose/sender-choice"
import { TemplatePicker } from "../compose/template-picker"
import { TestMail } from "../compose/test-mail"
import { SignatureChoice } from "../editor/content-form"
import { OrderContentForm } from "../editor/order-content-form"
import { DocumentPreview } from "./document-preview"
import { ChosenFiles, FilesField } from "./files-field"
import { RecipientList } from "./recipient-list"
import { Translations } from "./translations"

interface OrderDraft {
  content: OrderContent
  /** The template that it was begun with. */
  template_id: string | null
  /** In place of what the settings say. */
  sender_name: string | null
  reply_to: string | null
}

/** What is written changes here, not which documents were ticked. */
const store = (id: string, draft: OrderDraft) => mailApi.updateMailing(id, draft)

/** What is written on: a draft, or nothing yet about these documents. */
export type OrderWork = { stored: Mailing } | { start: StartOfOrders; template: Template | null }

interface OrderComposerProps {
  work: OrderWork
  onCreated: (id: string) => void
}

function emptyContent(source: OrderSource): OrderContent {
  return { source, subject: "", header: "", footer: "", format: "text", include_signature: true }
}

function beginning(work: OrderWork): { initial: OrderDraft; ids: string[] } {
  if ("stored" in work) {
    const { content, template_id, sender_name, reply_to, document_ids } = work.stored
    const sender = { sender_name, reply_to }
    return {
      initial: { content: content as OrderContent, template_id, ...sender },
      ids: document_ids ?? [],
    }
  }
  const { start, template } = work
  const content = { ...emptyContent(start.source), ...orderText(template) }
  const sender = { sender_name: null, reply_to: null }
  return { initial: { content, template_id: template?.id ?? null, ...sender }, ids: start.ids }
}

export function OrderComposer({ work, onCreated }: OrderComposerProps) {
  const { t, tn, language } = useMailTranslation()
  const [index, setIndex] = useState(0)
  const stored = "stored" in work ? work.stored : undefined
  const [{ initial, ids }] = useState(() => beginning(work))
  const create = useCallback(
    (draft: OrderDraft) =>
      mailApi.createMailing({ kind: "order", ...draft, ...documentIds(draft.content.source, ids) }),
    [ids]
  )
  const { draft, now, status, refused, update, save, saveThen } = useAutosave(
    { id: stored?.id, initial, create, update: store },
    onCreated
  )
  const { content } = draft
  const files = useMailingFiles(stored?.attachments ?? [], saveThen)
  const sample = documentId(content.source, ids[index])
  const preview = usePreview({ kind: "order", content, sender_name: draft.sender_name, ...sample })
  const { data: settings } = useSettings()
  const { send, sending, consequence } = useSending({ save })
  const change = (changes: Partial<OrderContent>) =>
    update(({ content }) => ({ content: { ...content, ...changes } }))
  const faulty = !preview.data || preview.data.errors.length > 0
  const blocker = !content.subject.trim()
    ? t("blocker.noSubject")
    : !preview.data || !settings
      ? t("blocker.waiting")
      : faulty
        ? t("blocker.errors")
        : !settings.sender_address
          ? t("blocker.noSender")
          : status === "failed"
            ? t("blocker.notSaved")
            : files.storing !== null
              ? t("blocker.storing")
              : undefined
  const recipients = <RecipientList source={content.source} ids={ids} index={index} onIndex={setIndex} />
  const view = <DocumentPreview preview={preview} total={ids.length} index={index} onIndex={setIndex} />

  const documentsStep = (
    <Columns side={view}>
      <Heading level="h2">{t(`orders.source_${content.source}`)}</Heading>
      <Text>{tn("orders.count", ids.length)}</Text>
      {recipients}
    </Columns>
  )
  const contentStep = (
    <Columns side={view}>
      <TemplatePicker
        kind="order"
        value={draft.template_id}
        lastUsed={"start" in work ? work.template?.id : undefined}
        written={() => now().content}
        onPick={(template) =>
          update(({ content }) => ({
            content: { ...content, ...orderText(template) },
            template_id: template?.id ?? null,
          }))
        }
      />
      <Text size="small" className="text-ui-fg-subtle">
        {t("orders.insert")}
      </Text>
      <OrderContentForm state={content} onChange={change} errors={preview.data?.errors ?? []} warnings={[]} />
      <Translations
        language={content.locale ?? settings?.language ?? language}
        value={content.translations ?? {}}
        onChange={(words) => change({ translations: { ...now().content.translations, ...words } })}
      />
      <SignatureChoice
        checked={content.include_signature}
        onChange={(include_signature) => change({ include_signature })}
      />
      <FilesField {...files} />
    </Columns>
  )
  const confirmStep = (
    <Columns side={view}>
      <Heading level="h2">{tn("orders.count", ids.length)}</Heading>
      <Text size="small" className="text-ui-fg-subtle">
        {t("orders.sentNote")}
      </Text>
      {recipients}
      <ChosenFiles files={files.files} />
      <SenderChoice value={draft} onChange={update} refused={refused} />
      <TestMail save={save} sample={sample} disabled={faulty} />
    </Columns>
  )
  return (
    <ComposerFrame
      title={t("orders.title")}
      description={t("orders.subtitle")}
      steps={[
        { name: "documents", label: t("orders.step_documents"), content: documentsStep },
        { name: "content", label: t("compose.step_content"), content: contentStep },
        { name: "confirm", label: t("compose.step_confirm"), content: confirmStep },
      ]}
      opensOn="content"
      status={files.storing === null ? status : "saving"}
      chosen
      save={save}
      consequence={consequence}
      blocker={blocker}
      sendLabel={t("compose.send")}
      sending={sending}
      onSend={send}
    />
  )
}

function Columns({ side, children }: { side: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto grid w-full max-w-[1400px] grid-cols-1 gap-8 px-6 py-8 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-y-6">{children}</div>
      <div className="min-w-0">{side}</div>
    </div>
  )
}
