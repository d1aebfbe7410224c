/** The composer of member mail: recipients, content, confirm; saved by itself, sent at the end. */
import { useState } from "react"

import { useAudienceCount } from "../../hooks/use-audience"
import { type Beginning, useDraft } from "../../hooks/use-draft"
import { useFirstRecipient } from "../../hooks/use-first-recipient"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { usePreview } from "../../hooks/use-preview"
import { useSending } from "../../hooks/use-sending"
import type { Mailing } from "../../lib/types"
import { ComposerFrame } from "./composer-frame"
import { ConfirmStep } from "./confirm-step"
import { ContentStep } from "./content-step"
import { RecipientsStep } from "./recipients-step"
import { useBlockers } from "./use-blockers"
import { useStoredSchedule } from "./use-stored-schedule"

interface ComposerProps {
  stored: Mailing | undefined
  /** Of a new one. */
  beginning: Beginning
  onCreated: (id: string) => void
}

export function Composer({ stored, beginning, onCreated }: ComposerProps) {
  const { t, tn } = useMailTranslation()
  const [chosen, setChosen] = useState<string | null>()
  const [schedule, setSchedule] = useState(useStoredSchedule())
  const handle = useDraft(stored, beginning, onCreated)
  const { draft, status, save } = handle
  const count = useAudienceCount(draft.audience, draft.purpose)
  // Until somebody is chosen, or taken away, it is the first of those who get the mail.
  const first = useFirstRecipient(draft.audience, draft.purpose)
  const customerId = chosen === undefined ? first : (chosen ?? undefined)
  const setCustomerId = (id: string | undefined) => setChosen(id ?? null)
  const preview = usePreview({
    kind: "member",
    content: draft.content,
    sender_name: draft.sender_name,
    customer_id: customerId,
  })
  const blockers = useBlockers({ handle, count, preview, schedule })
  const sendable = count.data?.sendable.count ?? 0
  const { send, sending, consequence } = useSending({
    save,
    at: schedule.later ? schedule.at : null,
    notice:
      draft.purpose === "notice"
        ? { count: sendable, optedOut: count.data?.sendable.opted_out ?? 0 }
        : undefined,
  })
  const shared = { handle, count, preview, customerId, onCustomer: setCustomerId }
  return (
    <ComposerFrame
      title={t("compose.title")}
      description={t("mailings.subtitle")}
      steps={[
        {
          name: "recipients",
          label: t("compose.step_recipients"),
          content: <RecipientsStep handle={handle} count={count} />,
        },
        {
          name: "content",
          label: t("compose.step_content"),
          content: <ContentStep {...shared} lastUsed={beginning.template?.id} />,
        },
        {
          name: "confirm",
          label: t("compose.step_confirm"),
          content: <ConfirmStep {...shared} schedule={schedule} onSchedule={setSchedule} />,
        },
      ]}
      // One person, from their own page: nobody else is to be chosen.
      opensOn={beginning.start?.customer_ids?.length === 1 ? "content" : undefined}
      status={status}
      chosen={Boolean(beginning.start?.customer_ids)}
      save={save}
      hint={count.data && tn("compose.sendable", sendable)}
      consequence={consequence}
      blocker={blockers[0]}
      sendLabel={schedule.later ? t("compose.schedule") : t("compose.send")}
      sending={sending}
      onSend={send}
    />
  )
}
