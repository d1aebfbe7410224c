/** How the mailings of the last days fared; nothing, until there were enough mails to say it. */
import { Text } from "@medusajs/ui"

import { LEAST_MAILS } from "../../modules/mail/words/rates"
import { useMailTranslation } from "../hooks/use-mail-translation"
import { useRates } from "../hooks/use-quota"
import { Rates } from "./mailings/rates"

export function RecentRates({ className }: { className: string }) {
  const { t, number } = useMailTranslation()
  const { data } = useRates()
  if (!data || data.attempted < LEAST_MAILS.undelivered) {
    return null
  }
  return (
    <div className={className}>
      <Text size="small" weight="plus">
        {t("rates.title", { days: number(data.days) })}
      </Text>
      <Rates rates={data} />
    </div>
  )
}
