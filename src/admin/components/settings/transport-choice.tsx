/** Which of several transports is tried or looked up; nothing where the shop has one. */
import { Select } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useShopOptions } from "../../hooks/use-shop-options"
import { useTransportName } from "../../hooks/use-transport-name"
import { Field } from "../field"

interface TransportChoiceProps {
  id: string
  /** Undefined: that of a mail which names none. */
  value: string | undefined
  onChange: (transport: string) => void
}

export function TransportChoice({ id, value, onChange }: TransportChoiceProps) {
  const { t } = useMailTranslation()
  const nameOf = useTransportName()
  const transports = useShopOptions()?.transports ?? []
  if (!transports.length) {
    return null
  }
  return (
    <Field id={id} label={t("transport.one")}>
      <Select value={value ?? ""} onValueChange={onChange}>
        <Select.Trigger id={id}>
          <Select.Value placeholder={t("transport.bySender")} />
        </Select.Trigger>
        <Select.Content>
          {transports.map((name) => (
            <Select.Item key={name} value={name}>
              {nameOf(name)}
            </Select.Item>
          ))}
        </Select.Content>
      </Select>
    </Field>
  )
}
