/**
 * Sending from a composer: stores what is on the page, sends, and shows the mailing on its way. The step of confirmation
 * is the question, and the grace after it takes a slip back; only what overrides the wishes of people is asked once more.
 */
import { useState } from "react"
import { useNavigate } from "react-router-dom"

import { useAttempt, useConfirm } from "./use-confirm"
import { useMailTranslation } from "./use-mail-translation"
import { useSendMailing } from "./use-mailings"
import { useSettings } from "./use-settings"

interface SendingOptions {
  /** Stores the draft; its id, or undefined if that failed. */
  save: () => Promise<string | undefined>
  /** When to send; null is now. */
  at?: Date | null
  /** Of an important notice: how many get it, and how many of them have opted out. */
  notice?: { count: number; optedOut: number }
}

export function useSending({ save, at = null, notice }: SendingOptions) {
  const { t, tn, number, moment } = useMailTranslation()
  const confirm = useConfirm()
  const attempt = useAttempt()
  const navigate = useNavigate()
  const mutation = useSendMailing()
  const [sending, setSending] = useState(false)
  const grace = useSettings().data?.grace_seconds ?? 0
  const consequence = at
    ? t("compose.scheduleText", { when: moment(at) })
    : grace
      ? tn("compose.sendTextGrace", grace)
      : t("compose.sendText")

  const send = async () => {
    const agreed =
      !notice ||
      (await confirm({
        title: t("compose.noticeTitle"),
        description: tn("compose.noticeReaches", notice.count, { optedOut: number(notice.optedOut) }),
        confirm: t(at ? "compose.schedule" : "compose.send"),
        danger: true,
      }))
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
  return { send, sending, consequence }
}
