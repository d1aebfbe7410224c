/** Where test mails go: one address or a few, and the button. It may stand within a form, which Enter must not store. */
import { Button, Input } from "@medusajs/ui"
import type { ClipboardEvent, KeyboardEvent, ReactNode } from "react"

import { useMailTranslation } from "../hooks/use-mail-translation"
import type { TestAddresses } from "../hooks/use-test-addresses"
import { addressesIn, MOST_TEST_ADDRESSES } from "../lib/test-addresses"
import { Field, hintIdOf } from "./field"

interface TestAddressFieldProps {
  id: string
  label: string
  hint?: ReactNode
  error?: ReactNode
  to: TestAddresses
  send: string
  disabled: boolean
  busy: boolean
  onChange?: () => void
  onSend: () => void
  /** Enter sends. */
  entered?: boolean
}

export function TestAddressField(props: TestAddressFieldProps) {
  const { id, label, hint, to, send, busy, onChange, onSend, entered } = props
  const { t } = useMailTranslation()
  const error = to.tooMany ? t("compose.testTooMany", { limit: MOST_TEST_ADDRESSES }) : props.error
  const disabled = props.disabled || !to.addresses.length || to.tooMany
  const change = (text: string) => {
    to.setText(text)
    onChange?.()
  }
  /** A field of one line would run lines together. */
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text")
    if (/[\r\n]/.test(pasted)) {
      event.preventDefault()
      change(addressesIn(`${to.text} ${pasted}`).join(", "))
    }
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault()
      if (entered && !disabled && !busy) onSend()
    }
  }
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <div className="flex flex-col gap-2 sm:flex-row">
        <div className="flex-1">
          <Input
            id={id}
            inputMode="email"
            autoCapitalize="off"
            autoComplete="off"
            spellCheck={false}
            value={to.text}
            aria-invalid={Boolean(error) || undefined}
            aria-describedby={hintIdOf(id)}
            onChange={(event) => change(event.target.value)}
            onPaste={paste}
            onKeyDown={press}
          />
        </div>
        <Button
          type="button"
          variant="secondary"
          className="whitespace-nowrap"
          disabled={disabled}
          isLoading={busy}
          onClick={onSend}
        >
          {send}
        </Button>
      </div>
    </Field>
  )
}
