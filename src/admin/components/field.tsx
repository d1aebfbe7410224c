/** A label, an input and its explanation, tied together for screen readers. */
import { Hint, Label, Text } from "@medusajs/ui"
import { type ReactNode } from "react"

import { useMailTranslation } from "../hooks/use-mail-translation"

/** What a part that is no form control of its own takes for its `aria-labelledby`. */
export function labelIdOf(id: string): string {
  return `${id}-label`
}

/** What stands below the control, for its `aria-describedby`. */
export function hintIdOf(id: string): string {
  return `${id}-hint`
}

interface FieldProps {
  id: string
  /** An editor or several controls: `for` would point at nothing that a label can name, see `labelIdOf`. */
  group?: boolean
  label: string
  hint?: ReactNode
  error?: ReactNode
  optional?: boolean
  children: ReactNode
  /** Stands at the right end of the label's line. */
  action?: ReactNode
}

export function Field({ id, group, label, hint, error, optional, children, action }: FieldProps) {
  const { t } = useMailTranslation()
  return (
    <div className="flex min-w-0 flex-col gap-y-2">
      <div className="flex min-h-6 items-center justify-between gap-x-2">
        <Label
          id={labelIdOf(id)}
          htmlFor={group ? undefined : id}
          size="small"
          weight="plus"
          className="flex items-center gap-x-1"
        >
          {label}
          {optional && (
            <Text as="span" size="small" className="text-ui-fg-subtle">
              ({t("common.optional")})
            </Text>
          )}
        </Label>
        {action}
      </div>
      {children}
      {error ? (
        <Hint id={hintIdOf(id)} variant="error">
          {error}
        </Hint>
      ) : (
        hint && <Hint id={hintIdOf(id)}>{hint}</Hint>
      )}
    </div>
  )
}
