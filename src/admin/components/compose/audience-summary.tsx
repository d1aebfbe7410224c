/** What an audience comes to: who gets the mail, who does not and why, and whether the month's quota reaches. */
import { Alert, Button, clx, Heading, Skeleton, Text } from "@medusajs/ui"
import { useState } from "react"

import { type useAudienceCount } from "../../hooks/use-audience"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { Consent } from "../../lib/types"
import { ExclusionList } from "../exclusion-list"
import { CountRow } from "../people/count-row"
import { type PeopleAsked, PeopleDrawer } from "../people/people-drawer"
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

interface CountsProps {
  count: NonNullable<ReturnType<typeof useAudienceCount>["data"]>
  otherMonth: boolean
}

function Counts({ count, otherMonth }: CountsProps) {
  const { t, tn, number } = useMailTranslation()
  const [asked, setAsked] = useState<PeopleAsked | null>(null)
  const { sendable, unsendable, quota, matched } = count
  const nobodyOptedIn = sendable.count === 0 && unsendable.not_asked > 0
  return (
    <div className="flex flex-col gap-y-5" aria-live="polite">
      <div className="flex flex-col gap-y-1">
        <Text size="small" className="text-ui-fg-subtle">
          {tn("compose.matched", matched)}
        </Text>
        <div className="flex items-center justify-between gap-x-2">
          <Heading level="h2" data-testid="sendable">
            {tn("compose.sendable", sendable.count)}
          </Heading>
          {sendable.count > 0 && (
            <Button size="small" variant="transparent" className="-mr-2" onClick={() => setAsked({})}>
              {t("people.show")}
            </Button>
          )}
        </div>
        <ul className="flex flex-col gap-y-1">
          {CONSENTS.filter((consent) => sendable[consent] > 0).map((consent) => (
            <li key={consent}>
              <CountRow
                label={t(`consent.${consent}`)}
                count={sendable[consent]}
                onShow={() => setAsked({ consent })}
              />
            </li>
          ))}
        </ul>
      </div>
      {unsendable.count > 0 && (
        <div className="flex flex-col gap-y-1">
          <Text size="small" weight="plus" data-testid="unsendable">
            {tn("compose.unsendable", unsendable.count)}
          </Text>
          <ExclusionList counts={unsendable} onShow={(reason) => setAsked({ reason })} />
        </div>
      )}
      {nobodyOptedIn && <Alert variant="info">{t("compose.nobodyOptedIn")}</Alert>}
      {!otherMonth && <QuotaBar quota={quota} wanted={sendable.count} />}
      {!otherMonth && !quota.fits && (
        <Alert variant="error">
          {t("compose.overQuota", { wanted: number(sendable.count), left: number(quota.remaining ?? 0) })}
        </Alert>
      )}
      <PeopleDrawer of={count.of} asked={asked} onClose={() => setAsked(null)} />
    </div>
  )
}
