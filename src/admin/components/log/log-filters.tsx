/** By recipient, subject, kind, state, transport and time. What is typed is looked for when the typing rests. */
import { Button, Input, Select } from "@medusajs/ui"
import { useEffect, useState } from "react"

import { LOG_KINDS, SHOWN_STATES } from "../../../modules/mail/words"
import { useDebounced } from "../../hooks/use-debounced"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useTransportChoices } from "../../hooks/use-transport-name"
import { DateRangeField } from "../compose/date-range-field"
import { Field } from "../field"
import type { LogSearch } from "./use-log-search"

export function LogFilters({ search }: { search: LogSearch }) {
  const { t } = useMailTranslation()
  const { query, isNarrowed, set, clear } = search
  // A new key after clearing: the fields keep what was typed themselves.
  const [round, setRound] = useState(0)
  return (
    <div className="flex flex-col gap-y-3">
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-4" key={round}>
        <Typed name="recipient" value={query.recipient} onChange={(value) => set("recipient", value)} />
        <Typed name="subject" value={query.subject} onChange={(value) => set("subject", value)} />
        <Choice
          name="kind"
          label={t("common.kind")}
          value={query.kind?.[0]}
          options={LOG_KINDS.map((value) => ({ value, label: t(`deliveryKind.${value}`) }))}
          onChange={(value) => set("kind", value)}
        />
        <Choice
          name="state"
          label={t("common.state")}
          value={query.state?.[0]}
          options={SHOWN_STATES.map((value) => ({ value, label: t(`deliveryState.${value}`) }))}
          onChange={(value) => set("state", value)}
        />
        <TransportFilter value={query.transport?.[0]} onChange={(value) => set("transport", value)} />
        <div className="sm:col-span-2">
          <DateRangeField
            id="log-at"
            label={t("common.when")}
            value={query.at}
            onChange={(value) => set("at", value)}
          />
        </div>
      </div>
      {isNarrowed && (
        <Button
          size="small"
          variant="transparent"
          className="self-start"
          onClick={() => {
            clear()
            setRound(round + 1)
          }}
        >
          {t("filter.clear")}
        </Button>
      )}
    </div>
  )
}

interface TransportFilterProps {
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** Nothing where the shop has one. */
function TransportFilter({ value, onChange }: TransportFilterProps) {
  const { t } = useMailTranslation()
  const transports = useTransportChoices()
  return transports.length ? (
    <Choice
      name="transport"
      label={t("transport.one")}
      value={value}
      options={transports}
      onChange={onChange}
    />
  ) : null
}

interface TypedProps {
  name: "recipient" | "subject"
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function Typed({ name, value, onChange }: TypedProps) {
  const { t } = useMailTranslation()
  const [text, setText] = useState(value ?? "")
  const settled = useDebounced(text)
  useEffect(() => {
    if (settled.trim() !== (value ?? "").trim()) {
      onChange(settled.trim() || undefined)
    }
    // Only what was typed is news.
  }, [settled])
  const id = `log-${name}`
  return (
    <Field id={id} label={t(`common.${name}`)} hint={t(`log.${name}Hint`)}>
      <Input
        id={id}
        size="small"
        type="search"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
    </Field>
  )
}

interface ChoiceProps {
  name: "kind" | "state" | "transport"
  label: string
  value: string | undefined
  options: { value: string; label: string }[]
  onChange: (value: string | undefined) => void
}

/** An item needs a value, and nothing is called this. */
const ANY = "any"

function Choice({ name, label, value, options, onChange }: ChoiceProps) {
  const { t } = useMailTranslation()
  const id = `log-${name}`
  return (
    <Field id={id} label={label}>
      <Select
        size="small"
        value={value ?? ANY}
        onValueChange={(chosen) => onChange(chosen === ANY ? undefined : chosen)}
      >
        <Select.Trigger id={id} aria-label={label}>
          <Select.Value />
        </Select.Trigger>
        <Select.Content>
          {[{ value: ANY, label: t("common.all") }, ...options].map((option) => (
            <Select.Item key={option.value} value={option.value}>
              {option.label}
            </Select.Item>
          ))}
        </Select.Content>
      </Select>
    </Field>
  )
}
