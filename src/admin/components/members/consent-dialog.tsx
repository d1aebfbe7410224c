/** Records a consent or a withdrawal with where it came from: the law wants to know who agreed, when and how. */
import { Alert, Input, Select, Text, Textarea } from "@medusajs/ui"
import { useState } from "react"

import { useAttempt } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useSetConsent } from "../../hooks/use-members"
import type { ConsentChange } from "../../lib/api"
import { Field } from "../field"
import { FormDrawer } from "../form-drawer"

const SOURCES = ["form", "phone", "in_person", "letter", "other_system"] as const
const OTHER = "other"

interface ConsentDialogProps {
  /** The ticked, or everybody whom a filter finds. */
  whom: Pick<ConsentChange, "customer_ids" | "audience">
  /** How many they are. */
  count: number
  consent: "opted_in" | "opted_out"
  onClose: (done: boolean) => void
}

export function ConsentDialog({ whom, count, consent, onClose }: ConsentDialogProps) {
  const { t, tn } = useMailTranslation()
  const attempt = useAttempt()
  const setConsent = useSetConsent()
  const [choice, setChoice] = useState("")
  const [typed, setTyped] = useState("")
  const [wording, setWording] = useState("")
  const source = choice === OTHER ? typed.trim() : choice && t(`source.${choice}`)

  const submit = async () => {
    const change = { ...whom, consent, source, wording: wording.trim() || undefined }
    if (source && (await attempt(setConsent.mutateAsync(change), tn("members.consentDone", count)))) {
      onClose(true)
      return true
    }
    return false
  }

  return (
    <FormDrawer
      title={tn(`members.${consent}Title`, count)}
      submit={t(consent === "opted_in" ? "members.optIn" : "members.optOut")}
      disabled={!source}
      onSubmit={submit}
      onCancel={() => onClose(false)}
    >
      <Text size="small" className="text-ui-fg-subtle">
        {t(`members.${consent}Text`)}
      </Text>
      {consent === "opted_in" && <Alert variant="warning">{t("members.optInWarning")}</Alert>}
      <Field id="source" label={t("members.source")} hint={t("members.sourceHint")}>
        <Select value={choice} onValueChange={setChoice}>
          <Select.Trigger id="source">
            <Select.Value placeholder={t("members.sourcePick")} />
          </Select.Trigger>
          <Select.Content>
            {[...SOURCES, OTHER].map((name) => (
              <Select.Item key={name} value={name}>
                {t(`source.${name}`)}
              </Select.Item>
            ))}
          </Select.Content>
        </Select>
      </Field>
      {choice === OTHER && (
        <Field id="source-other" label={t("members.sourceOther")}>
          <Input id="source-other" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      )}
      <Field
        id="wording"
        label={t(consent === "opted_in" ? "members.wording" : "members.wordingOptedOut")}
        hint={consent === "opted_in" ? t("members.wordingHint") : undefined}
        optional
      >
        <Textarea id="wording" value={wording} onChange={(event) => setWording(event.target.value)} />
      </Field>
    </FormDrawer>
  )
}
