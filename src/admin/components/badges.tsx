/** States as coloured badges, each in the reader's words: colour alone says nothing to those who cannot see it. */
import { Badge, StatusBadge } from "@medusajs/ui"
import { type ComponentProps } from "react"

import { useMailTranslation } from "../hooks/use-mail-translation"
import { stateKey } from "../lib/mailing-state"
import type { Consent, DeliveryState, ListedMailing, MailingState } from "../lib/types"

type Color = ComponentProps<typeof StatusBadge>["color"]

const MAILING_COLORS: Record<MailingState, Color> = {
  draft: "grey",
  scheduled: "purple",
  preparing: "blue",
  refused: "red",
  sending: "blue",
  paused: "orange",
  completed: "green",
  cancelled: "grey",
}

const DELIVERY_COLORS: Record<DeliveryState, Color> = {
  pending: "grey",
  claimed: "grey",
  sending: "blue",
  sent: "green",
  deferred: "orange",
  failed: "red",
  uncertain: "orange",
  skipped: "grey",
  bounced: "red",
  complained: "red",
}

const CONSENT_COLORS: Record<Consent, ComponentProps<typeof Badge>["color"]> = {
  opted_in: "green",
  opted_out: "orange",
  not_asked: "grey",
}

export function MailingStateBadge({ mailing }: { mailing: Pick<ListedMailing, "state" | "grace_until"> }) {
  const { t } = useMailTranslation()
  const color = mailing.grace_until ? "blue" : MAILING_COLORS[mailing.state]
  return (
    <StatusBadge color={color} className="whitespace-nowrap">
      {t(stateKey(mailing))}
    </StatusBadge>
  )
}

export function DeliveryStateBadge({ state }: { state: DeliveryState }) {
  const { t } = useMailTranslation()
  return (
    <StatusBadge color={DELIVERY_COLORS[state]} className="whitespace-nowrap">
      {t(`deliveryState.${state}`)}
    </StatusBadge>
  )
}

export function ConsentBadge({ consent }: { consent: Consent }) {
  const { t } = useMailTranslation()
  return (
    <Badge size="2xsmall" color={CONSENT_COLORS[consent]} className="whitespace-nowrap">
      {t(`consent.${consent}`)}
    </Badge>
  )
}

export function InvalidBadge() {
  const { t } = useMailTranslation()
  return (
    <Badge size="2xsmall" color="red" className="whitespace-nowrap">
      {t("members.invalid")}
    </Badge>
  )
}
