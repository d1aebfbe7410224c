/** The words for customers who ordered in another language. Without them everybody gets the same, wholly in one language. */
import { Button, Text, toast } from "@medusajs/ui"

import { LANGUAGES, type OrderContent } from "../../../modules/mail/words"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useReadTemplate, useTemplates } from "../../hooks/use-templates"
import { MAX_PAGE } from "../../lib/api"
import { errorWords } from "../../lib/error-words"
import type { Language, Template } from "../../lib/types"
import { Field } from "../field"
import { TemplateSelect } from "../template-select"

type Words = NonNullable<OrderContent["translations"]>

interface TranslationsProps {
  /** Of the mail's own words. */
  language: Language
  value: Words
  onChange: (value: Words) => void
}

function wordsOf({ subject, preheader, header, footer, format }: Template) {
  return { subject, preheader, header: header ?? "", footer: footer ?? "", format }
}

export function Translations({ language, value, onChange }: TranslationsProps) {
  const { t } = useMailTranslation()
  const readTemplate = useReadTemplate()
  const { data } = useTemplates({ kind: "order", limit: MAX_PAGE, order: "name" })
  return LANGUAGES.filter((other) => other !== language).map((other) => {
    const words = value[other]
    const label = t("orders.translation", { language: t(`locale.${other}`) })
    return words ? (
      <div key={other} className="flex items-center justify-between gap-x-4">
        <Text size="small" className="min-w-0 break-words">
          {label}: {words.subject}
        </Text>
        <Button size="small" variant="secondary" onClick={() => onChange({ ...value, [other]: undefined })}>
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
            try {
              onChange({ ...value, [other]: wordsOf(await readTemplate(id)) })
            } catch (error) {
              toast.error(t("common.failed"), { description: errorWords(error, t) })
            }
          }}
        />
      </Field>
    )
  })
}
