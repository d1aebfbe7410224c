/** How long Send can be undone. */
import { Input } from "@medusajs/ui"

import { LONGEST_GRACE } from "../../../modules/mail/words"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { issueText } from "../../lib/issue-words"
import { Field, hintIdOf } from "../field"
import { Section } from "./section"
import type { SettingsFormState } from "./text-setting"

const NAME = "grace_seconds"

export function GraceSetting({ form }: { form: SettingsFormState }) {
  const { t, number } = useMailTranslation()
  const fault = form.refused.find(({ field }) => field === NAME)
  return (
    <Section title={t("settings.undo")} hint={t("settings.undoHint")}>
      <Field
        id={NAME}
        label={t("settings.grace_seconds")}
        hint={t("settings.grace_seconds_hint", { most: number(LONGEST_GRACE) })}
        error={fault && issueText(fault, t)}
      >
        <Input
          id={NAME}
          type="number"
          inputMode="numeric"
          min={0}
          max={LONGEST_GRACE}
          value={form.settings.grace_seconds}
          aria-invalid={fault !== undefined || undefined}
          aria-describedby={hintIdOf(NAME)}
          onChange={({ target }) => form.set({ grace_seconds: Number(target.value) })}
        />
      </Field>
    </Section>
  )
}
