/** What is on record of a customer's consents: who said what, when, how, in which words, and who entered it; and as a file. */
import { Button, Skeleton, Text } from "@medusajs/ui"
import { useState } from "react"

import { useAttempt } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useConsents } from "../../hooks/use-members"
import { useUserName } from "../../hooks/use-users"
import { mailApi } from "../../lib/api"
import { download } from "../../lib/download"
import type { ConsentEvent } from "../../lib/types"
import { Pager } from "../pager"
import { Problem } from "../states"

const SHOWN = 5

/** What this plugin itself writes down as a source, in words; all others are a person's. */
const SOURCES: Record<string, string> = {
  "unsubscribe link": "link",
  "unsubscribe page, taken back": "takenBack",
  storefront: "storefront",
  complaint: "complaint",
}

export function ConsentRecord({ customerId }: { customerId: string }) {
  const { t } = useMailTranslation()
  const [offset, setOffset] = useState(0)
  const { data, isError, error, refetch } = useConsents({ customer_id: customerId, limit: SHOWN, offset })
  const attempt = useAttempt()
  const save = () =>
    attempt(
      download(mailApi.consentFile(customerId), `consents-${customerId}.csv`),
      t("deliveries.downloading")
    )
  return (
    <div className="flex flex-col py-4" data-testid="consent-record">
      <div className="flex items-center justify-between gap-x-2 px-6 pb-2">
        <Text size="small" weight="plus">
          {t("consents.title")}
        </Text>
        {data && data.count > 0 && (
          <Button size="small" variant="transparent" onClick={() => void save()}>
            {t("deliveries.download")}
          </Button>
        )}
      </div>
      {isError ? (
        <Problem error={error} retry={refetch} />
      ) : !data ? (
        <Skeleton className="mx-6 h-10" />
      ) : data.count === 0 ? (
        <Text size="small" className="text-ui-fg-subtle px-6">
          {t("consents.none")}
        </Text>
      ) : (
        <>
          <ol className="flex flex-col gap-y-3 px-6">
            {data.consents.map((consent) => (
              <ConsentRow key={consent.id} consent={consent} customerId={customerId} />
            ))}
          </ol>
          <Pager count={data.count} limit={SHOWN} offset={offset} onChange={setOffset} />
        </>
      )}
    </div>
  )
}

function ConsentRow({ consent, customerId }: { consent: ConsentEvent; customerId: string }) {
  const { t, dateTime } = useMailTranslation()
  const { action, source, wording, email, customer_id, name, actor_id, created_at } = consent
  const byThemselves = actor_id !== null && actor_id === customer_id
  const enteredBy = useUserName(byThemselves ? null : actor_id)
  const own = SOURCES[source]
  const plain = { interpolation: { escapeValue: false } }
  const others = customer_id !== customerId && (name ?? customer_id)
  return (
    <li className="border-ui-border-base flex flex-col gap-y-0.5 border-l-2 pl-3">
      <Text size="small" weight="plus">
        {t(`consents.${action}`)}
      </Text>
      <Text size="xsmall" className="text-ui-fg-subtle break-words">
        {[dateTime(created_at), own ? t(`consents.source_${own}`) : source].join(" · ")}
      </Text>
      {wording && (
        <Text size="small" className="break-words">
          {t("consents.wording", { wording, ...plain })}
        </Text>
      )}
      <Text size="xsmall" className="text-ui-fg-subtle break-words">
        {[
          email && t("consents.email", { email, ...plain }),
          enteredBy && t("consents.enteredBy", { name: enteredBy, ...plain }),
          byThemselves && t("consents.byThemselves"),
          others && t("consents.ofOther", { name: others, ...plain }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </Text>
    </li>
  )
}
