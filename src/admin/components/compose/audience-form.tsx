/** The filter of an audience as a form. What is not set limits nothing. */
import { Combobox } from "@medusajs/dashboard/components"
import { Button, Checkbox, Input, Label, Select } from "@medusajs/ui"
import { useState } from "react"

import { useCustomerGroups } from "../../hooks/use-customers"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { cleaned, moreOf } from "../../lib/more-filters"
import type { AudienceFilter, Consent } from "../../lib/types"
import { doNotOpen } from "../combobox"
import { Field, labelIdOf } from "../field"
import { MoreFilters } from "../filters/more-filters"
import { DateRangeField } from "./date-range-field"

const CONSENTS: Consent[] = ["opted_in", "not_asked", "opted_out"]

interface AudienceFormProps {
  filter: AudienceFilter
  onChange: (filter: AudienceFilter) => void
}

export function AudienceForm({ filter, onChange }: AudienceFormProps) {
  const { t } = useMailTranslation()
  const { data: groups } = useCustomerGroups()
  const [opened, setOpened] = useState(false)
  const more = moreOf(filter)
  const isOpen = opened || Object.keys(more).length > 0
  const set = (changes: AudienceFilter) => onChange(cleaned({ ...filter, ...changes }))
  const options = (groups ?? []).map(({ id, name }) => ({ value: id, label: name ?? id }))
  return (
    <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
      <Field id="filter-q" label={t("filter.q")} hint={t("filter.qHint")}>
        <Input
          id="filter-q"
          type="search"
          size="small"
          value={filter.q ?? ""}
          onChange={(event) => set({ q: event.target.value })}
        />
      </Field>
      <Field id="filter-company" label={t("filter.company_name")}>
        <Input
          id="filter-company"
          size="small"
          value={filter.company_name ?? ""}
          onChange={(event) => set({ company_name: event.target.value })}
        />
      </Field>
      <Field id="filter-groups" label={t("filter.groups")}>
        <Combobox<string[]>
          id="filter-groups"
          className="h-7"
          placeholder={t("common.all")}
          value={filter.groups ?? []}
          options={options}
          onFocus={doNotOpen}
          onChange={(value) => set({ groups: value })}
        />
      </Field>
      <YesNo
        id="filter-account"
        label={t("filter.has_account")}
        value={filter.has_account}
        onChange={(has_account) => set({ has_account })}
      />
      <YesNo
        id="filter-orders"
        label={t("filter.orders")}
        value={filter.never_ordered}
        words={[t("filter.neverOrdered"), t("filter.hasOrdered")]}
        onChange={(never_ordered) =>
          set(never_ordered ? { never_ordered, last_order_at: undefined } : { never_ordered })
        }
      />
      <YesNo
        id="filter-invalid"
        label={t("filter.invalid")}
        value={filter.invalid}
        onChange={(invalid) => set({ invalid })}
      />
      {!filter.never_ordered && (
        <DateRangeField
          id="filter-last-order"
          label={t("filter.last_order_at")}
          hint={t("filter.lastOrderHint")}
          value={filter.last_order_at}
          onChange={(last_order_at) => set({ last_order_at })}
        />
      )}
      <DateRangeField
        id="filter-created"
        label={t("filter.created_at")}
        value={filter.created_at}
        onChange={(created_at) => set({ created_at })}
      />
      <Consents value={filter.consent ?? []} onChange={(consent) => set({ consent })} />
      {isOpen && <MoreFilters filter={more} onChange={set} />}
      <div className="flex items-end justify-between md:col-span-2">
        {isOpen ? (
          <span />
        ) : (
          <Button size="small" variant="transparent" onClick={() => setOpened(true)}>
            {t("filter.more")}
          </Button>
        )}
        <Button
          size="small"
          variant="secondary"
          disabled={!Object.keys(filter).length}
          onClick={() => onChange({})}
        >
          {t("filter.clear")}
        </Button>
      </div>
    </div>
  )
}

interface YesNoProps {
  id: string
  label: string
  value: boolean | undefined
  words?: [yes: string, no: string]
  onChange: (value: boolean | undefined) => void
}

function YesNo({ id, label, value, words, onChange }: YesNoProps) {
  const { t } = useMailTranslation()
  const [yes, no] = words ?? [t("common.yes"), t("common.no")]
  return (
    <Field id={id} label={label}>
      <Select
        size="small"
        value={value === undefined ? "any" : String(value)}
        onValueChange={(choice) => onChange(choice === "any" ? undefined : choice === "true")}
      >
        <Select.Trigger id={id}>
          <Select.Value />
        </Select.Trigger>
        <Select.Content>
          <Select.Item value="any">{t("filter.any")}</Select.Item>
          <Select.Item value="true">{yes}</Select.Item>
          <Select.Item value="false">{no}</Select.Item>
        </Select.Content>
      </Select>
    </Field>
  )
}

interface ConsentsProps {
  value: Consent[]
  onChange: (value: Consent[]) => void
}

function Consents({ value, onChange }: ConsentsProps) {
  const { t } = useMailTranslation()
  const toggle = (consent: Consent, on: boolean) =>
    onChange(CONSENTS.filter((one) => (one === consent ? on : value.includes(one))))
  return (
    <Field id="filter-consent" group label={t("filter.consent")} hint={t("filter.consentHint")}>
      <div
        role="group"
        aria-labelledby={labelIdOf("filter-consent")}
        className="flex flex-wrap gap-x-4 gap-y-2"
      >
        {CONSENTS.map((consent) => (
          <div key={consent} className="flex items-center gap-x-2">
            <Checkbox
              id={`consent-${consent}`}
              checked={value.includes(consent)}
              onCheckedChange={(on) => toggle(consent, on === true)}
            />
            <Label htmlFor={`consent-${consent}`} size="small">
              {t(`consent.${consent}`)}
            </Label>
          </div>
        ))}
      </div>
    </Field>
  )
}
