/** One calm bar at the list of orders or quotes: the way to write to several at once. */
import { Button, Container, Text } from "@medusajs/ui"
import { Link } from "react-router-dom"

import { useMailTranslation } from "../../hooks/use-mail-translation"

export function OrderListBar({ quotes = false }: { quotes?: boolean }) {
  const { t } = useMailTranslation()
  return (
    <Container className="flex flex-wrap items-center justify-between gap-3 px-6 py-4">
      <div className="flex min-w-0 flex-col">
        <Text size="small" weight="plus">
          {t("orders.barTitle")}
        </Text>
        <Text size="small" className="text-ui-fg-subtle">
          {t("orders.barText")}
        </Text>
      </div>
      <Button size="small" variant="secondary" asChild>
        <Link to={quotes ? "/mail-delivery-orders?source=draft_order" : "/mail-delivery-orders"}>
          {t(quotes ? "orders.chooseQuotes" : "orders.choose")}
        </Link>
      </Button>
    </Container>
  )
}
