/** One mailing: live progress while it is on its way, and afterwards the record of every mail. */
import { Container } from "@medusajs/ui"
import { useParams, useSearchParams } from "react-router-dom"

import { Crumb } from "../../../../components/crumb"
import { DeliveriesTable } from "../../../../components/deliveries/deliveries-table"
import { DeliveryDrawer } from "../../../../components/deliveries/delivery-drawer"
import { Failures } from "../../../../components/mailings/failures"
import { MailingContent } from "../../../../components/mailings/mailing-content"
import { MailingDetails } from "../../../../components/mailings/mailing-details"
import { MailingHeader } from "../../../../components/mailings/mailing-header"
import { MailingNotices } from "../../../../components/mailings/mailing-notices"
import { MailingProgress } from "../../../../components/mailings/mailing-progress"
import { WouldGetIt } from "../../../../components/mailings/would-get-it"
import { LoadingPage, Problem } from "../../../../components/states"
import { useMailing } from "../../../../hooks/use-mailings"

const MailingPage = () => {
  const { id = "" } = useParams()
  const { data: mailing, dataUpdatedAt, isError, error, refetch } = useMailing(id)
  const [search, setSearch] = useSearchParams()
  if (!mailing) {
    return isError ? (
      <Container className="p-0">
        <Problem error={error} retry={refetch} />
      </Container>
    ) : (
      <LoadingPage />
    )
  }
  const closeDelivery = () =>
    setSearch((previous) => {
      previous.delete("delivery")
      return previous
    })
  const { counts } = mailing
  return (
    <div className="flex flex-col gap-y-3">
      <MailingNotices mailing={mailing} updatedAt={dataUpdatedAt} />
      <div className="flex flex-col gap-3 xl:flex-row xl:items-start">
        <div className="flex min-w-0 flex-1 flex-col gap-y-3">
          <Container className="divide-y p-0">
            <MailingHeader mailing={mailing} />
            {counts.total > 0 && <MailingProgress mailing={mailing} updatedAt={dataUpdatedAt} />}
          </Container>
          <WouldGetIt mailing={mailing} />
          {counts.failed + counts.bounced > 0 && <Failures mailing={mailing} />}
          {counts.total > 0 && <DeliveriesTable mailing={mailing} />}
        </div>
        <div className="flex w-full flex-col gap-y-3 xl:max-w-[400px]">
          <MailingDetails mailing={mailing} />
          <MailingContent mailing={mailing} />
        </div>
      </div>
      <DeliveryDrawer id={search.get("delivery")} onClose={closeDelivery} />
    </div>
  )
}

export default MailingPage

export const handle = { breadcrumb: () => <Crumb text="mailings.one" /> }
