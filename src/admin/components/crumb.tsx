/** A word in the bread crumbs: Medusa takes them from a route's `handle`, where no hook can be called. */
import { useMailTranslation } from "../hooks/use-mail-translation"

export function Crumb({ text }: { text: string }) {
  const { t } = useMailTranslation()
  return <>{t(text)}</>
}
