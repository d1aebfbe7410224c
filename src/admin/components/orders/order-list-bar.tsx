/** The bar at the list of orders or quotes: the way to write to several at once. */
import { Button, Text } from "@medusajs/ui"
import { Link } from "react-router-dom"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { ListBar } from "../list-bar"

export function OrderListBar({ quotes = false }: { quotes?: boolean }) {
  const { t } = useMailTranslation()
  const words = (
    <Text size="small" className="text-ui-fg-subtle">
      {t("orders.barText")}
    </Text>
  )
  return (
    <ListBar title={t("orders.barTitle")} words={words}>
      <Button size="small" variant="secondary" asChild>
        <Link to={quotes ? "/mail-delivery-orders?source=draft_order" : "/mail-delivery-orders"}>
          {t(quotes ? "orders.chooseQuotes" : "orders.choose")}
        </Link>
      </Button>
    </ListBar>
  )
}
