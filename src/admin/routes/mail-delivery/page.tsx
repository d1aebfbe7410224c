/** Mail: the history of mailings, the month's quota above it, and the way to a new mailing. */
import { defineRouteConfig } from "@medusajs/admin-sdk"
import { Envelope } from "@medusajs/icons"
import { Button, Container, Heading, Text } from "@medusajs/ui"
import { Link, Outlet } from "react-router-dom"

import { Crumb } from "../../components/crumb"
import { MailingsTable } from "../../components/mailings/mailings-table"
import { MonthChart } from "../../components/month-chart"
import { CurrentQuota } from "../../components/quota-bar"
import { RecentRates } from "../../components/recent-rates"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"

const MailPage = () => {
  const { t } = useMailTranslation()
  const mayWrite = useMay("mail_delivery:update")
  return (
    <>
      <div className="flex flex-col gap-y-3">
        <Container className="divide-y p-0">
          <div className="flex flex-wrap items-center justify-between gap-3 px-6 py-4">
            <div>
              <Heading>{t("mailings.title")}</Heading>
              <Text size="small" className="text-ui-fg-subtle">
                {t("mailings.subtitle")}
              </Text>
            </div>
            {mayWrite && (
              <Button size="small" asChild>
                <Link to="/mail-delivery/compose">{t("mailings.create")}</Link>
              </Button>
            )}
          </div>
          <CurrentQuota className="px-6 py-4" />
          <div className="px-6 py-4">
            <MonthChart />
          </div>
          <RecentRates className="flex flex-col gap-y-1 px-6 py-4" />
        </Container>
        <MailingsTable />
      </div>
      <Outlet />
    </>
  )
}
export default MailPage

export const config = defineRouteConfig({
  label: "menu.mail",
  icon: Envelope,
  translationNs: "mailDelivery",
})

export const handle = { breadcrumb: () => <Crumb text="menu.mail" /> }
