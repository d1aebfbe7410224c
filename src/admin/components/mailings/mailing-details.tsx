/** The record of a mailing: to whom, why, by whom, when, and who was left out. */
import { SectionRow } from "@medusajs/dashboard/components"
import { Container, Heading, Text } from "@medusajs/ui"
import { useState } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useUserName } from "../../hooks/use-users"
import type { Audience, LeftOutReason, Mailing } from "../../lib/types"
import { ExclusionList } from "../exclusion-list"
import { FileList } from "../orders/file-list"
import { type PeopleAsked, PeopleDrawer } from "../people/people-drawer"
import { LeftOutDrawer } from "./left-out-drawer"
import { useAudienceWords } from "./use-audience-words"

export function MailingDetails({ mailing }: { mailing: Mailing }) {
  const { t, dateTime } = useMailTranslation()
  const createdBy = useUserName(mailing.created_by)
  const sentBy = useUserName(mailing.sent_by)
  const audience = useAudienceWords(mailing)
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
      {mailing.attachments.length > 0 && (
        <div className="flex flex-col gap-y-2 px-6 py-4" data-testid="files">
          <span id="mailing-files" className="txt-compact-small-plus text-ui-fg-subtle">
            {t("files.title")}
          </span>
          <FileList files={mailing.attachments} labelledBy="mailing-files" />
        </div>
      )}
      {mailing.unsendable && Object.values(mailing.unsendable).some((count) => count > 0) && (
        <LeftOut mailing={mailing} counts={mailing.unsendable} />
      )}
    </Container>
  )
}

/**
 * Counted when the recipients were put together. Which orders they were is kept; which members they were is not: of them the
 * list tells who it would be today, and says so.
 */
function LeftOut({ mailing, counts }: { mailing: Mailing; counts: Record<string, number> }) {
  const { t, number, dateTime } = useMailTranslation()
  const [asked, setAsked] = useState<PeopleAsked | null>(null)
  const [documents, setDocuments] = useState<LeftOutReason | null>(null)
  const { purpose, started_at } = mailing
  const audience = peopleOf(mailing)
  const when = started_at && dateTime(started_at)
  const canList = mailing.kind === "member" && audience !== null
  return (
    <div className="flex flex-col gap-y-2 px-6 py-4" data-testid="left-out">
      <div className="flex flex-col">
        <span className="txt-compact-small-plus text-ui-fg-subtle">{t("details.leftOut")}</span>
        {when && (
          <Text size="xsmall" className="text-ui-fg-subtle">
            {t("details.leftOutThen", { when })}
          </Text>
        )}
      </div>
      <ExclusionList
        counts={counts}
        onShow={canList ? (reason) => setAsked({ reason }) : undefined}
        onShowDocuments={mailing.kind === "order" ? setDocuments : undefined}
      />
      {documents && <LeftOutDrawer mailing={mailing} reason={documents} onClose={() => setDocuments(null)} />}
      {canList && (
        <PeopleDrawer
          of={{ audience, purpose }}
          asked={asked}
          note={t("people.today", { when, n: number((asked?.reason && counts[asked.reason]) ?? 0) })}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  )
}

/** As they were chosen then: a segment may have changed since. */
function peopleOf({ audience, segment }: Mailing): Audience | null {
  return audience?.segment_id && segment ? { include: audience.include, filter: segment.filter } : audience
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
