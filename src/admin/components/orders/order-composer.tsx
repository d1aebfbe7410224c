/** The composer of order, shipment and quote mail: recipients, content, confirm; saved by itself, sent at the end. */
import { RouteFocusModal } from "@medusajs/dashboard/components"
import { Button, Heading, ProgressTabs, Text } from "@medusajs/ui"
import { type ReactNode, useState } from "react"
import { useNavigate } from "react-router-dom"

import { useAttempt, useConfirm } from "../../hooks/use-confirm"
import { useAutosave } from "../../hooks/use-draft"
import { usePreview, useSettings } from "../../hooks/use-mail-data"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useSendMailing } from "../../hooks/use-mailings"
import { mailApi } from "../../lib/api"
import { documentId } from "../../lib/documents"
import type { Mailing, OrderContent } from "../../lib/types"
import { SignatureChoice } from "../compose/content-form"
import { TemplatePicker } from "../compose/template-picker"
import { TestMail } from "../compose/test-mail"
import { LeaveGuard } from "../leave-guard"
import { OrderContentForm } from "../templates/order-content-form"
import { DocumentPreview } from "./document-preview"
import { RecipientList } from "./recipient-list"

const STEPS = ["documents", "content", "confirm"] as const
type Step = (typeof STEPS)[number]

interface OrderDraft {
  content: OrderContent
}

const STORE = {
  create: (draft: OrderDraft) => mailApi.createMailing({ kind: "order", ...draft }),
  /** The content alone: which documents were ticked does not change here. */
  update: (id: string, draft: OrderDraft) => mailApi.updateMailing(id, draft),
}

export function OrderComposer({ stored }: { stored: Mailing }) {
  const { t, tn } = useMailTranslation()
  const [step, setStep] = useState<Step>("documents")
  const [index, setIndex] = useState(0)
  const initial: OrderDraft = { content: stored.content as OrderContent }
  const { draft, status, update, save } = useAutosave({ id: stored.id, initial, ...STORE })
  const { content } = draft
  const ids = stored.document_ids ?? []
  const sample = documentId(content.source, ids[index])
  const preview = usePreview({ kind: "order", content, ...sample })
  const { data: settings } = useSettings()
  const { send, sending } = useSending(stored.id, save, ids.length)
  const change = (changes: Partial<OrderContent>) => update({ content: { ...content, ...changes } })
  const faulty = !preview.data || preview.data.errors.length > 0
  const blocker = !content.subject.trim()
    ? t("blocker.noSubject")
    : !preview.data || !settings
      ? t("blocker.waiting")
      : faulty
        ? t("blocker.errors")
        : !settings.sender_address
          ? t("blocker.noSender")
          : status === "failed" && t("blocker.notSaved")
  const position = STEPS.indexOf(step)
  const view = <DocumentPreview preview={preview} total={ids.length} index={index} onIndex={setIndex} />

  return (
    <ProgressTabs
      value={step}
      onValueChange={(value) => setStep(value as Step)}
      className="flex h-full flex-col overflow-hidden"
    >
      <LeaveGuard unsaved={status !== "saved" && !sending} />
      <RouteFocusModal.Header>
        <RouteFocusModal.Title asChild>
          <span className="sr-only">{t("orders.title")}</span>
        </RouteFocusModal.Title>
        <RouteFocusModal.Description className="sr-only">{t("orders.subtitle")}</RouteFocusModal.Description>
        <div className="-my-2 w-full border-l">
          <ProgressTabs.List className="flex w-full items-center justify-start overflow-x-auto">
            {STEPS.map((name, at) => (
              <ProgressTabs.Trigger
                key={name}
                value={name}
                status={at < position ? "completed" : at === position ? "in-progress" : "not-started"}
                className="max-w-[220px] whitespace-nowrap"
              >
                {t(name === "documents" ? "orders.step_documents" : `compose.step_${name}`)}
              </ProgressTabs.Trigger>
            ))}
          </ProgressTabs.List>
        </div>
      </RouteFocusModal.Header>
      <RouteFocusModal.Body className="size-full overflow-y-auto">
        <ProgressTabs.Content value="documents">
          <Columns side={view}>
            <Heading level="h2">{t(`orders.source_${content.source}`)}</Heading>
            <Text>{tn("orders.count", ids.length)}</Text>
            <RecipientList source={content.source} ids={ids} index={index} onIndex={setIndex} />
          </Columns>
        </ProgressTabs.Content>
        <ProgressTabs.Content value="content">
          <Columns side={view}>
            <TemplatePicker
              kind="order"
              written={Boolean(content.subject.trim() || content.header.trim() || content.footer.trim())}
              onPick={({ subject, header, footer, format }) =>
                change({ subject, header: header ?? "", footer: footer ?? "", format })
              }
            />
            <Text size="small" className="text-ui-fg-subtle">
              {t("orders.insert")}
            </Text>
            <OrderContentForm
              state={content}
              onChange={change}
              errors={preview.data?.errors ?? []}
              warnings={[]}
            />
            <SignatureChoice
              checked={content.include_signature}
              onChange={(include_signature) => change({ include_signature })}
            />
          </Columns>
        </ProgressTabs.Content>
        <ProgressTabs.Content value="confirm">
          <Columns side={view}>
            <Heading level="h2">{tn("orders.count", ids.length)}</Heading>
            <Text size="small" className="text-ui-fg-subtle">
              {t("orders.sentNote")}
            </Text>
            <RecipientList source={content.source} ids={ids} index={index} onIndex={setIndex} />
            <TestMail save={save} sample={sample} disabled={faulty} />
          </Columns>
        </ProgressTabs.Content>
      </RouteFocusModal.Body>
      <RouteFocusModal.Footer className="flex-wrap">
        <Text size="small" className="text-ui-fg-muted mr-auto" role="status">
          {t(`compose.status_${status}`)}
        </Text>
        {step === "confirm" && blocker && (
          <Text size="small" className="text-ui-fg-error" data-testid="blockers" role="status">
            {blocker}
          </Text>
        )}
        {position > 0 && (
          <Button size="small" variant="secondary" onClick={() => setStep(STEPS[position - 1]!)}>
            {t("common.back")}
          </Button>
        )}
        {step === "confirm" ? (
          <Button size="small" disabled={Boolean(blocker) || sending} isLoading={sending} onClick={send}>
            {t("compose.send")}
          </Button>
        ) : (
          <Button size="small" onClick={() => setStep(STEPS[position + 1]!)}>
            {t("common.continue")}
          </Button>
        )}
      </RouteFocusModal.Footer>
    </ProgressTabs>
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

/** Asks, stores what is on the page, sends, and shows the mailing on its way. */
function useSending(id: string, save: () => Promise<string | undefined>, count: number) {
  const { t, tn } = useMailTranslation()
  const confirm = useConfirm()
  const attempt = useAttempt()
  const navigate = useNavigate()
  const mutation = useSendMailing()
  const [sending, setSending] = useState(false)

  const send = async () => {
    const agreed = await confirm({
      title: tn("compose.sendTitle", count),
      description: t("compose.sendText"),
      confirm: t("compose.send"),
    })
    if (!agreed) {
      return
    }
    setSending(true)
    const stored = (await save()) !== undefined
    if (stored && (await attempt(mutation.mutateAsync({ id, scheduledAt: null }), t("compose.started")))) {
      navigate(`/mail/mailings/${id}`)
    } else {
      setSending(false)
    }
  }
  return { send, sending }
}
