/** Which events send mail by themselves, and from which template. */
import { Select, Text } from "@medusajs/ui"

import type { AutomaticEvent, AutomaticRule } from "../../../modules/mail/orders/automatic-rules"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useTemplates } from "../../hooks/use-templates"
import { MAX_PAGE } from "../../lib/api"
import { Toggle } from "../compose/consent-choice"
import { Section } from "./section"
import { type SettingsFormState } from "./text-setting"

const EVENTS: AutomaticEvent[] = ["order_placed", "shipment_created", "order_canceled", "payment_refunded"]

export function AutomaticSettings({ form }: { form: SettingsFormState }) {
  const { t } = useMailTranslation()
  const { data } = useTemplates({ kind: "order", limit: MAX_PAGE, order: "name" })
  const rules = form.settings.automatic ?? {}
  const set = (event: AutomaticEvent, changes: Partial<AutomaticRule>) => {
    const { enabled = false, template_id = null } = rules[event] ?? {}
    form.set({ automatic: { ...rules, [event]: { enabled, template_id, ...changes } } })
  }
  return (
    <Section title={t("automatic.title")} hint={t("automatic.hint")}>
      {EVENTS.map((event) => (
        <div key={event} className="flex flex-col gap-y-2">
          <Toggle
            id={`automatic-${event}`}
            label={t(`automatic.${event}`)}
            hint={t(rules[event]?.template_id ? "automatic.ready" : "automatic.needsTemplate")}
            checked={rules[event]?.enabled ?? false}
            disabled={!rules[event]?.template_id}
            onChange={(enabled) => set(event, { enabled })}
          />
          {rules[event]?.enabled && (
            <Text size="small" className="text-ui-fg-subtle" data-testid={`automatic-${event}-twice`}>
              {t("automatic.twice")}
            </Text>
          )}
          <Select
            value={rules[event]?.template_id ?? ""}
            onValueChange={(template_id) => set(event, { template_id })}
            disabled={!data?.templates.length}
          >
            <Select.Trigger aria-label={t("automatic.template", { event: t(`automatic.${event}`) })}>
              <Select.Value
                placeholder={t(data?.templates.length ? "editor.pickTemplate" : "editor.noTemplates")}
              />
            </Select.Trigger>
            <Select.Content>
              {data?.templates.map(({ id, name }) => (
                <Select.Item key={id} value={id}>
                  {name}
                </Select.Item>
              ))}
            </Select.Content>
          </Select>
        </div>
      ))}
    </Section>
  )
}
