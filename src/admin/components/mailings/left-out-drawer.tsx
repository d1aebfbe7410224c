/** The orders, shipments or quotes of a mailing that got no mail for one reason, each leading to its page. */
import { Button, Drawer, Text } from "@medusajs/ui"
import { Link } from "react-router-dom"

import { useAttempt } from "../../hooks/use-confirm"
import { useLeftOut } from "../../hooks/use-deliveries"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { mailApi } from "../../lib/api"
import { documentPath } from "../../lib/document-names"
import { download } from "../../lib/download"
import type { LeftOut, LeftOutReason, Mailing, OrderContent, OrderSource } from "../../lib/types"
import { PagedList } from "../paged-list"

interface LeftOutDrawerProps {
  mailing: Mailing
  reason: LeftOutReason
  onClose: () => void
}

export function LeftOutDrawer({ mailing: { id, content }, reason, onClose }: LeftOutDrawerProps) {
  const { t } = useMailTranslation()
  const attempt = useAttempt()
  const list = useLeftOut(id, reason)
  const save = () =>
    attempt(download(mailApi.leftOutFile(id, reason), `${id}-${reason}.csv`), t("deliveries.downloading"))
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()}>
      <Drawer.Content aria-describedby={undefined} data-testid="left-out-list">
        <Drawer.Header>
          <Drawer.Title>{t(`exclusion.${reason}`)}</Drawer.Title>
        </Drawer.Header>
        <Drawer.Body className="flex-1 overflow-y-auto p-0">
          <PagedList list={list} empty={t("common.noResults")}>
            {(documents) => (
              <ul className="divide-y">
                {documents.map((row) => (
                  <li key={row.document_id} className="px-6 py-3">
                    <Name row={row} source={(content as OrderContent).source} />
                  </li>
                ))}
              </ul>
            )}
          </PagedList>
        </Drawer.Body>
        <Drawer.Footer>
          <Button size="small" variant="secondary" onClick={() => void save()}>
            {t("deliveries.download")}
          </Button>
        </Drawer.Footer>
      </Drawer.Content>
    </Drawer>
  )
}

/** What is gone has no page and no number any more. */
function Name({ row: { order_id, number, document_id }, source }: { row: LeftOut; source: OrderSource }) {
  return order_id === null ? (
    <Text size="small" className="text-ui-fg-subtle break-words font-mono">
      {document_id}
    </Text>
  ) : (
    <Link to={documentPath(source, { order_id })} className="txt-compact-small-plus underline">
      #{number}
    </Link>
  )
}
