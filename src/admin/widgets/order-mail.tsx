/** Mail on the order's page, at the side. */
import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { Button, Container, Heading } from "@medusajs/ui"

import { LastMails } from "../components/customer/last-mails"
import { useOpenOrderComposer } from "../hooks/use-documents"
import { useMailTranslation } from "../hooks/use-mail-translation"
import { useMay } from "../hooks/use-may"

const OrderMail = ({ data }: { data: { id: string } }) => {
  const { t } = useMailTranslation()
  const composer = useOpenOrderComposer()
  const mayWrite = useMay("mail_delivery:update")
  return (
    <Container className="divide-y p-0">
      <div className="flex items-center justify-between px-6 py-4">
        <Heading level="h2">{t("orders.mails")}</Heading>
        {mayWrite && (
          <Button size="small" variant="secondary" onClick={() => composer.open("order", [data.id])}>
            {t("orders.send")}
          </Button>
        )}
      </div>
      <LastMails of={{ order_id: data.id }} />
    </Container>
  )
}

export const config = defineWidgetConfig({
  id: "mail-delivery-order-details",
  zone: "order.details.side",
})

export default OrderMail
