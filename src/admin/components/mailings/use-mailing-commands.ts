/** What a person can do to a mailing, with the question that comes before what cannot be taken back. */
import { useNavigate } from "react-router-dom"

import { useAttempt, useConfirm } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import {
  useCreateMailing,
  useDeleteMailing,
  useMailingAction,
  useUnscheduleMailing,
} from "../../hooks/use-mailings"
import { useMay } from "../../hooks/use-may"
import type { Mailing } from "../../lib/types"

/** Before its recipients are put together nobody knows how many mails it is. */
function cancelKeyOf({ scheduled_at, state, counts }: Mailing): string {
  if (counts.total > 0) {
    return "cancel"
  }
  return state === "scheduled" && scheduled_at ? "cancelScheduled" : "cancelBefore"
}

export function useMailingCommands(mailing: Mailing) {
  const { t, tn } = useMailTranslation()
  const { id, counts } = mailing
  // What a server has put off waits too.
  const waiting = counts.pending + counts.deferred
  const confirm = useConfirm()
  const attempt = useAttempt()
  const navigate = useNavigate()
  const act = useMailingAction(id)
  const unschedule = useUnscheduleMailing(id)
  const create = useCreateMailing()
  const remove = useDeleteMailing()
  const mayWrite = useMay("mail_delivery:update")

  const ask = (key: string, count: number, others: { danger?: boolean; cancel?: string } = {}) =>
    confirm({
      title: t(`mailing.${key}.title`),
      description: tn(`mailing.${key}.text`, count),
      confirm: t(`mailing.${key}.action`),
      ...others,
    })

  return {
    busy: act.isPending || unschedule.isPending || create.isPending || remove.isPending,
    /** At once: while a question is read, mails leave. */
    pause: () => attempt(act.mutateAsync("pause"), t("mailing.pause.done")),
    undo: async () => {
      if ((await attempt(act.mutateAsync("undo"), t("mailing.undo.done"))) && mayWrite) {
        navigate(`/mail-delivery/compose?mailing=${id}`)
      }
    },
    resume: async () => {
      if (await ask("resume", waiting)) {
        await attempt(act.mutateAsync("resume"), t("mailing.resume.done"))
      }
    },
    cancel: async () => {
      if (await ask(cancelKeyOf(mailing), waiting, { danger: true, cancel: t("mailing.keep") })) {
        await attempt(act.mutateAsync("cancel"), t("mailing.cancel.done"))
      }
    },
    edit: async () => {
      if (mailing.state !== "scheduled") {
        navigate(`/mail-delivery/compose?mailing=${id}`)
      } else if (await ask("unschedule", counts.total)) {
        const done = await attempt(unschedule.mutateAsync(undefined), t("mailing.unschedule.done"))
        if (done) {
          const at = mailing.scheduled_at ? `&at=${encodeURIComponent(mailing.scheduled_at)}` : ""
          navigate(`/mail-delivery/compose?mailing=${id}${at}`)
        }
      }
    },
    /** A new draft with the same content and audience. The purpose is asked anew: it was agreed to for one mailing. */
    reuse: async () => {
      const { kind, content, template_id, sender_name, reply_to, audience } = mailing
      const sender = { sender_name, reply_to }
      const copied = create.mutateAsync({
        ...{ kind, content, template_id, ...sender },
        audience: audience ?? undefined,
      })
      if (await attempt(copied, t("mailing.reuse.done"))) {
        navigate(`/mail-delivery/compose?mailing=${(await copied).mailing.id}`)
      }
    },
    remove: async () => {
      if (await ask("remove", counts.total, { danger: true })) {
        if (await attempt(remove.mutateAsync(id), t("mailing.remove.done"))) {
          navigate("/mail-delivery")
        }
      }
    },
  }
}
