/** Which events send mail by themselves, and from which template. */
import { Text } from "@medusajs/ui"

import { LANGUAGES } from "../../../modules/mail/words"
import type { AutomaticEvent, AutomaticRule } from "../../../modules/mail/words/automatic-rules"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useTemplates } from "../../hooks/use-templates"
import { MAX_PAGE } from "../../lib/api"
import type { ListedTemplate } from "../../lib/types"
import { Toggle } from "../compose/consent-choice"
import { Field } from "../field"
import { TemplateSelect } from "../template-select"
import { Section } from "./section"
import { type SettingsFormState } from "./text-setting"

const EVENTS: AutomaticEvent[] = ["order_placed", "shipment_created", "order_canceled", "payment_refunded"]

const NONE = "none"

export function AutomaticSettings({ form }: { form: SettingsFormState }) {
  const { t } = useMailTranslation()
  const { data } = useTemplates({ kind: "order", limit: MAX_PAGE, order: "name" })
  const templates = data?.templates ?? []
  const rules = form.settings.automatic ?? {}
  const set = (event: AutomaticEvent, changes: Partial<AutomaticRule>) => {
    const { enabled = false, template_id = null, translations = null } = rules[event] ?? {}
    form.set({ automatic: { ...rules, [event]: { enabled, template_id, translations, ...changes } } })
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
          <TemplateSelect
            aria-label={t("automatic.template", { event: t(`automatic.${event}`) })}
            templates={templates}
            value={rules[event]?.template_id ?? ""}
            onPick={(template_id) => set(event, { template_id, translations: null })}
          />
          <RuleTranslations
            event={event}
            rule={rules[event]}
            templates={templates}
            onChange={(translations) => set(event, { translations })}
          />
        </div>
      ))}
    </Section>
  )
}

interface RuleTranslationsProps {
  event: AutomaticEvent
  rule: AutomaticRule | undefined
  templates: readonly ListedTemplate[]
  onChange: (translations: AutomaticRule["translations"]) => void
}

/** Where the shop has templates in other languages: which of them a customer who ordered in one of these gets. */
function RuleTranslations({ event, rule, templates, onChange }: RuleTranslationsProps) {
  const { t } = useMailTranslation()
  const own = templates.find(({ id }) => id === rule?.template_id)
  const others = LANGUAGES.filter((language) => language !== own?.locale)
  return (
    own &&
    others.map((language) => {
      const offered = templates.filter(({ locale }) => locale === language)
      const id = `automatic-${event}-${language}`
      return (
        offered.length > 0 && (
          <Field
            key={language}
            id={id}
            label={t("orders.translation", { language: t(`locale.${language}`) })}
            optional
          >
            <TemplateSelect
              id={id}
              templates={[...offered, { id: NONE, name: t("orders.untranslated") }]}
              value={rule?.translations?.[language] ?? NONE}
              onPick={(picked) =>
                onChange({ ...rule?.translations, [language]: picked === NONE ? undefined : picked })
              }
            />
          </Field>
        )
      )
    })
  )
}
