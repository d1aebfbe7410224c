/** How many mails did not arrive and how many were called spam, in plain sentences, and what to make of it. */
import { Text } from "@medusajs/ui"

import { ADVISED, LEAST_MAILS, type Rates as Figures } from "../../../modules/mail/words/rates"
import { useMailTranslation } from "../../hooks/use-mail-translation"

/** Of fewer mails a share says nothing, and none is said. */
export function Rates({ rates }: { rates: Figures }) {
  const { attempted, undelivered, undelivered_rate, sent, complained, complaint_rate } = rates
  return (
    <div className="flex flex-col gap-y-1" data-testid="rates">
      {attempted >= LEAST_MAILS.undelivered && (
        <Rate name="undelivered" share={undelivered_rate ?? 0} part={undelivered} whole={attempted} />
      )}
      {sent >= LEAST_MAILS.complaints && (
        <Rate name="complaints" share={complaint_rate ?? 0} part={complained} whole={sent} />
      )}
    </div>
  )
}

interface RateProps {
  name: keyof typeof ADVISED
  share: number
  part: number
  whole: number
}

function Rate({ name, share, part, whole }: RateProps) {
  const { t, number, smallPercent, sentences } = useMailTranslation()
  const tooHigh = share > ADVISED[name]
  const values = { share: smallPercent(share), n: number(part), of: number(whole) }
  return (
    <Text size="small" className={tooHigh ? "text-ui-fg-error" : "text-ui-fg-subtle"}>
      {sentences(
        t(`rates.${name}`, values),
        t(`rates.${name}_${tooHigh ? "high" : "well"}`, { limit: smallPercent(ADVISED[name]) })
      )}
    </Text>
  )
}
