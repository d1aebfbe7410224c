/** Order mails: which parts of the insert show, where they come from, and the bank account for transfers. */
import { Checkbox, Input, Label, Text } from "@medusajs/ui"
import { useQuery } from "@tanstack/react-query"

import { paymentProviderName } from "../../../modules/mail/words/payment-providers"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { queryKeys } from "../../lib/query-keys"
import { sdk } from "../../lib/sdk"
import type { OrderInsert } from "../../lib/settings-form"
import { Toggle } from "../compose/consent-choice"
import { Field, labelIdOf } from "../field"
import { InsertTemplates } from "./insert-templates"
import { Section } from "./section"
import { type SettingsFormState, TextSetting } from "./text-setting"

const SHOWN = [
  "show_order",
  "show_items",
  "show_customer",
  "show_delivery_address",
  "show_discounts",
  "show_product_options",
] as const
const KEYS = ["delivery_instructions_key", "product_fields_key", "quote_validity_key"] as const

function usePaymentProviders() {
  return useQuery({
    queryKey: queryKeys.paymentProviders,
    queryFn: async () => (await sdk.admin.payment.listPaymentProviders({ limit: 100 })).payment_providers,
  })
}

export function OrderSettings({ form }: { form: SettingsFormState }) {
  const { t } = useMailTranslation()
  const insert = (form.settings.order_insert ?? {}) as OrderInsert
  const set = (changes: OrderInsert) => form.set({ order_insert: { ...insert, ...changes } })
  return (
    <Section title={t("settings.orders")} hint={t("settings.ordersHint")}>
      {SHOWN.map((name) => (
        <Toggle
          key={name}
          id={name}
          label={t(`settings.${name}`)}
          hint={t(`settings.${name}_hint`)}
          checked={insert[name] ?? true}
          onChange={(on) => set({ [name]: on })}
        />
      ))}
      {KEYS.map((name) => (
        <Field key={name} id={name} label={t(`settings.${name}`)} hint={t(`settings.${name}_hint`)} optional>
          <Input
            id={name}
            className="font-mono"
            value={insert[name] ?? ""}
            onChange={(event) => set({ [name]: event.target.value || undefined })}
          />
        </Field>
      ))}
      <TextSetting form={form} name="bank_text" rows={4} />
      <BankProviders form={form} />
      <InsertTemplates
        own={insert.templates ?? {}}
        refused={form.refused}
        onChange={(templates) => set({ templates })}
      />
    </Section>
  )
}

function BankProviders({ form }: { form: SettingsFormState }) {
  const { t, language } = useMailTranslation()
  const { data = [] } = usePaymentProviders()
  const chosen = form.settings.bank_providers ?? []
  const toggle = (id: string, on: boolean) => {
    const next = on ? [...chosen, id] : chosen.filter((one) => one !== id)
    form.set({ bank_providers: next.length ? next : null })
  }
  return (
    <Field
      id="bank_providers"
      group
      label={t("settings.bank_providers")}
      hint={t("settings.bank_providers_hint")}
    >
      <div
        role="group"
        aria-labelledby={labelIdOf("bank_providers")}
        className="flex flex-wrap gap-x-4 gap-y-2"
      >
        {data.map(({ id }) => (
          <div key={id} className="flex items-center gap-x-2">
            <Checkbox
              id={id}
              checked={chosen.includes(id)}
              onCheckedChange={(value) => toggle(id, value === true)}
            />
            <Label htmlFor={id} size="small" className="flex flex-wrap items-baseline gap-x-2">
              {paymentProviderName(id, language)}
              <span className="txt-compact-xsmall text-ui-fg-subtle font-mono break-all">{id}</span>
            </Label>
          </div>
        ))}
        {!data.length && (
          <Text size="small" className="text-ui-fg-subtle">
            {t("settings.noProviders")}
          </Text>
        )}
      </div>
    </Field>
  )
}
