/** Which of several transports is tried or looked up; nothing where the shop has one. */
import { Select } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useTransportChoices } from "../../hooks/use-transport-name"
import { Field } from "../field"

interface TransportChoiceProps {
  id: string
  /** Undefined: that of a mail which names none. */
  value: string | undefined
  onChange: (transport: string) => void
}

export function TransportChoice({ id, value, onChange }: TransportChoiceProps) {
  const { t } = useMailTranslation()
  const transports = useTransportChoices()
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
          {transports.map(({ value: name, label }) => (
            <Select.Item key={name} value={name}>
              {label}
            </Select.Item>
          ))}
        </Select.Content>
      </Select>
    </Field>
  )
}
