/** What an audience comes to: who gets the mail, who does not and why, and whether the month's quota reaches. */
import { Alert, clx, Heading, Skeleton, Text } from "@medusajs/ui"

import { type useAudienceCount } from "../../hooks/use-audience"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { AudienceCount, Consent } from "../../lib/types"
import { ExclusionList } from "../exclusion-list"
import { QuotaBar } from "../quota-bar"
import { Problem } from "../states"

const CONSENTS: Consent[] = ["opted_in", "not_asked", "opted_out"]

interface AudienceSummaryProps {
  count: ReturnType<typeof useAudienceCount>
  /** It is to be sent in another month than this one, whose quota has nothing to do with it. */
  otherMonth?: boolean
}

export function AudienceSummary({ count, otherMonth = false }: AudienceSummaryProps) {
  const { data, isError, error, refetch, isFetching } = count
  if (isError) {
    return <Problem error={error} retry={refetch} />
  }
  return data ? (
    <div className={clx("transition-opacity", isFetching && "opacity-60")} aria-busy={isFetching}>
      <Counts count={data} otherMonth={otherMonth} />
    </div>
  ) : (
    <Skeleton className="h-64 w-full" />
  )
}

function Counts({ count, otherMonth }: { count: AudienceCount; otherMonth: boolean }) {
  const { t, tn, number } = useMailTranslation()
  const { sendable, unsendable, quota, matched } = count
  const nobodyOptedIn = sendable.count === 0 && unsendable.not_asked > 0
  return (
    <div className="flex flex-col gap-y-5" aria-live="polite">
      <div className="flex flex-col gap-y-1">
        <Text size="small" className="text-ui-fg-subtle">
          {tn("compose.matched", matched)}
        </Text>
        <Heading level="h2" data-testid="sendable">
          {tn("compose.sendable", sendable.count)}
        </Heading>
        <ul className="flex flex-col gap-y-1">
          {CONSENTS.filter((consent) => sendable[consent] > 0).map((consent) => (
            <li key={consent} className="flex justify-between gap-x-4">
              <Text size="small" className="text-ui-fg-subtle">
                {t(`consent.${consent}`)}
              </Text>
              <Text size="small" className="text-ui-fg-subtle tabular-nums">
                {number(sendable[consent])}
              </Text>
            </li>
          ))}
        </ul>
      </div>
      {unsendable.count > 0 && (
        <div className="flex flex-col gap-y-1">
          <Text size="small" weight="plus" data-testid="unsendable">
            {tn("compose.unsendable", unsendable.count)}
          </Text>
          <ExclusionList counts={unsendable} />
        </div>
      )}
      {nobodyOptedIn && <Alert variant="info">{t("compose.nobodyOptedIn")}</Alert>}
      {!otherMonth && <QuotaBar quota={quota} wanted={sendable.count} />}
      {!otherMonth && !quota.fits && (
        <Alert variant="error">
          {t("compose.overQuota", { wanted: number(sendable.count), left: number(quota.remaining ?? 0) })}
        </Alert>
      )}
    </div>
  )
}
