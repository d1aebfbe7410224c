/** How many would get a scheduled mailing if it began now. Its recipients are put together at its hour, and may be others then. */
import { Container, Heading, Text } from "@medusajs/ui"

import { useAudienceCount } from "../../hooks/use-audience"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useShopZone } from "../../hooks/use-shop-zone"
import type { Audience, Mailing } from "../../lib/types"
import { AudienceSummary } from "../compose/audience-summary"
import { countsInMonth } from "../compose/use-blockers"

/** Nothing of a mailing that is not scheduled, or goes to orders: those were ticked one by one. */
export function WouldGetIt({
  mailing: { kind, state, scheduled_at, audience, purpose },
}: {
  mailing: Mailing
}) {
  return kind === "member" && state === "scheduled" && scheduled_at && audience ? (
    <AsOfNow audience={audience} purpose={purpose} at={new Date(scheduled_at)} />
  ) : null
}

interface AsOfNowProps {
  audience: Audience
  purpose: Mailing["purpose"]
  at: Date
}

function AsOfNow({ audience, purpose, at }: AsOfNowProps) {
  const { t, dateTime } = useMailTranslation()
  const count = useAudienceCount(audience, purpose)
  const zone = useShopZone()
  const month = count.data?.quota.month
  return (
    <Container className="divide-y p-0" data-testid="would-get-it">
      <div className="flex flex-col gap-y-1 px-6 py-4">
        <Heading level="h2">{t("mailing.wouldGetIt")}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {count.data && !count.isError
            ? t("mailing.wouldGetItAsOf", { when: dateTime(new Date(count.dataUpdatedAt).toISOString()) })
            : t("mailing.wouldGetItThen")}
        </Text>
      </div>
      <div className="px-6 py-4">
        <AudienceSummary
          count={count}
          otherMonth={month !== undefined && !countsInMonth(month, { later: true, at }, zone)}
        />
      </div>
    </Container>
  )
}
