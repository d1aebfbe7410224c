/** The record of a mailing: to whom, why, by whom, when, and who was left out. */
import { SectionRow } from "@medusajs/dashboard/components"
import { Container, Heading } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useUserName } from "../../hooks/use-users"
import type { Mailing } from "../../lib/types"
import { ExclusionList } from "../exclusion-list"
import { useAudienceWords } from "./use-audience-words"

export function MailingDetails({ mailing }: { mailing: Mailing }) {
  const { t, dateTime } = useMailTranslation()
  const createdBy = useUserName(mailing.created_by)
  const sentBy = useUserName(mailing.sent_by)
  const audience = useAudienceWords(mailing.audience, mailing.purpose)
  const times = [
    ["createdAt", mailing.created_at],
    ["startedAt", mailing.started_at],
    ["completedAt", mailing.cancelled_at ? null : mailing.completed_at],
    ["cancelledAt", mailing.cancelled_at],
  ] as const
  return (
    <Container className="divide-y p-0">
      <div className="px-6 py-4">
        <Heading level="h2">{t("details.title")}</Heading>
      </div>
      {mailing.kind === "member" && (
        <SectionRow title={t("details.audience")} value={<Lines lines={audience} />} />
      )}
      {mailing.purpose === "notice" && (
        <SectionRow title={t("details.notice")} value={mailing.purpose_reason ?? "–"} />
      )}
      {mailing.sender_name && <SectionRow title={t("settings.sender_name")} value={mailing.sender_name} />}
      {mailing.reply_to && <SectionRow title={t("settings.reply_to")} value={mailing.reply_to} />}
      <SectionRow title={t("details.format")} value={t(`format.${mailing.content.format}`)} />
      {createdBy && <SectionRow title={t("details.createdBy")} value={createdBy} />}
      {sentBy && <SectionRow title={t("details.sentBy")} value={sentBy} />}
      {times.map(
        ([name, at]) => at && <SectionRow key={name} title={t(`details.${name}`)} value={dateTime(at)} />
      )}
      {mailing.unsendable && Object.values(mailing.unsendable).some((count) => count > 0) && (
        <div className="flex flex-col gap-y-2 px-6 py-4">
          <span className="txt-compact-small-plus text-ui-fg-subtle">{t("details.leftOut")}</span>
          <ExclusionList counts={mailing.unsendable} />
        </div>
      )}
    </Container>
  )
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <span className="flex flex-col gap-y-0.5">
      {lines.map((line) => (
        <span key={line} className="txt-compact-small break-words">
          {line}
        </span>
      ))}
    </span>
  )
}
