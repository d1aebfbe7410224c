/** Sends the failed or the uncertain mails again, after a question that says how many will really go and why others not. */
import { Alert, Button, Prompt, Text } from "@medusajs/ui"
import { useState } from "react"

import { useAttempt } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useRetryMailing, useRetryPreview } from "../../hooks/use-mailings"
import type { Mailing, RetryableState, RetryPreview } from "../../lib/types"
import { ExclusionList } from "../exclusion-list"
import { Loading, Problem } from "../states"

interface RetryButtonProps {
  mailing: Mailing
  state: RetryableState
}

const WORDS = { failed: "retryFailed", uncertain: "retryUncertain" } as const

export function RetryButton({ mailing, state }: RetryButtonProps) {
  const { t, tn } = useMailTranslation()
  const [asking, setAsking] = useState(false)
  const preview = useRetryPreview(mailing.id, [state], asking)
  const retry = useRetryMailing(mailing.id)
  const attempt = useAttempt()
  const key = `mailing.${WORDS[state]}`
  const going = preview.data?.sendable.count ?? 0
  const run = async () => {
    setAsking(false)
    await attempt(retry.mutateAsync([state]), tn("mailing.retry.done", going))
  }
  return (
    <Prompt open={asking} onOpenChange={setAsking} variant="confirmation">
      <Prompt.Trigger asChild>
        <Button size="small" variant="secondary" isLoading={retry.isPending}>
          {t(`${key}.action`)}
        </Button>
      </Prompt.Trigger>
      <Prompt.Content>
        <Prompt.Header>
          <Prompt.Title>{t(`${key}.title`)}</Prompt.Title>
          <Prompt.Description>{tn(`${key}.text`, mailing.counts[state])}</Prompt.Description>
        </Prompt.Header>
        <div
          className="flex max-h-[50vh] flex-col gap-y-3 overflow-y-auto px-6 pt-4"
          data-testid="retry-preview"
        >
          {preview.isError ? (
            <Problem error={preview.error} retry={preview.refetch} />
          ) : preview.data ? (
            <Outlook preview={preview.data} />
          ) : (
            <Loading lines={2} />
          )}
        </div>
        <Prompt.Footer>
          <Prompt.Cancel>{t("common.cancel")}</Prompt.Cancel>
          <Prompt.Action disabled={!going || !preview.data?.quota.fits} onClick={() => void run()}>
            {t(`${key}.action`)}
          </Prompt.Action>
        </Prompt.Footer>
      </Prompt.Content>
    </Prompt>
  )
}

function Outlook({ preview: { sendable, unsendable, changes, quota } }: { preview: RetryPreview }) {
  const { t, tn } = useMailTranslation()
  const more = sendable.readdressed - changes.length
  return (
    <>
      <Text size="small" weight="plus">
        {tn("mailing.retry.going", sendable.count)}
      </Text>
      {!quota.fits && (
        <Alert variant="error">
          {t("refusal.over_quota", { count: quota.wanted, wanted: quota.wanted, left: quota.remaining ?? 0 })}
        </Alert>
      )}
      {quota.fits && quota.limit !== null && quota.wanted > 0 && (
        <Text size="small" className="text-ui-fg-subtle">
          {tn("mailing.retry.counted", quota.wanted)}
        </Text>
      )}
      {changes.length > 0 && (
        <div className="flex flex-col gap-y-1">
          <Text size="small" className="text-ui-fg-subtle">
            {tn("mailing.retry.readdressed", sendable.readdressed)}
          </Text>
          <ul>
            {changes.map(({ delivery_id, from, to }) => (
              <li key={delivery_id} className="txt-compact-small text-ui-fg-subtle break-all">
                {t("mailing.retry.change", { from, to, interpolation: { escapeValue: false } })}
              </li>
            ))}
          </ul>
          {more > 0 && (
            <Text size="small" className="text-ui-fg-subtle">
              {tn("mailing.retry.more", more)}
            </Text>
          )}
        </div>
      )}
      {unsendable.count > 0 && (
        <div className="flex flex-col gap-y-1">
          <Text size="small" weight="plus">
            {tn("mailing.retry.leftOut", unsendable.count)}
          </Text>
          <ExclusionList counts={unsendable} />
        </div>
      )}
    </>
  )
}
