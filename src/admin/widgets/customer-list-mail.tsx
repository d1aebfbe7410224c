/** One calm bar under the customer list: how many of the listed can be written to, and the way to do it. */
import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { Button, clx, Container, Skeleton, Text } from "@medusajs/ui"
import { Link, useSearchParams } from "react-router-dom"

import { useAudienceCount } from "../hooks/use-audience"
import { useMailTranslation } from "../hooks/use-mail-translation"
import { useMay } from "../hooks/use-may"
import { useOpenComposer } from "../hooks/use-open-composer"
import { customerListFilter } from "../lib/customer-list-url"

const CustomerListMail = () => {
  const { t, tn, number } = useMailTranslation()
  const [params] = useSearchParams()
  const { filter, unsupported } = customerListFilter(params)
  const { data, isError, isFetching } = useAudienceCount({ filter })
  const composer = useOpenComposer()
  const mayWrite = useMay("mail_delivery:update")
  const sendable = data?.sendable.count ?? 0
  const remaining = data?.quota.remaining ?? null
  return (
    <Container className="flex flex-wrap items-center justify-between gap-3 px-6 py-4">
      <div className="flex min-w-0 flex-col" aria-live="polite">
        <Text size="small" weight="plus">
          {t("listBar.title")}
        </Text>
        {unsupported || isError ? (
          <Text size="small" className="text-ui-fg-subtle">
            {t(unsupported ? "listBar.unsupported" : "listBar.unknown")}
          </Text>
        ) : data ? (
          <Text
            size="small"
            className={clx("text-ui-fg-subtle transition-opacity", isFetching && "opacity-60")}
            data-testid="list-bar-counts"
          >
            {t("listBar.counts", { matched: number(data.matched), sendable: number(sendable) })}
            {remaining !== null && ` · ${t("listBar.left", { n: number(remaining) })}`}
          </Text>
        ) : (
          <Skeleton className="h-5 w-64" />
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="small" variant="secondary" asChild>
          <Link to="/mail-delivery-members">{t("listBar.choose")}</Link>
        </Button>
        {mayWrite && (
          <Button
            size="small"
            variant="secondary"
            disabled={unsupported || !data || isFetching}
            onClick={() => composer.open({ filter })}
          >
            {data && !unsupported ? tn("members.sendToAll", sendable) : t("members.send")}
          </Button>
        )}
      </div>
    </Container>
  )
}

export const config = defineWidgetConfig({
  id: "mail-delivery-customer-list",
  zone: "customer.list",
})

export default CustomerListMail
