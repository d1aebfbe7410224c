/** The ticked documents, each with its recipient and a warning about a bad address. Picking one shows its mail. */
import { clx, Text } from "@medusajs/ui"
import { useState } from "react"

import { useRecipients } from "../../hooks/use-documents"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { documentName } from "../../lib/document-names"
import type { OrderSource, Recipient } from "../../lib/types"
import { Pager } from "../pager"
import { Problem } from "../states"

const SHOWN = 10

interface RecipientListProps {
  source: OrderSource
  ids: string[]
  index: number
  onIndex: (index: number) => void
}

export function RecipientList({ source, ids, index, onIndex }: RecipientListProps) {
  const [offset, setOffset] = useState(0)
  const shown = ids.slice(offset, offset + SHOWN)
  const { data, isError, error, refetch } = useRecipients(source, shown)
  if (isError) {
    return <Problem error={error} retry={refetch} />
  }
  return (
    <div className="shadow-elevation-card-rest bg-ui-bg-component rounded-lg">
      <ul className="divide-y">
        {shown.map((id, at) => (
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
              <Person recipient={data?.find(({ document_id }) => document_id === id)} />
            </button>
          </li>
        ))}
      </ul>
      <Pager count={ids.length} limit={SHOWN} offset={offset} onChange={setOffset} />
    </div>
  )
}

function Person({ recipient }: { recipient: Recipient | undefined }) {
  const translation = useMailTranslation()
  const { t } = translation
  if (!recipient) {
    return "…"
  }
  const { recipient_name, email, total, warning } = recipient
  return (
    <span className="flex min-w-0 flex-col" data-testid="order-recipient">
      <span className="txt-compact-small-plus flex justify-between gap-x-3">
        <span>{documentName(recipient, translation)}</span>
        <span>{total}</span>
      </span>
      <span className="txt-compact-small text-ui-fg-subtle break-words">
        {[recipient_name, email].filter(Boolean).join(" · ")}
      </span>
      {warning && (
        <Text as="span" size="xsmall" className="text-ui-fg-error">
          {t(`exclusion.${warning}`)}
        </Text>
      )}
    </span>
  )
}
