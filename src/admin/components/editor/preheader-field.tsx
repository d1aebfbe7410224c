/** What inboxes show after the subject. Only HTML mails have it. */
import { useRef } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import type { ContentIssue, Format, TemplateKind } from "../../lib/types"
import { Issues } from "./issues"
import { TemplateField } from "./template-field"

interface WithPreheader {
  format: Format
  preheader?: string | null
}

interface PreheaderFieldProps {
  kind: TemplateKind
  content: WithPreheader
  errors: ContentIssue[]
  onChange: (changes: { preheader: string }) => void
}

export function PreheaderField({ kind, content, errors, onChange }: PreheaderFieldProps) {
  const { t } = useMailTranslation()
  const faults = errors.filter(({ field }) => field === "preheader")
  if (content.format === "text") {
    return null
  }
  return (
    <div className="flex flex-col gap-y-2">
      <TemplateField
        id="preheader"
        kind={kind}
        label={t("editor.preheader")}
        rows={1}
        optional
        value={content.preheader ?? ""}
        invalid={faults.length > 0}
        hint={t("editor.preheaderHint")}
        onChange={(preheader) => onChange({ preheader })}
      />
      <Issues issues={faults} variant="error" />
    </div>
  )
}

/** A plain-text mail is stored without; who goes back to HTML finds it again. */
export function useFormatChange(
  preheader: string | null | undefined,
  onChange: (changes: WithPreheader) => void
): (format: Format) => void {
  const kept = useRef<string | null>()
  return (format) => {
    if (format === "html") {
      onChange({ format, preheader: preheader ?? kept.current })
      return
    }
    kept.current = preheader
    onChange({ format, preheader: null })
  }
}
