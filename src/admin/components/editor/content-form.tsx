/** Subject, preheader, body, format and signature of a member mail; faults show at their field. */
import { Checkbox, Label, RadioGroup, Text } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { ContentIssue, Format, MemberContent, TemplateKind } from "../../lib/types"
import { Issues } from "./issues"
import { PreheaderField, useFormatChange } from "./preheader-field"
import { TemplateField } from "./template-field"

interface ContentFormProps {
  /** Whose variables there are to pick from. */
  kind?: Exclude<TemplateKind, "order">
  content: MemberContent
  onChange: (changes: Partial<Omit<MemberContent, "locale">>) => void
  errors: ContentIssue[]
  warnings: ContentIssue[]
  /** A template has no signature of its own: the mailing decides. */
  withSignature?: boolean
}

const FORMATS: Format[] = ["text", "html"]
const FIELDS = ["subject", "preheader", "body"]

export function ContentForm({
  kind = "member",
  content,
  onChange,
  errors,
  warnings,
  withSignature = true,
}: ContentFormProps) {
  const { t } = useMailTranslation()
  const changeFormat = useFormatChange(content.preheader, onChange)
  const of = (field: string) => errors.filter((issue) => issue.field === field)
  // An empty field is no mistake before anything is written.
  const bodyErrors = of("body").filter(({ code }) => code !== "required" || content.body !== "")
  const elsewhere = errors.filter((issue) => !FIELDS.includes(issue.field))
  return (
    <div className="flex min-w-0 flex-col gap-y-6">
      <div className="flex flex-col gap-y-2">
        <TemplateField
          id="subject"
          kind={kind}
          label={t("common.subject")}
          rows={1}
          value={content.subject}
          invalid={of("subject").length > 0 && content.subject !== ""}
          onChange={(subject) => onChange({ subject })}
        />
        {content.subject !== "" && <Issues issues={of("subject")} variant="error" />}
      </div>
      <FormatChoice value={content.format} onChange={changeFormat} />
      <PreheaderField kind={kind} content={content} errors={errors} onChange={onChange} />
      <div className="flex flex-col gap-y-2">
        <TemplateField
          id="body"
          kind={kind}
          label={t("editor.body")}
          rows={18}
          html={content.format === "html"}
          issues={bodyErrors}
          value={content.body}
          invalid={bodyErrors.length > 0}
          hint={t(content.format === "html" ? "editor.htmlHint" : "editor.textHint")}
          onChange={(body) => onChange({ body })}
        />
        <Issues issues={bodyErrors} variant="error" />
      </div>
      {withSignature && (
        <SignatureChoice
          checked={content.include_signature}
          onChange={(include_signature) => onChange({ include_signature })}
        />
      )}
      <Issues issues={elsewhere} variant="error" />
      <Issues issues={warnings} variant="warning" />
    </div>
  )
}

interface FormatChoiceProps {
  value: Format
  onChange: (value: Format) => void
}

export function FormatChoice({ value, onChange }: FormatChoiceProps) {
  const { t } = useMailTranslation()
  return (
    <RadioGroup
      aria-label={t("editor.format")}
      className="grid grid-cols-1 gap-2 sm:grid-cols-2"
      value={value}
      onValueChange={(format) => onChange(format as Format)}
    >
      {FORMATS.map((format) => (
        <RadioGroup.ChoiceBox
          key={format}
          value={format}
          label={t(`format.${format}`)}
          description={t(`editor.format_${format}`)}
        />
      ))}
    </RadioGroup>
  )
}

interface SignatureChoiceProps {
  checked: boolean
  onChange: (checked: boolean) => void
}

export function SignatureChoice({ checked, onChange }: SignatureChoiceProps) {
  const { t } = useMailTranslation()
  return (
    <div className="flex items-start gap-x-2">
      <Checkbox
        id="signature"
        className="mt-0.5"
        checked={checked}
        onCheckedChange={(on) => onChange(on === true)}
      />
      <div>
        <Label htmlFor="signature" size="small" weight="plus">
          {t("editor.signature")}
        </Label>
        <Text size="small" className="text-ui-fg-subtle">
          {t("editor.signatureHint")}
        </Text>
      </div>
    </div>
  )
}
