/**
 * Mails that did not arrive: each with the reason in words and what the server said. Addresses can be flagged
 * invalid from here; only real address faults are ticked beforehand, because most refusals are nobody's fault.
 */
import { Alert, Button, Checkbox, Container, Heading, Label, Text } from "@medusajs/ui"
import { useState } from "react"

import { useAttempt } from "../../hooks/use-confirm"
import { useDeliveries, useSetFlags } from "../../hooks/use-mail-data"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { MAX_PAGE } from "../../lib/api"
import type { Delivery, Mailing } from "../../lib/types"
import { Pager } from "../pager"
import { Loading, Problem } from "../states"
import { useMailingCommands } from "./use-mailing-commands"

const ADDRESS_FAULT = "address_invalid"

/** What a person has changed, by address; everything else is as proposed. */
type Choices = ReadonlyMap<string, boolean>

function isTicked({ email, reason }: Delivery, choices: Choices): boolean {
  return choices.get(email) ?? reason === ADDRESS_FAULT
}

export function Failures({ mailing }: { mailing: Mailing }) {
  const { t, tn } = useMailTranslation()
  const [offset, setOffset] = useState(0)
  const query = {
    mailing_id: mailing.id,
    state: ["failed" as const, "bounced" as const],
    limit: MAX_PAGE,
    offset,
  }
  const { data, isError, error, refetch } = useDeliveries(query, { live: mailing.state === "sending" })
  const commands = useMailingCommands(mailing)
  const canRetry = mailing.counts.failed > 0 && mailing.state !== "cancelled"
  return (
    <Container className="divide-y p-0" data-testid="failures">
      <div className="flex flex-wrap items-start justify-between gap-3 px-6 py-4">
        <div className="min-w-0 flex-1">
          <Heading level="h2">{tn("failures.title", data?.count ?? mailing.counts.failed)}</Heading>
          <Text size="small" className="text-ui-fg-subtle">
            {t("failures.hint")}
          </Text>
        </div>
        {canRetry && (
          <Button
            size="small"
            variant="secondary"
            onClick={() => commands.retry("failed")}
            disabled={commands.busy}
          >
            {t("mailing.retryFailed.action")}
          </Button>
        )}
      </div>
      {isError ? (
        <Problem error={error} retry={refetch} />
      ) : data ? (
        <>
          <FailureList deliveries={data.deliveries} />
          <Pager count={data.count} limit={MAX_PAGE} offset={offset} onChange={setOffset} />
        </>
      ) : (
        <Loading lines={3} />
      )}
    </Container>
  )
}

function FailureList({ deliveries }: { deliveries: Delivery[] }) {
  const { t, tn } = useMailTranslation()
  const attempt = useAttempt()
  const setFlags = useSetFlags()
  const [choices, setChoices] = useState<Choices>(new Map())
  const [flagged, setFlagged] = useState<ReadonlySet<string>>(new Set())
  const open = deliveries.filter(({ email }) => !flagged.has(email))
  const ticked = open.filter((delivery) => isTicked(delivery, choices))

  const choose = (rows: Delivery[], value: boolean) =>
    setChoices(new Map([...choices, ...rows.map(({ email }) => [email, value] as const)]))

  const update = async () => {
    const emails = ticked.map(({ email }) => email)
    const words = t("failures.flagReason")
    const done = await attempt(
      setFlags.mutateAsync({ emails, invalid: true, reason: words }),
      tn("failures.updated", emails.length)
    )
    if (done) {
      setFlagged(new Set([...flagged, ...emails]))
    }
  }

  return (
    <>
      <ul className="max-h-[420px] divide-y overflow-y-auto">
        {deliveries.map((delivery) => (
          <FailureRow
            key={delivery.id}
            delivery={delivery}
            flagged={flagged.has(delivery.email)}
            ticked={isTicked(delivery, choices)}
            onChange={(value) => choose([delivery], value)}
          />
        ))}
      </ul>
      <div className="flex flex-col gap-y-3 px-6 py-4">
        {flagged.size > 0 && <Alert variant="success">{tn("failures.updated", flagged.size)}</Alert>}
        <div className="flex flex-wrap items-center justify-between gap-3">
          <div className="flex gap-x-2">
            <Button size="small" variant="transparent" onClick={() => choose(open, true)}>
              {t("failures.tickAll")}
            </Button>
            <Button size="small" variant="transparent" onClick={() => choose(open, false)}>
              {t("failures.tickNone")}
            </Button>
          </div>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <Text size="small" className="text-ui-fg-subtle">
              {tn("failures.ticked", ticked.length)}
            </Text>
            <Button size="small" onClick={update} disabled={!ticked.length} isLoading={setFlags.isPending}>
              {t("failures.update")}
            </Button>
          </div>
        </div>
      </div>
    </>
  )
}

interface FailureRowProps {
  delivery: Delivery
  flagged: boolean
  ticked: boolean
  onChange: (ticked: boolean) => void
}

function FailureRow({ delivery, flagged, ticked, onChange }: FailureRowProps) {
  const { t } = useMailTranslation()
  const id = `flag-${delivery.id}`
  return (
    <li className="flex items-start gap-x-3 px-6 py-3">
      <Checkbox
        id={id}
        className="mt-0.5"
        checked={flagged || ticked}
        disabled={flagged}
        onCheckedChange={(value) => onChange(value === true)}
      />
      <Label htmlFor={id} className="flex min-w-0 flex-1 flex-col gap-y-0.5">
        <span className="txt-compact-small-plus break-all">{delivery.email}</span>
        <span className="txt-compact-small text-ui-fg-subtle">
          {t(`reason.${delivery.reason}`, { defaultValue: delivery.reason ?? "" })}
          {flagged && ` · ${t("failures.nowFlagged")}`}
        </span>
        {delivery.response && (
          <span className="text-ui-fg-muted break-words font-mono text-[12px]">{delivery.response}</span>
        )}
      </Label>
    </li>
  )
}
