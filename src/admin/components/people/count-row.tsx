/** A figure with its name; where those behind it can be listed, a button that does. */
import { TriangleRightMini } from "@medusajs/icons"
import { Text } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"

interface CountRowProps {
  label: string
  count: number
  /** Lists who they are. Left out: nobody knows. */
  onShow?: () => void
}

export function CountRow({ label, count, onShow }: CountRowProps) {
  const { number } = useMailTranslation()
  const words = (
    <>
      <Text as="span" size="small" className="text-ui-fg-subtle">
        {label}
      </Text>
      <Text as="span" size="small" className="text-ui-fg-subtle tabular-nums">
        {number(count)}
      </Text>
    </>
  )
  if (!onShow) {
    return <span className="flex items-baseline justify-between gap-x-4">{words}</span>
  }
  return (
    <button
      type="button"
      onClick={onShow}
      className="hover:bg-ui-bg-base-hover focus-visible:shadow-borders-focus -mx-2 flex w-[calc(100%+1rem)] items-center gap-x-1 rounded-md px-2 py-0.5 text-left outline-none"
    >
      <span className="flex min-w-0 flex-1 items-baseline justify-between gap-x-4">{words}</span>
      <TriangleRightMini className="text-ui-fg-subtle shrink-0" />
    </button>
  )
}
