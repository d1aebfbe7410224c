/** Whom no mailing could reach: the failures of all mailings, the latest first. */
import { Button, Container, Heading, Label, Switch, Text } from "@medusajs/ui"
import { Link, useSearchParams } from "react-router-dom"

import { titleOf } from "../../../notices/title"
import { useFailures } from "../../hooks/use-deliveries"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import type { FailedDelivery } from "../../lib/types"
import { Loading, Problem } from "../states"
import { FailureList } from "./failure-list"

const PAGE_SIZE = 50

export function AllFailures() {
  const { t } = useMailTranslation()
  const mayFlag = useMay("mail_delivery:update")
  const [search, setSearch] = useSearchParams()
  const hideFlagged = search.get("flagged") === "hide"
  const query = useFailures({ limit: PAGE_SIZE, ...(hideFlagged && { invalid: false }) })
  const { data, isError, error, refetch } = query
  const failures = data?.pages.flatMap((page) => page.failures)
  return (
    <Container className="isolate divide-y p-0" data-testid="failures">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-6 py-4">
        <div className="min-w-0 flex-1 basis-96">
          <Heading>{t("failures.pageTitle")}</Heading>
          {mayFlag && (
            <Text size="small" className="text-ui-fg-subtle">
              {t("failures.hint")}
            </Text>
          )}
        </div>
        <div className="flex items-center gap-x-2">
          <Switch
            id="hide-flagged"
            size="small"
            className="shrink-0"
            checked={hideFlagged}
            onCheckedChange={(on) => setSearch(on ? { flagged: "hide" } : {}, { replace: true })}
          />
          <Label htmlFor="hide-flagged" size="small">
            {t("failures.hideFlagged")}
          </Label>
        </div>
      </div>
      {isError ? (
        <Problem error={error} retry={refetch} />
      ) : !failures ? (
        <Loading lines={6} />
      ) : failures.length === 0 ? (
        <Nothing hiding={hideFlagged} />
      ) : (
        <>
          <FailureList failures={failures} about={(failure) => <Origin failure={failure} />} />
          {query.hasNextPage && (
            <div className="flex justify-center px-6 py-3">
              <Button
                size="small"
                variant="secondary"
                isLoading={query.isFetchingNextPage}
                onClick={() => query.fetchNextPage()}
              >
                {t("common.more")}
              </Button>
            </div>
          )}
        </>
      )}
    </Container>
  )
}

/** When it failed and in which mailing. */
function Origin({ failure }: { failure: FailedDelivery }) {
  const { t, dateTime, language } = useMailTranslation()
  const { kind, mailing_id, about_mailing_id, mailing_subject, failed_at } = failure
  const mailing = mailing_id ?? about_mailing_id
  return (
    <div className="txt-compact-small text-ui-fg-subtle flex min-w-0 basis-56 flex-col gap-y-0.5">
      <span>{dateTime(failed_at)}</span>
      {mailing ? (
        <Link
          to={`/mail-delivery/mailings/${mailing}`}
          className="hover:text-ui-fg-base break-words underline"
        >
          {titleOf(mailing_subject ?? "", language) || t("common.noSubject")}
        </Link>
      ) : (
        <span>{t(`deliveryKind.${kind}`)}</span>
      )}
    </div>
  )
}

function Nothing({ hiding }: { hiding: boolean }) {
  const { t } = useMailTranslation()
  return (
    <div className="flex flex-col gap-y-1 px-6 py-12 text-center">
      <Text size="small" leading="compact" weight="plus">
        {t(hiding ? "failures.noneOpenTitle" : "failures.noneTitle")}
      </Text>
      <Text size="small" className="text-ui-fg-subtle">
        {t(hiding ? "failures.noneOpenText" : "failures.noneText")}
      </Text>
    </div>
  )
}
