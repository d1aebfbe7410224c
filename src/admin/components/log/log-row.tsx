/** One mail of the log: to whom, what, of which kind and what became of it; it leads to customer, order and mailing. */
import { Text } from "@medusajs/ui"
import { Link } from "react-router-dom"

import { titleOf } from "../../../notices/title"
import { useKindName } from "../../hooks/use-kind-name"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useTransportName } from "../../hooks/use-transport-name"
import type { LogEntry } from "../../lib/types"
import { DeliveryStateBadge } from "../badges"

export function LogRow({ mail, onOpen }: { mail: LogEntry; onOpen: () => void }) {
  const { t, dateTime, language } = useMailTranslation()
  const kindName = useKindName()
  const transport = useTransportName()(mail.transport)
  const { recipient_name, email, subject, state, reason, at } = mail
  return (
    <li className="hover:bg-ui-bg-base-hover flex flex-wrap items-start justify-between gap-x-6 gap-y-1 px-6 py-3">
      <div className="flex min-w-0 flex-1 basis-72 flex-col gap-y-0.5">
        <button
          type="button"
          onClick={onOpen}
          className="txt-compact-small-plus focus-visible:shadow-borders-focus w-fit break-words text-left underline outline-none"
        >
          {titleOf(subject ?? "", language) || t("common.noSubject")}
        </button>
        <Text size="small" leading="compact" className="text-ui-fg-subtle break-all">
          {recipient_name ? `${recipient_name} · ${email}` : email}
        </Text>
        <div className="txt-compact-xsmall text-ui-fg-subtle flex flex-wrap gap-x-2">
          <span>{kindName(mail)}</span>
          {transport && <span>{t("transport.of", { name: transport })}</span>}
          <Ways mail={mail} />
        </div>
      </div>
      <div className="flex min-w-0 basis-56 flex-col items-start gap-y-1">
        <DeliveryStateBadge state={state} />
        {reason && (
          <span className="text-ui-fg-subtle txt-compact-xsmall">
            {t(`reason.${reason}`, { defaultValue: reason })}
          </span>
        )}
        <span className="text-ui-fg-subtle txt-compact-xsmall">{dateTime(mail.sent_at ?? at)}</span>
      </div>
    </li>
  )
}

/** To whatever else this mail belongs to. */
function Ways({ mail: { customer_id, order_id, mailing_id, about_mailing_id } }: { mail: LogEntry }) {
  const { t } = useMailTranslation()
  const mailing = mailing_id ?? about_mailing_id
  const ways = [
    [customer_id && `/customers/${customer_id}`, t("failures.customer")],
    [order_id && `/orders/${order_id}`, t("failures.order")],
    [mailing && `/mail-delivery/mailings/${mailing}`, t("mailings.one")],
  ] as const
  return ways.map(
    ([path, label]) =>
      path && (
        <Link key={path} to={path} className="hover:text-ui-fg-base underline">
          {label}
        </Link>
      )
  )
}
