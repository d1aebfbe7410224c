/** The composer: three steps on a full screen, saved by itself, sent at the end. */
import { RouteFocusModal } from "@medusajs/dashboard/components"
import { Button, ProgressTabs, Text } from "@medusajs/ui"
import { useState } from "react"
import { useNavigate } from "react-router-dom"

import { useAttempt, useConfirm } from "../../hooks/use-confirm"
import { type SaveStatus, useDraft } from "../../hooks/use-draft"
import { useAudienceCount, usePreview } from "../../hooks/use-mail-data"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useSendMailing } from "../../hooks/use-mailings"
import type { Mailing } from "../../lib/types"
import { LeaveGuard } from "../leave-guard"
import { ConfirmStep, type Schedule } from "./confirm-step"
import { ContentStep } from "./content-step"
import { RecipientsStep } from "./recipients-step"
import { useBlockers } from "./use-blockers"

const STEPS = ["recipients", "content", "confirm"] as const
type Step = (typeof STEPS)[number]

interface ComposerProps {
  stored: Mailing | undefined
  onCreated: (id: string) => void
}

export function Composer({ stored, onCreated }: ComposerProps) {
  const { t, tn } = useMailTranslation()
  const [step, setStep] = useState<Step>("recipients")
  const [customerId, setCustomerId] = useState<string>()
  const [schedule, setSchedule] = useState<Schedule>({ later: false, at: null })
  const handle = useDraft(stored, onCreated)
  const { draft, status, save } = handle
  const count = useAudienceCount(draft.audience, draft.purpose)
  const preview = usePreview({ kind: "member", content: draft.content, customer_id: customerId })
  const blockers = useBlockers({ handle, count, preview, schedule })
  const sendable = count.data?.sendable.count ?? 0
  const { send, sending } = useSending(save, sendable, schedule)
  const position = STEPS.indexOf(step)
  const shared = { handle, count, preview, customerId, onCustomer: setCustomerId }

  return (
    <ProgressTabs
      value={step}
      onValueChange={(value) => setStep(value as Step)}
      className="flex h-full flex-col overflow-hidden"
    >
      <LeaveGuard unsaved={status !== "saved" && !sending} />
      <RouteFocusModal.Header>
        <RouteFocusModal.Title asChild>
          <span className="sr-only">{t("compose.title")}</span>
        </RouteFocusModal.Title>
        <RouteFocusModal.Description className="sr-only">
          {t("mailings.subtitle")}
        </RouteFocusModal.Description>
        <div className="-my-2 w-full border-l">
          <ProgressTabs.List className="flex w-full items-center justify-start overflow-x-auto">
            {STEPS.map((name, index) => (
              <ProgressTabs.Trigger
                key={name}
                value={name}
                status={index < position ? "completed" : index === position ? "in-progress" : "not-started"}
                className="max-w-[220px] whitespace-nowrap"
              >
                {t(`compose.step_${name}`)}
              </ProgressTabs.Trigger>
            ))}
          </ProgressTabs.List>
        </div>
      </RouteFocusModal.Header>
      <RouteFocusModal.Body className="size-full overflow-y-auto">
        <ProgressTabs.Content value="recipients">
          <RecipientsStep handle={handle} count={count} />
        </ProgressTabs.Content>
        <ProgressTabs.Content value="content">
          <ContentStep {...shared} />
        </ProgressTabs.Content>
        <ProgressTabs.Content value="confirm">
          <ConfirmStep {...shared} schedule={schedule} onSchedule={setSchedule} />
        </ProgressTabs.Content>
      </RouteFocusModal.Body>
      <RouteFocusModal.Footer className="flex-wrap">
        <Saved status={status} save={save} />
        {count.data && step !== "confirm" && (
          <Text size="small" className="text-ui-fg-subtle">
            {tn("compose.sendable", sendable)}
          </Text>
        )}
        {step === "confirm" && blockers.length > 0 && (
          <Text size="small" className="text-ui-fg-error text-right" data-testid="blockers" role="status">
            {blockers[0]}
          </Text>
        )}
        {position > 0 && (
          <Button size="small" variant="secondary" onClick={() => setStep(STEPS[position - 1]!)}>
            {t("common.back")}
          </Button>
        )}
        {step === "confirm" ? (
          <Button size="small" disabled={blockers.length > 0 || sending} isLoading={sending} onClick={send}>
            {schedule.later ? t("compose.schedule") : t("compose.send")}
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

/** Asks, stores what is on the page, sends, and shows the mailing on its way. */
function useSending(save: () => Promise<string | undefined>, sendable: number, schedule: Schedule) {
  const { t, tn, dateTime } = useMailTranslation()
  const confirm = useConfirm()
  const attempt = useAttempt()
  const navigate = useNavigate()
  const mutation = useSendMailing()
  const [sending, setSending] = useState(false)

  const send = async () => {
    const at = schedule.later ? schedule.at : null
    const agreed = await confirm({
      title: tn(at ? "compose.scheduleTitle" : "compose.sendTitle", sendable),
      description: at ? t("compose.scheduleText", { when: dateTime(at) }) : t("compose.sendText"),
      confirm: t(at ? "compose.schedule" : "compose.send"),
    })
    if (!agreed) {
      return
    }
    setSending(true)
    const id = await save()
    const sent =
      id !== undefined &&
      (await attempt(
        mutation.mutateAsync({ id, scheduledAt: at?.toISOString() ?? null }),
        t(at ? "compose.scheduled" : "compose.started")
      ))
    if (sent) {
      navigate(`/mail/mailings/${id}`)
    } else {
      setSending(false)
    }
  }
  return { send, sending }
}

function Saved({ status, save }: { status: SaveStatus; save: () => void }) {
  const { t } = useMailTranslation()
  return (
    <div className="mr-auto flex items-center gap-x-2">
      <Text size="small" className="text-ui-fg-muted" role="status">
        {t(`compose.status_${status}`)}
      </Text>
      {status === "failed" && (
        <Button size="small" variant="transparent" onClick={save}>
          {t("common.tryAgain")}
        </Button>
      )}
    </div>
  )
}
