/** The last mails to a customer or of an order; each opens with what became of it and the mail as it was sent. */
import { Skeleton, Text } from "@medusajs/ui"
import { useState } from "react"

import { titleOf } from "../../../notices/title"
import { useDeliveries } from "../../hooks/use-deliveries"
import { useKindName } from "../../hooks/use-kind-name"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { DeliveryStateBadge } from "../badges"
import { DeliveryDrawer } from "../deliveries/delivery-drawer"
import { Pager } from "../pager"
import { Problem } from "../states"

const SHOWN = 5

interface LastMailsProps {
  of: { customer_id: string } | { order_id: string }
  /** What to say where there is none. */
  none: string
}

export function LastMails({ of, none }: LastMailsProps) {
  const { t, dateTime, language } = useMailTranslation()
  const kindOf = useKindName()
  const [offset, setOffset] = useState(0)
  const [opened, setOpened] = useState<string | null>(null)
  const { data, isError, error, refetch } = useDeliveries({ ...of, limit: SHOWN, offset })
  return (
    <div className="flex flex-col py-4">
      <Text size="small" weight="plus" className="px-6 pb-2">
        {t("customer.lastMails")}
      </Text>
      {isError ? (
        <Problem error={error} retry={refetch} />
      ) : !data ? (
        <Skeleton className="mx-6 h-16" />
      ) : data.count === 0 ? (
        <Text size="small" className="text-ui-fg-subtle px-6">
          {none}
        </Text>
      ) : (
        <>
          <ul>
            {data.deliveries.map((delivery) => (
              <li key={delivery.id}>
                <button
                  type="button"
                  onClick={() => setOpened(delivery.id)}
                  className="hover:bg-ui-bg-base-hover focus-visible:shadow-borders-focus flex w-full items-center justify-between gap-x-3 px-6 py-2 text-left outline-none"
                >
                  <span className="flex min-w-0 flex-col">
                    <span className="txt-compact-small break-words">
                      {titleOf(delivery.subject ?? "", language) || kindOf(delivery)}
                    </span>
                    <span className="txt-compact-xsmall text-ui-fg-subtle">
                      {delivery.subject && `${kindOf(delivery)} · `}
                      {dateTime(delivery.sent_at ?? delivery.created_at)}
                    </span>
                  </span>
                  <DeliveryStateBadge state={delivery.state} />
                </button>
              </li>
            ))}
          </ul>
          <Pager count={data.count} limit={SHOWN} offset={offset} onChange={setOffset} />
        </>
      )}
      <DeliveryDrawer id={opened} onClose={() => setOpened(null)} />
    </div>
  )
}
