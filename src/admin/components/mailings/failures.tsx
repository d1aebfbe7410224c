/** Mails of one mailing that did not arrive, and the way to send to them again. */
import { Container, Heading, Text } from "@medusajs/ui"
import { useState } from "react"

import { useDeliveries } from "../../hooks/use-deliveries"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { MAX_PAGE } from "../../lib/api"
import type { Mailing } from "../../lib/types"
import { FailureList } from "../failures/failure-list"
import { Pager } from "../pager"
import { Loading, Problem } from "../states"
import { RetryButton } from "./retry-button"

export function Failures({ mailing }: { mailing: Mailing }) {
  const { t, tn } = useMailTranslation()
  const mayFlag = useMay("mail_delivery:update")
  const maySend = useMay("mail_delivery:send")
  const [offset, setOffset] = useState(0)
  const query = {
    mailing_id: mailing.id,
    state: ["failed" as const, "bounced" as const],
    limit: MAX_PAGE,
    offset,
  }
  const { data, isError, error, refetch } = useDeliveries(query, { live: mailing.state === "sending" })
  const canRetry = maySend && mailing.counts.failed > 0 && mailing.state !== "cancelled"
  return (
    <Container className="isolate divide-y p-0" data-testid="failures">
      <div className="flex flex-wrap items-start justify-between gap-3 px-6 py-4">
        <div className="min-w-0 flex-1 basis-72">
          <Heading level="h2">{tn("failures.title", data?.count ?? mailing.counts.failed)}</Heading>
          {mayFlag && (
            <Text size="small" className="text-ui-fg-subtle">
              {t("failures.hint")}
            </Text>
          )}
        </div>
        {canRetry && <RetryButton mailing={mailing} state="failed" />}
      </div>
      {isError ? (
        <Problem error={error} retry={refetch} />
      ) : data ? (
        <>
          <FailureList failures={data.deliveries} className="max-h-[420px] overflow-y-auto" />
          <Pager count={data.count} limit={MAX_PAGE} offset={offset} onChange={setOffset} />
        </>
      ) : (
        <Loading lines={3} />
      )}
    </Container>
  )
}
