/** The mail settings as one form; only what was changed is stored. */
import { Button, Container, RadioGroup, Select, Text, toast } from "@medusajs/ui"
import { type FormEvent, useState } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useUpdateSettings } from "../../hooks/use-settings"
import { errorWords, issuesOf } from "../../lib/error-words"
import { changesOf } from "../../lib/settings-form"
import type { Language, Settings } from "../../lib/types"
import { Field } from "../field"
import { LeaveGuard } from "../leave-guard"
import { AutomaticSettings } from "./automatic-settings"
import { GraceSetting } from "./grace-setting"
import { Intake } from "./intake"
import { LimitSettings } from "./limit-settings"
import { OrderSettings } from "./order-settings"
import { Section } from "./section"
import { SendTest } from "./send-test"
import { SenderDomain } from "./sender-domain"
import { type SettingsFormState, TextSetting } from "./text-setting"

const COPIES: Settings["admin_copy"][] = ["none", "first", "every"]
const LANGUAGES: Language[] = ["en", "ja"]

function useSettingsForm(stored: Settings) {
  const { t } = useMailTranslation()
  const update = useUpdateSettings()
  const [edits, setEdits] = useState<Partial<Settings>>({})
  const [refused, setRefused] = useState<SettingsFormState["refused"]>([])
  const settings = { ...stored, ...edits }
  const changes = changesOf(stored, settings)
  /** What nobody stores yet: while it is being stored, only what was written since. */
  const unsent = update.isPending ? changesOf({ ...stored, ...update.variables }, settings) : changes

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await update.mutateAsync(changes)
      // What was written while it was stored is not stored yet.
      setEdits((now) => changesOf(edits, now))
      setRefused([])
      toast.success(t("common.saved"))
    } catch (error) {
      const issues = issuesOf(error)
      setRefused(issues)
      document.getElementById(issues[0]?.field ?? "")?.focus()
      // What has a field is said there.
      const elsewhere = issues.some(({ field }) => document.getElementById(field) === null)
      if (elsewhere || !issues.length) {
        toast.error(t("common.failed"), { description: errorWords(error, t) })
      }
    }
  }

  const set = (next: Partial<Settings>) => setEdits((previous) => ({ ...previous, ...next }))
  return {
    form: { settings, set, refused },
    dirty: Object.keys(changes).length > 0,
    unsent: Object.keys(unsent).length > 0,
    submit,
    saving: update.isPending,
  }
}

export function SettingsForm({ stored }: { stored: Settings }) {
  const { t } = useMailTranslation()
  const { form, dirty, unsent, submit, saving } = useSettingsForm(stored)
  const maySave = useMay("mail_delivery_settings:update")
  return (
    <form onSubmit={submit} noValidate className="isolate">
      <LeaveGuard unsaved={unsent} />
      <fieldset disabled={!maySave} className="flex min-w-0 flex-col gap-y-3">
        <Section title={t("settings.sender")} hint={t("settings.senderHint")}>
          <TextSetting form={form} name="sender_name" />
          <TextSetting form={form} name="sender_address" type="email" />
          <TextSetting form={form} name="reply_to" type="email" />
        </Section>
        <SendTest unsaved={dirty} />
        <SenderDomain stored={stored} unsaved={dirty} />
        <Intake />
        <Section title={t("settings.legal")} hint={t("settings.legalHint")}>
          <TextSetting form={form} name="postal_address" rows={3} />
          <TextSetting form={form} name="contact" />
        </Section>
        <Section title={t("settings.signature")} hint={t("settings.signatureHint")}>
          <TextSetting form={form} name="signature_text" rows={6} />
          <TextSetting form={form} name="signature_html" rows={6} monospace />
        </Section>
        <GraceSetting form={form} />
        <LimitSettings form={form} />
        <CopySettings form={form} />
        <Section title={t("settings.languageTitle")} hint={t("settings.languageHint")}>
          <LanguageChoice form={form} />
        </Section>
        <OrderSettings form={form} />
        <AutomaticSettings form={form} />
        {maySave && (
          <Container className="sticky bottom-3 z-10 flex items-center justify-end gap-x-3 px-6 py-3">
            <Text size="small" className="text-ui-fg-subtle" role="status">
              {dirty && t("settings.unsaved")}
            </Text>
            <Button type="submit" size="small" disabled={!dirty} isLoading={saving}>
              {t("common.save")}
            </Button>
          </Container>
        )}
      </fieldset>
    </form>
  )
}

function CopySettings({ form }: { form: SettingsFormState }) {
  const { t } = useMailTranslation()
  return (
    <Section title={t("settings.copy")} hint={t("settings.copyHint")}>
      <RadioGroup
        aria-label={t("settings.copy")}
        value={form.settings.admin_copy}
        onValueChange={(value) => form.set({ admin_copy: value as Settings["admin_copy"] })}
      >
        {COPIES.map((name) => (
          <RadioGroup.ChoiceBox
            key={name}
            value={name}
            label={t(`settings.copy_${name}`)}
            description={t(`settings.copy_${name}_hint`)}
          />
        ))}
      </RadioGroup>
      {form.settings.admin_copy !== "none" && (
        <TextSetting form={form} name="admin_copy_address" type="email" />
      )}
    </Section>
  )
}

function LanguageChoice({ form }: { form: SettingsFormState }) {
  const { t } = useMailTranslation()
  return (
    <Field id="language" label={t("settings.language")}>
      <Select
        value={form.settings.language}
        onValueChange={(value) => form.set({ language: value as Language })}
      >
        <Select.Trigger id="language">
          <Select.Value />
        </Select.Trigger>
        <Select.Content>
          {LANGUAGES.map((name) => (
            <Select.Item key={name} value={name}>
              {t(`locale.${name}`)}
            </Select.Item>
          ))}
        </Select.Content>
      </Select>
    </Field>
  )
}
