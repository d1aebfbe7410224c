/** What a person should know about a mailing at first sight: done, paused and why, refused and why, scheduled. */
import { Alert, Text } from "@medusajs/ui"
import { Link } from "react-router-dom"

import { pauseFigures } from "../../../notices/pause-words"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { refusalWords, remedyOf } from "../../lib/error-words"
import type { Mailing } from "../../lib/types"
import { QuotaThen } from "../quota-then"
import { GraceNotice } from "./grace-notice"
import { RetryButton } from "./retry-button"

interface MailingNoticesProps {
  mailing: Mailing
  /** When this was asked, ms. */
  updatedAt: number
}

export function MailingNotices({ mailing, updatedAt }: MailingNoticesProps) {
  const { t, tn, moment, sentences } = useMailTranslation()
  const { state, counts } = mailing
  const finished = state === "completed" || (state === "sending" && mailing.first_pass_done_at)
  return (
    <>
      {mailing.grace_until && <GraceNotice mailing={mailing} updatedAt={updatedAt} />}
      {state === "scheduled" && mailing.scheduled_at && (
        <Alert variant="info">
          <div className="flex flex-col gap-y-1">
            <Text size="small">{t("mailing.scheduledFor", { when: moment(mailing.scheduled_at) })}</Text>
            {mailing.kind === "member" && <QuotaThen at={new Date(mailing.scheduled_at)} />}
          </div>
        </Alert>
      )}
      {state === "preparing" && <Alert variant="info">{t("mailing.preparing")}</Alert>}
      {(state === "refused" || state === "draft") && mailing.refusal_reason && (
        <RefusalNotice mailing={mailing} />
      )}
      {state === "paused" && <PauseNotice mailing={mailing} />}
      {finished && <DoneNotice counts={counts} />}
      {state === "cancelled" && (
        <Alert variant="warning" data-testid="cancelled-notice">
          {sentences(
            counts.total ? tn("mailing.cancelled", counts.sent) : t("mailing.cancelledBefore"),
            counts.skipped > 0 && tn("mailing.notSent", counts.skipped)
          )}
        </Alert>
      )}
      {counts.uncertain > 0 && <UncertainNotice mailing={mailing} />}
    </>
  )
}

/** Why it was not sent, and the way to where that is mended. */
function RefusalNotice({ mailing: { state, refusal_reason, refusal_issues } }: { mailing: Mailing }) {
  const { t } = useMailTranslation()
  const issues = refusal_issues ?? []
  const remedy = remedyOf(issues, t)
  return (
    <Alert variant={state === "refused" ? "error" : "warning"} data-testid="refusal-notice">
      <div className="flex flex-col items-start gap-y-1">
        <Text size="small">
          {state === "refused" && `${t("mailing.refused")} `}
          {issues.length ? refusalWords(issues, t) : refusal_reason}
        </Text>
        {remedy && (
          <Link to={remedy.path} className="txt-compact-small-plus text-ui-fg-base underline">
            {remedy.label}
          </Link>
        )}
      </div>
    </Alert>
  )
}

/** Green only when every mail has arrived, as far as is known; what has not is said with its figures, in amber. */
function DoneNotice({ counts }: { counts: Mailing["counts"] }) {
  const { t, tn, sentences } = useMailTranslation()
  const exceptions = [
    counts.failed > 0 && tn("mailing.undelivered", counts.failed),
    counts.bounced > 0 && tn("mailing.cameBack", counts.bounced),
    counts.complained > 0 && tn("mailing.calledSpam", counts.complained),
    counts.deferred > 0 && tn("mailing.deferredLeft", counts.deferred),
  ].filter((words): words is string => typeof words === "string")
  const allWell = exceptions.length === 0 && counts.uncertain === 0
  return (
    <Alert variant={allWell ? "success" : "warning"} data-testid="done-notice">
      {sentences(allWell ? t("mailing.finished") : tn("mailing.finishedSent", counts.sent), ...exceptions)}
    </Alert>
  )
}

/** By a person there is nothing to say; by the system what is wrong, what helps, and the server's own words. */
function PauseNotice({ mailing: { pause_cause, pause_reason } }: { mailing: Mailing }) {
  const { t, language } = useMailTranslation()
  const figures = pauseFigures(pause_reason ?? "", language)
  if (!pause_cause || pause_cause === "person") {
    return <Alert variant="warning">{t("mailing.pausedByPerson")}</Alert>
  }
  return (
    <Alert variant="warning" data-testid="pause-notice">
      <div className="flex flex-col gap-y-1">
        <Text size="small">{t(`mailing.pausedFor.${pause_cause}`)}</Text>
        {figures && <Text size="small">{figures}</Text>}
        {pause_reason && !figures && (
          <Text size="small" className="text-ui-fg-subtle break-words">
            {t("mailing.serverSaid")} <span className="font-mono text-[12px]">{pause_reason}</span>
          </Text>
        )}
      </div>
    </Alert>
  )
}

/** In doubt means: perhaps received. A person who sends again must know that some may get it twice. */
function UncertainNotice({ mailing }: { mailing: Mailing }) {
  const { tn } = useMailTranslation()
  const maySend = useMay("mail_delivery:send")
  return (
    <Alert variant="warning">
      <div className="flex flex-col items-start gap-y-2">
        <Text size="small">{tn("mailing.uncertainText", mailing.counts.uncertain)}</Text>
        {maySend && mailing.state !== "cancelled" && <RetryButton mailing={mailing} state="uncertain" />}
      </div>
    </Alert>
  )
}
