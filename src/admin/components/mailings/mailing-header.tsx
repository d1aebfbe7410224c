/** The head of a mailing: what it is, its state, and the commands that this state allows. */
import { type Action, ActionMenu } from "@medusajs/dashboard/components"
import { EllipsisHorizontal, PencilSquare, SquareTwoStack, Trash, XCircle } from "@medusajs/icons"
import { Button, Copy, Heading, IconButton, Text } from "@medusajs/ui"

import { titleOf } from "../../../notices/title"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import type { Mailing, MailingState } from "../../lib/types"
import { MailingStateBadge } from "../badges"
import { useMailingCommands } from "./use-mailing-commands"

const CANCELLABLE: MailingState[] = ["scheduled", "preparing", "sending", "paused"]
const EDITABLE: MailingState[] = ["draft", "refused", "scheduled"]
const DELETABLE: MailingState[] = ["draft", "refused"]

export function MailingHeader({ mailing }: { mailing: Mailing }) {
  const { t, language } = useMailTranslation()
  const commands = useMailingCommands(mailing)
  const { state, kind } = mailing
  const mayWrite = useMay("mail_delivery:update")
  const maySend = useMay("mail_delivery:send")
  const menu: Action[] = [
    // In its grace there is one way back, and that is seen.
    ...(mayWrite && EDITABLE.includes(state) && !mailing.grace_until
      ? [{ icon: <PencilSquare />, label: t("mailing.edit"), onClick: commands.edit }]
      : []),
    ...(mayWrite && kind === "member"
      ? [{ icon: <SquareTwoStack />, label: t("mailing.reuse.action"), onClick: commands.reuse }]
      : []),
    ...(maySend && CANCELLABLE.includes(state)
      ? [{ icon: <XCircle />, label: t("mailing.cancel.action"), onClick: commands.cancel }]
      : []),
    ...(mayWrite && DELETABLE.includes(state)
      ? [{ icon: <Trash />, label: t("common.delete"), onClick: commands.remove }]
      : []),
  ]
  return (
    <div className="flex flex-wrap items-start justify-between gap-3 px-6 py-4">
      <div className="flex min-w-0 flex-1 basis-56 flex-col gap-y-1">
        <Heading className="break-words">
          {titleOf(mailing.content.subject, language) || t("common.noSubject")}
        </Heading>
        <div className="text-ui-fg-subtle flex items-center gap-x-1 whitespace-nowrap">
          <Text size="small">{t(`kind.${kind}`)}</Text>
          <Text size="small" className="text-ui-fg-subtle font-mono">
            · …{mailing.id.slice(-6)}
          </Text>
          <Copy content={mailing.id} />
        </div>
      </div>
      <div className="flex items-center gap-x-2">
        <MailingStateBadge mailing={mailing} />
        {maySend && state === "sending" && (
          <Button size="small" variant="secondary" onClick={commands.pause} disabled={commands.busy}>
            {t("mailing.pause.action")}
          </Button>
        )}
        {maySend && state === "paused" && (
          <Button size="small" onClick={commands.resume} disabled={commands.busy}>
            {t("mailing.resume.action")}
          </Button>
        )}
        {menu.length > 0 && (
          <ActionMenu groups={[{ actions: menu }]}>
            <IconButton size="small" variant="transparent" aria-label={t("mailing.more")}>
              <EllipsisHorizontal />
            </IconButton>
          </ActionMenu>
        )}
      </div>
    </div>
  )
}
