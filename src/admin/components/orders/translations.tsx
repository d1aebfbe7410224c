/** The words for customers who ordered in another language. Without them everybody gets the same, wholly in one language. */
import { Button, Text } from "@medusajs/ui"

import { LANGUAGES, type OrderContent } from "../../../modules/mail/words"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { usePickedTemplate, useTemplates } from "../../hooks/use-templates"
import { MAX_PAGE } from "../../lib/api"
import type { Language, Template } from "../../lib/types"
import { Field } from "../field"
import { TemplateSelect } from "../template-select"

type Words = NonNullable<OrderContent["translations"]>

interface TranslationsProps {
  /** Of the mail's own words. */
  language: Language
  value: Words
  /** Told the language that changes, with no words for none. */
  onChange: (changes: Words) => void
}

function wordsOf({ subject, preheader, header, footer, format }: Template) {
  return { subject, preheader, header: header ?? "", footer: footer ?? "", format }
}

export function Translations({ language, value, onChange }: TranslationsProps) {
  const { t } = useMailTranslation()
  const read = usePickedTemplate()
  const { data } = useTemplates({ kind: "order", limit: MAX_PAGE, order: "name" })
  return LANGUAGES.filter((other) => other !== language).map((other) => {
    const words = value[other]
    const label = t("orders.translation", { language: t(`locale.${other}`) })
    return words ? (
      <div key={other} className="flex items-center justify-between gap-x-4">
        <Text size="small" className="min-w-0 break-words">
          {label}: {words.subject}
        </Text>
        <Button size="small" variant="secondary" onClick={() => onChange({ [other]: undefined })}>
          {t("orders.untranslate")}
        </Button>
      </div>
    ) : (
      <Field
        key={other}
        id={`translation-${other}`}
        label={label}
        hint={t("orders.translationHint")}
        optional
      >
        <TemplateSelect
          id={`translation-${other}`}
          templates={(data?.templates ?? []).filter(({ locale }) => locale === other)}
          value=""
          onPick={async (id) => {
            const template = await read(id)
            if (template) {
              onChange({ [other]: wordsOf(template) })
            }
          }}
        />
      </Field>
    )
  })
}
