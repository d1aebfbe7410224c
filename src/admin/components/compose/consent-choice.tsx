/**
 * How far a mailing reaches: those who opted in, by default; also those never asked, with a warning; or, as an
 * important notice, everybody, with a reason and a confirmation, because it overrides what people asked for.
 */
import { Alert, Label, Switch, Text, Textarea } from "@medusajs/ui"

import { useConfirm } from "../../hooks/use-confirm"
import type { Draft } from "../../hooks/use-draft"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { Field } from "../field"

interface ConsentChoiceProps {
  draft: Draft
  onChange: (changes: Partial<Draft>) => void
}

export function ConsentChoice({ draft, onChange }: ConsentChoiceProps) {
  const { t } = useMailTranslation()
  const confirm = useConfirm()
  const { audience, purpose, purpose_reason } = draft
  const notice = purpose === "notice"
  const onlyOptedIn = audience.include !== "not_asked"

  const setNotice = async (on: boolean) => {
    if (!on) {
      onChange({ purpose: "marketing", purpose_reason: null })
      return
    }
    const agreed = await confirm({
      title: t("compose.noticeTitle"),
      description: t("compose.noticeText"),
      confirm: t("compose.noticeConfirm"),
      danger: true,
    })
    if (agreed) {
      onChange({ purpose: "notice" })
    }
  }

  return (
    <div className="flex flex-col gap-y-4">
      <Toggle
        id="only-opted-in"
        label={t("compose.onlyOptedIn")}
        hint={t("compose.onlyOptedInHint")}
        checked={onlyOptedIn && !notice}
        disabled={notice}
        onChange={(on) => onChange({ audience: { ...audience, include: on ? "opted_in" : "not_asked" } })}
      />
      {!onlyOptedIn && !notice && <Alert variant="warning">{t("compose.notAskedWarning")}</Alert>}
      <Toggle
        id="notice"
        label={t("compose.notice")}
        hint={t("compose.noticeHint")}
        checked={notice}
        onChange={setNotice}
      />
      {notice && (
        <>
          <Alert variant="warning">{t("compose.noticeWarning")}</Alert>
          <Field
            id="purpose-reason"
            label={t("compose.noticeReason")}
            hint={t("compose.noticeReasonHint")}
            error={!purpose_reason?.trim() && t("compose.noticeReasonMissing")}
          >
            <Textarea
              id="purpose-reason"
              value={purpose_reason ?? ""}
              onChange={(event) => onChange({ purpose_reason: event.target.value })}
            />
          </Field>
        </>
      )}
    </div>
  )
}

interface ToggleProps {
  id: string
  label: string
  hint: string
  checked: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}

export function Toggle({ id, label, hint, checked, disabled, onChange }: ToggleProps) {
  return (
    <div className="bg-ui-bg-component shadow-elevation-card-rest flex items-start gap-x-3 rounded-lg p-3">
      <Switch
        id={id}
        className="mt-0.5 shrink-0"
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
      />
      <div className="flex min-w-0 flex-col">
        <Label htmlFor={id} size="small" weight="plus">
          {label}
        </Label>
        <Text size="small" className="text-ui-fg-subtle">
          {hint}
        </Text>
      </div>
    </div>
  )
}
