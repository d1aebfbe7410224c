/** Settings → Mail: sender, signature, legal lines, administrator's copy, language, order mails. */
import { defineRouteConfig } from "@medusajs/admin-sdk"
import { Envelope } from "@medusajs/icons"
import { Container, Heading, Text } from "@medusajs/ui"

import { Crumb } from "../../../components/crumb"
import { SettingsForm } from "../../../components/settings/settings-form"
import { LoadingPage, Problem } from "../../../components/states"
import { useMailTranslation } from "../../../hooks/use-mail-translation"
import { useSettings } from "../../../hooks/use-settings"

const MailSettingsPage = () => {
  const { t } = useMailTranslation()
  const { data, isError, error, refetch } = useSettings()
  return (
    <div className="flex flex-col gap-y-3">
      <Container className="px-6 py-4">
        <Heading>{t("menu.settings")}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {t("settings.subtitle")}
        </Text>
      </Container>
      {data ? (
        <SettingsForm stored={data} />
      ) : isError ? (
        <Container className="p-0">
          <Problem error={error} retry={refetch} />
        </Container>
      ) : (
        <LoadingPage />
      )}
    </div>
  )
}

export default MailSettingsPage

export const config = defineRouteConfig({
  label: "menu.settings",
  icon: Envelope,
  translationNs: "mailDelivery",
})

export const handle = { breadcrumb: () => <Crumb text="menu.settings" /> }
