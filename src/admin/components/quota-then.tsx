/** What a scheduled mailing has to do with the quota: it holds no place before its hour, and people should know. */
import { Text } from "@medusajs/ui"

import { useMailTranslation } from "../hooks/use-mail-translation"
import { useQuota } from "../hooks/use-quota"
import { useShopZone } from "../hooks/use-shop-zone"
import { shopMonth } from "../lib/shop-days"

export function QuotaThen({ at }: { at: Date }) {
  const { t, month } = useMailTranslation()
  const zone = useShopZone()
  const { data: quota } = useQuota()
  if (!quota || quota.limit === null) {
    return null
  }
  return (
    <Text size="small" className="text-ui-fg-subtle" data-testid="quota-then">
      {t("quota.then", { month: month(shopMonth(at, zone)) })}
    </Text>
  )
}
