/** Writing a mailing, over the history. `?mailing=` names the draft; without it the first save makes one. */
import { RouteFocusModal } from "@medusajs/dashboard/components"
import { Button, Text } from "@medusajs/ui"
import { useCallback, useRef } from "react"
import { Link, useLocation, useSearchParams } from "react-router-dom"

import { Composer } from "../../../components/compose/composer"
import { OrderComposer } from "../../../components/orders/order-composer"
import { Loading, Problem } from "../../../components/states"
import { useMailTranslation } from "../../../hooks/use-mail-translation"
import { useMailing } from "../../../hooks/use-mailings"
import { useLastTemplate } from "../../../hooks/use-templates"
import { startOf } from "../../../lib/composer-start"
import { stateKey } from "../../../lib/mailing-state"
import type { LastTemplateOf, Mailing, OrderSource } from "../../../lib/types"

const ComposePage = () => (
  <RouteFocusModal prev="/mail-delivery">
    <ComposeBody />
  </RouteFocusModal>
)

const ComposeBody = () => {
  const { t } = useMailTranslation()
  const [search, setSearch] = useSearchParams()
  /** Kept: a search that a list below still had on its way replaces the URL's, and would begin an empty draft. */
  const named = useRef<string>()
  named.current = search.get("mailing") ?? named.current
  const id = named.current
  const { state } = useLocation()
  /** Kept for the same reason. */
  const start = useRef(startOf(state)).current
  /** The draft that this page made itself: it must not be loaded over what is being written. */
  const own = useRef<string>()
  const loaded = useMailing(id === own.current ? undefined : id)
  const last = useLastTemplate(id === undefined ? begunAs(start.orders?.source) : undefined)
  const onCreated = useCallback(
    (created: string) => {
      own.current = created
      setSearch({ mailing: created }, { replace: true })
    },
    [setSearch]
  )
  const waiting = id === undefined ? last.isPending : id !== own.current && !loaded.data
  if (!waiting && (!loaded.data || isWritable(loaded.data))) {
    const template = last.data ?? null
    const key = own.current ? "new" : (id ?? "new")
    const orders =
      loaded.data?.kind === "order"
        ? { stored: loaded.data }
        : !loaded.data && start.orders && { start: start.orders, template }
    return orders ? (
      <OrderComposer key={key} work={orders} onCreated={onCreated} />
    ) : (
      <Composer
        key={key}
        stored={loaded.data}
        beginning={{ start: start.members, template }}
        onCreated={onCreated}
      />
    )
  }
  return (
    <>
      <RouteFocusModal.Header>
        <RouteFocusModal.Title asChild>
          <span className="sr-only">{t("compose.title")}</span>
        </RouteFocusModal.Title>
        <RouteFocusModal.Description className="sr-only">
          {t("mailings.subtitle")}
        </RouteFocusModal.Description>
      </RouteFocusModal.Header>
      <RouteFocusModal.Body>
        {loaded.isError ? (
          <Problem error={loaded.error} retry={loaded.refetch} />
        ) : loaded.data ? (
          <NotWritable mailing={loaded.data} />
        ) : (
          <Loading lines={8} />
        )}
      </RouteFocusModal.Body>
    </>
  )
}

/** What kind of mail a new one is. */
function begunAs(source: OrderSource | undefined): LastTemplateOf {
  return source ? { kind: "order", source } : { kind: "member" }
}

function isWritable({ state }: Mailing): boolean {
  return state === "draft" || state === "refused"
}

const NotWritable = ({ mailing }: { mailing: Mailing }) => {
  const { t } = useMailTranslation()
  return (
    <div className="flex flex-col items-center gap-y-4 px-6 py-16 text-center">
      <Text>{t("compose.notWritable", { state: t(stateKey(mailing)) })}</Text>
      <Button size="small" variant="secondary" asChild>
        <Link to={`/mail-delivery/mailings/${mailing.id}`}>{t("compose.showMailing")}</Link>
      </Button>
    </div>
  )
}

export default ComposePage

export const handle = { breadcrumb: () => null }
