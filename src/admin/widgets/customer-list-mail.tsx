/** The bar at the customer list: how many of the listed can be written to, and the way to do it. */
import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { Button, clx, Skeleton, Text } from "@medusajs/ui"
import { Link, useSearchParams } from "react-router-dom"

import { ListBar } from "../components/list-bar"
import { useAudienceCount } from "../hooks/use-audience"
import { useMailTranslation } from "../hooks/use-mail-translation"
import { useMay } from "../hooks/use-may"
import { useOpenComposer } from "../hooks/use-open-composer"
import { customerListFilter } from "../lib/customer-list-url"
import type { AudienceCount } from "../lib/types"

const CustomerListMail = () => {
  const { t, tn } = useMailTranslation()
  const [params] = useSearchParams()
  const { filter, unsupported } = customerListFilter(params)
  const { data, isError, isFetching } = useAudienceCount({ filter })
  const composer = useOpenComposer()
  const mayWrite = useMay("mail_delivery:update")
  const words =
    unsupported || isError ? (
      <Text size="small" className="text-ui-fg-subtle">
        {t(unsupported ? "listBar.unsupported" : "listBar.unknown")}
      </Text>
    ) : data ? (
      <Counts count={data} stale={isFetching} />
    ) : (
      <Skeleton className="h-5 w-64" />
    )
  return (
    <ListBar title={t("listBar.title")} words={words}>
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
          {data && !unsupported ? tn("members.sendToAll", data.sendable.count) : t("members.send")}
        </Button>
      )}
    </ListBar>
  )
}

/** Who gets a mail comes first: how many match is what the list itself says. */
const Counts = ({ count, stale }: { count: AudienceCount; stale: boolean }) => {
  const { t, tn, number } = useMailTranslation()
  const { sendable, unsendable, quota } = count
  const left = quota.remaining ?? null
  const words = [
    tn("listBar.sendable", sendable.count),
    unsendable.count > 0 && tn("listBar.unsendable", unsendable.count),
    left !== null && t("listBar.left", { n: number(left) }),
  ]
  return (
    <Text
      size="small"
      className={clx("text-ui-fg-subtle transition-opacity", stale && "opacity-60")}
      data-testid="list-bar-counts"
    >
      {words.filter(Boolean).join(" · ")}
    </Text>
  )
}

export const config = defineWidgetConfig({
  id: "mail-delivery-customer-list",
  zone: "customer.list",
})

export default CustomerListMail
