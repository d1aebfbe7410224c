/** What DNS says of the sender's domain: looked up when somebody asks, with what to paste where something is to be mended. */
import { Alert, Button, Copy, StatusBadge, Text } from "@medusajs/ui"
import { type ComponentProps, useState } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useSenderCheck } from "../../hooks/use-settings"
import { errorWords } from "../../lib/error-words"
import type { SenderCheck, SenderLine, Settings } from "../../lib/types"
import { Section } from "./section"
import { TransportChoice } from "./transport-choice"

const COLORS: Record<SenderLine["status"], ComponentProps<typeof StatusBadge>["color"]> = {
  right: "green",
  mend: "red",
  unknown: "grey",
}

interface SenderDomainProps {
  stored: Settings
  /** What is looked up is what is stored. */
  unsaved: boolean
}

export function SenderDomain({ stored, unsaved }: SenderDomainProps) {
  const { t } = useMailTranslation()
  const [transport, setTransport] = useState<string>()
  const check = useSenderCheck(stored.sender_address, transport)
  const mayCheck = useMay("mail_delivery_settings:update")
  return (
    <Section title={t("senderCheck.title")} hint={t("senderCheck.hint")}>
      <div className="flex flex-col items-start gap-y-4" data-testid="sender-domain">
        {!stored.sender_address && (
          <Text size="small" className="text-ui-fg-subtle">
            {t("senderCheck.noSender")}
          </Text>
        )}
        {stored.sender_address && mayCheck && (
          <div className="w-full empty:hidden">
            <TransportChoice id="sender-check-transport" value={transport} onChange={setTransport} />
          </div>
        )}
        {stored.sender_address && mayCheck && (
          <Button
            type="button"
            size="small"
            variant="secondary"
            disabled={unsaved}
            isLoading={check.isFetching}
            onClick={() => void check.refetch()}
          >
            {t(check.data ? "senderCheck.again" : "senderCheck.check")}
          </Button>
        )}
        {stored.sender_address && unsaved && (
          <Text size="small" className="text-ui-fg-subtle">
            {t("senderCheck.saveFirst")}
          </Text>
        )}
        <div role="status" data-testid="sender-check" className="w-full empty:hidden">
          {check.isFetching ? (
            <Text size="small" className="text-ui-fg-subtle">
              {t("senderCheck.looking")}
            </Text>
          ) : check.error ? (
            <Alert variant="error">{errorWords(check.error, t)}</Alert>
          ) : (
            check.data && <Checked check={check.data} />
          )}
        </div>
      </div>
    </Section>
  )
}

function Checked({ check }: { check: SenderCheck }) {
  const { t, dateTime } = useMailTranslation()
  return (
    <div className="flex flex-col gap-y-4">
      <Text size="small" className="text-ui-fg-subtle">
        {t("senderCheck.looked", { domain: check.domain, when: dateTime(check.checked_at) })}
      </Text>
      <ul className="flex flex-col gap-y-4">
        {check.lines.map((line) => (
          <li key={`${line.about} ${line.name}`} data-finding={line.finding}>
            <Line line={line} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Line({ line }: { line: SenderLine }) {
  const { t } = useMailTranslation()
  const { about, status, finding, name, values, found, record, source } = line
  return (
    <div className="flex min-w-0 flex-col items-start gap-y-1">
      <div className="flex flex-wrap items-center gap-2">
        <Text size="small" weight="plus">
          {t(`senderSubject.${about}`)}
        </Text>
        <StatusBadge color={COLORS[status]}>{t(`senderStatus.${status}`)}</StatusBadge>
      </div>
      <Text size="small" className="text-ui-fg-subtle break-words">
        {t(`senderFinding.${finding}`, { ...values, name })}
      </Text>
      {source && (
        <a href={source} target="_blank" rel="noreferrer" className="txt-small text-ui-fg-base underline">
          {t("senderCheck.source")}
        </a>
      )}
      {found.map((text, index) => (
        <Text key={index} size="xsmall" className="text-ui-fg-subtle w-full break-words font-mono">
          {text}
        </Text>
      ))}
      {record && <ToPaste record={record} />}
    </div>
  )
}

function ToPaste({ record: { type, name, value } }: { record: NonNullable<SenderLine["record"]> }) {
  const { t } = useMailTranslation()
  const parts = [
    [t("senderCheck.recordName"), name],
    [t("senderCheck.recordType"), type],
    [t("senderCheck.recordValue"), value],
  ] as const
  return (
    <div className="border-ui-border-base bg-ui-bg-subtle mt-1 w-full rounded-md border px-3 py-2">
      <Text size="xsmall" weight="plus">
        {t("senderCheck.record")}
      </Text>
      <dl className="flex flex-col gap-y-1">
        {parts.map(([label, text]) => (
          <div key={label} className="flex min-w-0 items-start gap-x-2">
            <dt className="txt-compact-xsmall text-ui-fg-subtle w-16 shrink-0">{label}</dt>
            <dd className="txt-compact-xsmall flex min-w-0 flex-1 items-start gap-x-2 font-mono">
              <span className="min-w-0 flex-1 break-all">{text}</span>
              {text !== type && (
                <Copy
                  content={text}
                  aria-label={t("senderCheck.copy", { what: label })}
                  className="shrink-0"
                />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
