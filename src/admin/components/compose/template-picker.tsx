/** Starts a mail from a template, or from none. What a person has written is replaced only after a question. */
import { toast } from "@medusajs/ui"

import { useConfirm } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useReadTemplate, useTemplate, useTemplates } from "../../hooks/use-templates"
import { MAX_PAGE } from "../../lib/api"
import { errorWords } from "../../lib/error-words"
import { isWritten } from "../../lib/from-template"
import type { MailingKind, MemberContent, OrderContent, Template } from "../../lib/types"
import { Field, hintIdOf } from "../field"
import { TemplateSelect } from "../template-select"

interface TemplatePickerProps {
  kind: MailingKind
  /** The id of the one that it was begun with. */
  value: string | null
  /** The one that was chosen by itself, because the mail before was written with it. */
  lastUsed: string | undefined
  /** As it is written now. */
  content: MemberContent | OrderContent
  onPick: (template: Template | null) => void
}

export function TemplatePicker({ kind, value, lastUsed, content, onPick }: TemplatePickerProps) {
  const { t } = useMailTranslation()
  const confirm = useConfirm()
  const readTemplate = useReadTemplate()
  const { data: begun } = useTemplate(value)
  const { data } = useTemplates({ kind, limit: MAX_PAGE, order: "name" })
  const templates = data?.templates ?? []
  const byItself = value !== null && value === lastUsed

  const pick = async (id: string | null) => {
    const key = id === null ? "clear" : "replace"
    const agreed =
      !isWritten(content, begun) ||
      (await confirm({
        title: t(`editor.${key}Title`),
        description: t(`editor.${key}Text`),
        confirm: t(`editor.${key}Confirm`),
      }))
    if (!agreed) {
      return
    }
    try {
      onPick(id === null ? null : await readTemplate(id))
    } catch (error) {
      toast.error(t("common.failed"), { description: errorWords(error, t) })
    }
  }

  return (
    <Field id="template" label={t("editor.template")} hint={byItself && t("editor.lastUsed")} optional>
      <TemplateSelect
        id="template"
        aria-describedby={byItself ? hintIdOf("template") : undefined}
        templates={templates}
        // One that was deleted since is not among them.
        value={templates.some(({ id }) => id === value) ? value! : ""}
        none={t("editor.noTemplate")}
        onPick={pick}
        onNone={() => pick(null)}
      />
    </Field>
  )
}
