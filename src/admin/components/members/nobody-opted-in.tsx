/** Right after installation nobody has opted in, and a mailing reaches nobody. This says so, and what to do. */
import { Alert, Text } from "@medusajs/ui"

import { useMembers } from "../../hooks/use-mail-data"
import { useMailTranslation } from "../../hooks/use-mail-translation"

export function NobodyOptedIn() {
  const { t } = useMailTranslation()
  const { data } = useMembers({ consent: ["opted_in"], limit: 1 })
  if (!data || data.count > 0) {
    return null
  }
  return (
    <Alert variant="info">
      <Text size="small" weight="plus">
        {t("members.nobodyTitle")}
      </Text>
      <Text size="small">{t("members.nobodyText")}</Text>
    </Alert>
  )
}
