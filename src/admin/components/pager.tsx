/** Forwards and backwards through a list that is not a table. Nothing is shown if all fits on one page. */
import { Button, Text } from "@medusajs/ui"

import { useMailTranslation } from "../hooks/use-mail-translation"

interface PagerProps {
  count: number
  limit: number
  offset: number
  onChange: (offset: number) => void
}

export function Pager({ count, limit, offset, onChange }: PagerProps) {
  const { t, number } = useMailTranslation()
  if (count <= limit) {
    return null
  }
  const last = Math.min(offset + limit, count)
  return (
    <div className="flex items-center justify-between px-6 py-3">
      <Text size="small" className="text-ui-fg-subtle">
        {t("common.range", { first: number(offset + 1), last: number(last), total: number(count) })}
      </Text>
      <div className="flex gap-x-2">
        <Button
          size="small"
          variant="secondary"
          disabled={offset === 0}
          onClick={() => onChange(offset - limit)}
        >
          {t("common.previous")}
        </Button>
        <Button
          size="small"
          variant="secondary"
          disabled={last >= count}
          onClick={() => onChange(offset + limit)}
        >
          {t("common.next")}
        </Button>
      </div>
    </div>
  )
}
