/** Examples offered where there is no template yet. */
import { Container, Text } from "@medusajs/ui"
import { Link } from "react-router-dom"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { STARTERS, starterTexts, TEMPLATE_EDITOR } from "../../lib/starter-templates"

const HEADING = "template-starters"

export function Starters() {
  const { t, language } = useMailTranslation()
  return (
    <Container aria-labelledby={HEADING} className="flex flex-col gap-y-3 px-6 py-4">
      <Text id={HEADING} size="small" leading="compact" weight="plus">
        {t("templates.starters")}
      </Text>
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {STARTERS.map((starter) => {
          const { kind, name } = starterTexts(starter, language)
          return (
            <li key={starter}>
              <Link
                to={`${TEMPLATE_EDITOR}?starter=${starter}`}
                className="bg-ui-bg-component shadow-elevation-card-rest hover:bg-ui-bg-component-hover focus-visible:shadow-borders-focus flex h-full flex-col gap-y-1 rounded-lg px-4 py-3 outline-none"
              >
                <span className="txt-compact-small-plus text-ui-fg-base">{name}</span>
                <span className="txt-compact-xsmall text-ui-fg-subtle">{t(`kind.${kind}`)}</span>
              </Link>
            </li>
          )
        })}
      </ul>
    </Container>
  )
}
