/** Above what a mailing pauses itself: switches, each with its percentage. */
import { Input, Switch } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { issueText } from "../../lib/issue-words"
import { Field, hintIdOf, labelIdOf } from "../field"
import { Section } from "./section"
import type { SettingsFormState } from "./text-setting"

/** What is proposed when it is switched on. */
const USUAL = { pause_undelivered: 10, pause_complaints: 0.5 } as const

export function LimitSettings({ form }: { form: SettingsFormState }) {
  const { t } = useMailTranslation()
  return (
    <Section title={t("settings.limits")} hint={t("settings.limitsHint")}>
      <LimitSetting form={form} name="pause_undelivered" />
      <LimitSetting form={form} name="pause_complaints" />
    </Section>
  )
}

function LimitSetting({ form, name }: { form: SettingsFormState; name: keyof typeof USUAL }) {
  const { t } = useMailTranslation()
  const fault = form.refused.find(({ field }) => field === name)
  const limit = form.settings[name]
  return (
    <Field
      id={name}
      label={t(`settings.${name}`)}
      hint={t(`settings.${name}_hint`)}
      error={fault && issueText(fault, t)}
      action={
        <Switch
          size="small"
          aria-labelledby={labelIdOf(name)}
          checked={limit !== null}
          onCheckedChange={(on) => form.set({ [name]: on ? USUAL[name] : null })}
        />
      }
    >
      <Input
        id={name}
        type="number"
        inputMode="decimal"
        step="any"
        min={0.1}
        max={100}
        disabled={limit === null}
        value={limit ?? ""}
        placeholder={t("settings.noLimit")}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={hintIdOf(name)}
        onChange={({ target }) => form.set({ [name]: Number(target.value) })}
      />
    </Field>
  )
}
