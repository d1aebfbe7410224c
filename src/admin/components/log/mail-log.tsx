/** All mail of the store, the latest first. What is looked for stands in the URL, so that a view can be shared. */
import { Button, Container, Heading, Text } from "@medusajs/ui"
import { useState } from "react"

import { useAttempt } from "../../hooks/use-confirm"
import { useLog } from "../../hooks/use-deliveries"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { mailApi } from "../../lib/api"
import { download } from "../../lib/download"
import { DeliveryDrawer } from "../deliveries/delivery-drawer"
import { PagedList } from "../paged-list"
import { LogFilters } from "./log-filters"
import { LogRow } from "./log-row"
import { useLogSearch } from "./use-log-search"

const PAGE_SIZE = 50

export function MailLog() {
  const { t } = useMailTranslation()
  const search = useLogSearch()
  const [opened, setOpened] = useState<string | null>(null)
  const list = useLog({ ...search.query, limit: PAGE_SIZE })
  const attempt = useAttempt()
  const save = () => attempt(download(mailApi.logFile(search.query), "mail.csv"), t("deliveries.downloading"))
  return (
    <Container className="divide-y p-0" data-testid="log">
      <div className="flex flex-col gap-y-4 px-6 py-4">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0 flex-1 basis-72">
            <Heading>{t("log.title")}</Heading>
            <Text size="small" className="text-ui-fg-subtle">
              {t("log.subtitle")}
            </Text>
          </div>
          <Button size="small" variant="secondary" onClick={save} disabled={!list.data?.length}>
            {t("deliveries.download")}
          </Button>
        </div>
        <LogFilters search={search} />
      </div>
      <PagedList list={list} empty={t(search.isNarrowed ? "common.noResultsHint" : "log.none")}>
        {(mails) => (
          <ul className="divide-y">
            {mails.map((mail) => (
              <LogRow key={mail.id} mail={mail} onOpen={() => setOpened(mail.id)} />
            ))}
          </ul>
        )}
      </PagedList>
      <DeliveryDrawer id={opened} onClose={() => setOpened(null)} />
    </Container>
  )
}
