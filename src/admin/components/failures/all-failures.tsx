/** Whom no mailing could reach: the failures of all mailings, the latest first. */
import { Container, Heading, Label, Select, Switch, Text } from "@medusajs/ui"
import { Link, useSearchParams } from "react-router-dom"

import { FAILED_STATES, type FailedState } from "../../../modules/mail/words"
import { titleOf } from "../../../notices/title"
import { useFailures } from "../../hooks/use-deliveries"
import { useKindName } from "../../hooks/use-kind-name"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import type { FailedDelivery } from "../../lib/types"
import { PagedList } from "../paged-list"
import { FailureList } from "./failure-list"

const PAGE_SIZE = 50

export function AllFailures() {
  const { t } = useMailTranslation()
  const mayFlag = useMay("mail_delivery:update")
  const [search, setSearch] = useSearchParams()
  const hideFlagged = search.get("flagged") === "hide"
  const state = FAILED_STATES.find((one) => one === search.get("state"))
  const list = useFailures({
    limit: PAGE_SIZE,
    ...(hideFlagged && { invalid: false }),
    ...(state && { state: [state] }),
  })
  const choose = (name: string, value: string | null) =>
    setSearch(
      (before) => {
        before.delete(name)
        if (value) before.set(name, value)
        return before
      },
      { replace: true }
    )
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
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <SourceChoice value={state} onChange={(value) => choose("state", value)} />
          <div className="flex items-center gap-x-2">
            <Switch
              id="hide-flagged"
              size="small"
              className="shrink-0"
              checked={hideFlagged}
              onCheckedChange={(on) => choose("flagged", on ? "hide" : null)}
            />
            <Label htmlFor="hide-flagged" size="small">
              {t("failures.hideFlagged")}
            </Label>
          </div>
        </div>
      </div>
      <PagedList list={list} empty={<Nothing hiding={hideFlagged} state={state} />}>
        {(failures) => <FailureList failures={failures} about={(failure) => <Origin failure={failure} />} />}
      </PagedList>
    </Container>
  )
}

/** An item needs a value, and no state is this. */
const ANY = "any"

/** How it became known: refused at once, come back later, or called spam by its reader. */
function SourceChoice({
  value,
  onChange,
}: {
  value: FailedState | undefined
  onChange: (value: string | null) => void
}) {
  const { t } = useMailTranslation()
  return (
    <Select
      size="small"
      value={value ?? ANY}
      onValueChange={(chosen) => onChange(chosen === ANY ? null : chosen)}
    >
      <Select.Trigger className="w-auto min-w-48" aria-label={t("failures.source")}>
        <Select.Value />
      </Select.Trigger>
      <Select.Content>
        {[ANY, ...FAILED_STATES].map((one) => (
          <Select.Item key={one} value={one}>
            {t(`failures.source_${one}`)}
          </Select.Item>
        ))}
      </Select.Content>
    </Select>
  )
}

/** When it failed and in which mailing. */
function Origin({ failure }: { failure: FailedDelivery }) {
  const { t, dateTime, language } = useMailTranslation()
  const kindName = useKindName()
  const { mailing_id, about_mailing_id, mailing_subject, failed_at } = failure
  const mailing = mailing_id ?? about_mailing_id
  return (
    <div className="txt-compact-small text-ui-fg-subtle flex min-w-0 grow basis-56 flex-col gap-y-0.5 md:grow-0">
      <span>{dateTime(failed_at)}</span>
      {mailing ? (
        <Link
          to={`/mail-delivery/mailings/${mailing}`}
          className="hover:text-ui-fg-base break-words underline"
        >
          {titleOf(mailing_subject ?? "", language) || t("common.noSubject")}
        </Link>
      ) : (
        <span>{kindName(failure)}</span>
      )}
    </div>
  )
}

function Nothing({ hiding, state }: { hiding: boolean; state: FailedState | undefined }) {
  const { t } = useMailTranslation()
  if (state) {
    return t(`failures.none_${state}`)
  }
  return (
    <div className="flex flex-col gap-y-1">
      <Text size="small" leading="compact" weight="plus" className="text-ui-fg-base">
        {t(hiding ? "failures.noneOpenTitle" : "failures.noneTitle")}
      </Text>
      {t(hiding ? "failures.noneOpenText" : "failures.noneText")}
    </div>
  )
}
