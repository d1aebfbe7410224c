/** Starts a mail from a template, or from none. What a person has written is replaced only after a question. */
import { useRef } from "react"

import { useConfirm } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { usePickedTemplate, useTemplate, useTemplates } from "../../hooks/use-templates"
import { MAX_PAGE } from "../../lib/api"
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
  /** @returns what is written when it is asked. */
  written: () => MemberContent | OrderContent
  onPick: (template: Template | null) => void
}

export function TemplatePicker({ kind, value, lastUsed, written, onPick }: TemplatePickerProps) {
  const { t } = useMailTranslation()
  const confirm = useConfirm()
  const read = usePickedTemplate()
  const { data: begun } = useTemplate(value)
  const { data } = useTemplates({ kind, limit: MAX_PAGE, order: "name" })
  const templates = data?.templates ?? []
  const begunNow = useRef(begun)
  begunNow.current = begun
  const byItself = value !== null && value === lastUsed

  const pick = async (id: string | null) => {
    const template = await read(id)
    if (template === undefined) {
      return
    }
    const key = template === null ? "clear" : "replace"
    const agreed =
      !isWritten(written(), begunNow.current) ||
      (await confirm({
        title: t(`editor.${key}Title`),
        description: t(`editor.${key}Text`),
        confirm: t(`editor.${key}Confirm`),
      }))
    if (agreed) {
      onPick(template)
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
