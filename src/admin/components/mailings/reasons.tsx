/** Why mails did not go the plain way, each reason with its figure; a reason leads to the list of its mails. */
import { Text } from "@medusajs/ui"
import { Link } from "react-router-dom"

import { useReasons } from "../../hooks/use-deliveries"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { ledgerPath } from "../../lib/ledger-path"
import type { DeliveryState, Mailing, ReasonCount } from "../../lib/types"

/** In the order of the figures. */
const STATES: DeliveryState[] = ["failed", "bounced", "complained", "deferred", "uncertain", "skipped"]

export function Reasons({ mailing }: { mailing: Mailing }) {
  const { t } = useMailTranslation()
  const { data: reasons = [] } = useReasons(mailing)
  const shown = STATES.map((state) => [state, reasons.filter((one) => one.state === state)] as const)
  return shown
    .filter(([, ofState]) => ofState.length > 0)
    .map(([state, ofState]) => (
      <div key={state} className="flex flex-col gap-y-1" data-testid={`reasons-${state}`}>
        <Text size="small" weight="plus">
          {t(`deliveryState.${state}`)}
        </Text>
        <ul className="flex flex-col gap-y-1">
          {ofState.map((one) => (
            <ReasonRow key={one.reason} counted={one} />
          ))}
        </ul>
      </div>
    ))
}

function ReasonRow({ counted: { state, reason, count } }: { counted: ReasonCount }) {
  const { t, number } = useMailTranslation()
  return (
    <li className="flex items-baseline justify-between gap-x-4">
      <Link
        to={ledgerPath([state], reason)}
        className="txt-small text-ui-fg-subtle hover:text-ui-fg-base min-w-0 underline"
      >
        {t(`reason.${reason}`, { defaultValue: reason })}
      </Link>
      <Text as="span" size="small" className="text-ui-fg-subtle tabular-nums">
        {number(count)}
      </Text>
    </li>
  )
}
