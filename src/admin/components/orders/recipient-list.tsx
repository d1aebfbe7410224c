/** The ticked documents, each with its recipient and a warning about a bad address. Picking one shows its mail. */
import { clx, Text } from "@medusajs/ui"
import { useState } from "react"

import { usePreview } from "../../hooks/use-mail-data"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { documentId } from "../../lib/documents"
import type { OrderSource } from "../../lib/types"
import { Pager } from "../pager"

/** So few at a time that each may be asked for on its own. */
const SHOWN = 10

interface RecipientListProps {
  source: OrderSource
  ids: string[]
  index: number
  onIndex: (index: number) => void
}

export function RecipientList({ source, ids, index, onIndex }: RecipientListProps) {
  const [offset, setOffset] = useState(0)
  return (
    <div className="shadow-elevation-card-rest bg-ui-bg-component rounded-lg">
      <ul className="divide-y">
        {ids.slice(offset, offset + SHOWN).map((id, at) => (
          <li key={id}>
            <button
              type="button"
              aria-current={index === offset + at}
              onClick={() => onIndex(offset + at)}
              className={clx(
                "hover:bg-ui-bg-component-hover focus-visible:shadow-borders-focus w-full px-4 py-3 text-left outline-none",
                index === offset + at && "bg-ui-bg-component-pressed"
              )}
            >
              <Recipient source={source} id={id} />
            </button>
          </li>
        ))}
      </ul>
      <Pager count={ids.length} limit={SHOWN} offset={offset} onChange={setOffset} />
    </div>
  )
}

/** The recipient does not depend on what is written: an empty content asks for it alone. */
function Recipient({ source, id }: { source: OrderSource; id: string }) {
  const { t } = useMailTranslation()
  const content = { source, subject: "-", header: "", footer: "", format: "text" as const }
  const { data } = usePreview({
    kind: "order",
    content: { ...content, include_signature: false },
    ...documentId(source, id),
  })
  const recipient = data?.recipient
  return (
    <span className="flex min-w-0 flex-col" data-testid="order-recipient">
      <span className="txt-compact-small-plus">{recipient ? `#${recipient.number}` : "…"}</span>
      {recipient && (
        <span className="txt-compact-small text-ui-fg-subtle break-words">
          {[recipient.recipient_name, recipient.email ?? t("orders.noAddress")].filter(Boolean).join(" · ")}
        </span>
      )}
      {data?.warnings.map(({ message }) => (
        <Text key={message} size="xsmall" className="text-ui-fg-error">
          {message}
        </Text>
      ))}
    </span>
  )
}
