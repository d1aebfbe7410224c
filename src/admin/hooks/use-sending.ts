/** Sending from a composer: asks, stores what is on the page, sends, and shows the mailing on its way. */
import { useState } from "react"
import { useNavigate } from "react-router-dom"

import { useAttempt, useConfirm } from "./use-confirm"
import { useMailTranslation } from "./use-mail-translation"
import { useSendMailing } from "./use-mailings"
import { useSettings } from "./use-settings"

/**
 * @param save - Stores the draft; its id, or undefined if that failed.
 * @param count - How many will get it.
 * @param at - When to send; null is now.
 */
export function useSending(save: () => Promise<string | undefined>, count: number, at: Date | null) {
  const { t, tn, moment } = useMailTranslation()
  const confirm = useConfirm()
  const attempt = useAttempt()
  const navigate = useNavigate()
  const mutation = useSendMailing()
  const [sending, setSending] = useState(false)
  const grace = useSettings().data?.grace_seconds ?? 0
  const consequence = grace ? tn("compose.sendTextGrace", grace) : t("compose.sendText")

  const send = async () => {
    const agreed = await confirm({
      title: tn(at ? "compose.scheduleTitle" : "compose.sendTitle", count),
      description: at ? t("compose.scheduleText", { when: moment(at) }) : consequence,
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
        at ? t("compose.scheduled") : grace ? undefined : t("compose.started")
      ))
    if (sent) {
      navigate(`/mail-delivery/mailings/${id}`)
    } else {
      setSending(false)
    }
  }
  return { send, sending }
}
