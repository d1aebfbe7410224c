/** Mail about one order or quote, at the side of its page: the way to write it, and what was sent. */
import { Button, Container, Heading } from "@medusajs/ui"

import { useOpenOrderComposer } from "../../hooks/use-documents"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { LastMails } from "../customer/last-mails"

interface OrderMailProps {
  id: string
  source: "order" | "draft_order"
}

export function OrderMail({ id, source }: OrderMailProps) {
  const { t } = useMailTranslation()
  const composer = useOpenOrderComposer()
  const mayWrite = useMay("mail_delivery:update")
  return (
    <Container className="divide-y p-0" data-testid="order-mail">
      <div className="flex items-center justify-between px-6 py-4">
        <Heading level="h2">{t("orders.mails")}</Heading>
        {mayWrite && (
          <Button size="small" variant="secondary" onClick={() => composer.open(source, [id])}>
            {t("orders.sendOne")}
          </Button>
        )}
      </div>
      <LastMails of={{ order_id: id }} none={t(`orders.noMails_${source}`)} />
    </Container>
  )
}
