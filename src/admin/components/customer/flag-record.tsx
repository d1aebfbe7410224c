/** What is on record of the invalid flag of a customer's address: when, why and by whom it was set and cleared. */
import { Text } from "@medusajs/ui"
import { useState } from "react"
import { Link } from "react-router-dom"

import { titleOf } from "../../../notices/title"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useFlags } from "../../hooks/use-members"
import { useUserName } from "../../hooks/use-users"
import type { FlagEvent } from "../../lib/types"
import { Pager } from "../pager"
import { Problem } from "../states"

const SHOWN = 5

/** Nothing, as long as it never was flagged. */
export function FlagRecord({ customerId }: { customerId: string }) {
  const { t } = useMailTranslation()
  const [offset, setOffset] = useState(0)
  const { data, isError, error, refetch } = useFlags({ customer_id: customerId, limit: SHOWN, offset })
  if (isError) {
    return <Problem error={error} retry={refetch} />
  }
  if (!data?.count) {
    return null
  }
  return (
    <div className="flex flex-col py-4" data-testid="flag-record">
      <Text size="small" weight="plus" className="px-6 pb-2">
        {t("flags.title")}
      </Text>
      <ol className="flex flex-col gap-y-3 px-6">
        {data.flags.map((flag) => (
          <FlagRow key={flag.id} flag={flag} />
        ))}
      </ol>
      <Pager count={data.count} limit={SHOWN} offset={offset} onChange={setOffset} />
    </div>
  )
}

function FlagRow({ flag }: { flag: FlagEvent }) {
  const { t, dateTime, language } = useMailTranslation()
  const {
    action,
    class: reason,
    reason: words,
    origin,
    actor_id,
    mailing_id,
    mailing_subject,
    created_at,
  } = flag
  const name = useUserName(actor_id)
  const by =
    origin === "automatic"
      ? t("flags.automatic")
      : name && t("consents.enteredBy", { name, interpolation: { escapeValue: false } })
  return (
    <li className="border-ui-border-base flex flex-col gap-y-0.5 border-l-2 pl-3">
      <Text size="small" weight="plus">
        {t(`flags.${action}`)}
      </Text>
      <Text size="xsmall" className="text-ui-fg-subtle break-words">
        {[dateTime(created_at), reason && t(`reason.${reason}`, { defaultValue: reason })]
          .filter(Boolean)
          .join(" · ")}
      </Text>
      {mailing_id && (
        <Link
          to={`/mail-delivery/mailings/${mailing_id}`}
          className="txt-compact-xsmall text-ui-fg-subtle break-words underline"
        >
          {titleOf(mailing_subject ?? "", language) || t("common.noSubject")}
        </Link>
      )}
      {words && (
        <Text size="xsmall" className="text-ui-fg-subtle break-words font-mono">
          {words}
        </Text>
      )}
      {by && (
        <Text size="xsmall" className="text-ui-fg-subtle break-words">
          {by}
        </Text>
      )}
    </li>
  )
}
