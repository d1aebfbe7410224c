/** A label, an input and its explanation, tied together for screen readers. */
import { Hint, Label, Text } from "@medusajs/ui"
import { type ReactNode } from "react"

import { useMailTranslation } from "../hooks/use-mail-translation"

interface FieldProps {
  id: string
  label: string
  hint?: ReactNode
  error?: ReactNode
  optional?: boolean
  children: ReactNode
  /** Stands at the right end of the label's line. */
  action?: ReactNode
}

export function Field({ id, label, hint, error, optional, children, action }: FieldProps) {
  const { t } = useMailTranslation()
  return (
    <div className="flex min-w-0 flex-col gap-y-2">
      <div className="flex min-h-6 items-center justify-between gap-x-2">
        <Label htmlFor={id} size="small" weight="plus" className="flex items-center gap-x-1">
          {label}
          {optional && (
            <Text as="span" size="small" className="text-ui-fg-muted">
              ({t("common.optional")})
            </Text>
          )}
        </Label>
        {action}
      </div>
      {children}
      {error ? <Hint variant="error">{error}</Hint> : hint && <Hint>{hint}</Hint>}
    </div>
  )
}
