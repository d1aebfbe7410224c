/** Starts a mail from a template. What is already written is replaced only after a question. */
import { toast } from "@medusajs/ui"

import { useConfirm } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useReadTemplate, useTemplates } from "../../hooks/use-templates"
import { MAX_PAGE } from "../../lib/api"
import { errorWords } from "../../lib/error-words"
import type { MailingKind, Template } from "../../lib/types"
import { Field } from "../field"
import { TemplateSelect } from "../template-select"

interface TemplatePickerProps {
  kind: MailingKind
  /** Something stands in the fields already. */
  written: boolean
  onPick: (template: Template) => void
}

export function TemplatePicker({ kind, written, onPick }: TemplatePickerProps) {
  const { t } = useMailTranslation()
  const confirm = useConfirm()
  const readTemplate = useReadTemplate()
  const { data } = useTemplates({ kind, limit: MAX_PAGE, order: "name" })
  const templates = data?.templates ?? []

  const pick = async (id: string) => {
    const agreed =
      !written ||
      (await confirm({
        title: t("editor.replaceTitle"),
        description: t("editor.replaceText"),
        confirm: t("editor.replaceConfirm"),
      }))
    if (!agreed) {
      return
    }
    try {
      onPick(await readTemplate(id))
    } catch (error) {
      toast.error(t("common.failed"), { description: errorWords(error, t) })
    }
  }

  return (
    <Field id="template" label={t("editor.template")} optional>
      <TemplateSelect id="template" templates={templates} value="" onPick={pick} />
    </Field>
  )
}
